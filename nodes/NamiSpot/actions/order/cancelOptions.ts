import type { INodeProperties } from 'n8n-workflow';

import type { CancelOptions } from '../../exchange/api/cancelOrder';
import type { ItemFields } from '../../fields/itemFields';
import {
	optionsField,
	readSimplify,
	readTimeout,
	simplifyOption,
	timeoutOption,
} from '../../fields/options';

const allowNotificationField: INodeProperties = {
	displayName: 'Allow Notification',
	name: 'allowNotification',
	type: 'boolean',
	default: true,
	description:
		'Whether the exchange may notify the account’s owner of the cancellation. Without this option the exchange decides.',
};

/** The options of Cancel and Cancel Many. */
export const cancelOptionsField = optionsField([
	allowNotificationField,
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
export function readCancelOptions(fields: ItemFields): GivenCancelOptions {
	const options = fields.options();
	return {
		allowNotification: options.isSet(allowNotificationField)
			? options.boolean(allowNotificationField)
			: undefined,
		simplify: readSimplify(options),
		timeout: readTimeout(options),
	};
}
