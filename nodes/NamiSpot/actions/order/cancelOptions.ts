import type { CancelOptions } from '../../canceling/cancelOrder';
import { isRecord } from '../../exchange/guards';
import { optionsField, readTimeout, simplifyOption, timeoutOption } from '../../fields/options';
import type { Run } from '../run';

/** The options of Cancel and Cancel Many. */
export const cancelOptionsField = optionsField([
	{
		displayName: 'Allow Notification',
		name: 'allowNotification',
		type: 'boolean',
		default: true,
		description:
			'Whether the exchange may notify the account’s owner of the cancellation. Without this option the exchange decides.',
	},
	simplifyOption,
	timeoutOption(
		'Milliseconds to wait for each of the exchange’s answers. An order whose cancellation is not answered is looked for among the open orders and in the history.',
	),
]);

export interface GivenCancelOptions extends CancelOptions {
	readonly simplify: boolean;
}

/**
 * Reads the options of an item; what is not set has its default.
 *
 * @throws Failure when what they say cannot be used
 */
export function readCancelOptions({ parameters }: Run, item: number): GivenCancelOptions {
	const given: unknown = parameters.getNodeParameter('options', item, {});
	const options = isRecord(given) ? given : {};
	const { allowNotification } = options;
	return {
		allowNotification: typeof allowNotification === 'boolean' ? allowNotification : undefined,
		simplify: options.simplify !== false,
		timeout: readTimeout(options, item),
	};
}
