import type { INodeProperties } from 'n8n-workflow';

import type { CancelOptions } from '../../exchange/api/cancelOrder';
import { optionsField, readTimeout, simplifyOption, timeoutOption } from '../../fields/options';
import { readSimplify } from '../../fields/toolOutput';
import { allowedSymbolsField } from '../../rails/fields';
import { requireNotFromModel } from '../../rails/fromModel';
import { nodeLimits, type Limit } from '../../rails/limits';
import type { Run } from '../run';

const allowNotificationField: INodeProperties = {
	displayName: 'Allow Notification',
	name: 'allowNotification',
	type: 'boolean',
	default: true,
	description:
		'Whether the exchange may notify the owner of the account. Without this option, the exchange decides.',
};

const cancelOptions = [
	allowedSymbolsField,
	allowNotificationField,
	simplifyOption,
	timeoutOption(
		'How long to wait for each response of the exchange. An order whose cancellation gets no response is looked up in the open orders and the history.',
	),
];

export const allOfAccountField: INodeProperties = {
	displayName: 'Agents May Cancel All',
	name: 'allOfAccount',
	type: 'boolean',
	noDataExpression: true,
	default: false,
	description:
		'Whether an AI agent that uses this node as a tool may cancel all open orders of the account',
};

export const cancelOptionsField = optionsField(cancelOptions);

export const cancelManyOptionsField = optionsField([...cancelOptions, allOfAccountField]);

export interface GivenCancelOptions extends CancelOptions {
	readonly limits: readonly Limit[];
	readonly simplify: boolean;
	/** Of Cancel Many: whether a tool may cancel all orders of the account. */
	readonly allOfAccount: boolean;
}

/**
 * Reads the options of an item; what is not set has its default.
 *
 * @throws Failure when what they say cannot be used
 */
export function readCancelOptions(run: Run): GivenCancelOptions {
	requireNotFromModel(run, 'not_canceled');
	const { fields } = run;
	const options = fields.options();
	return {
		limits: nodeLimits(options),
		allOfAccount: options.boolean(allOfAccountField, false),
		allowNotification: options.isSet(allowNotificationField)
			? options.boolean(allowNotificationField)
			: undefined,
		simplify: readSimplify(fields),
		timeout: readTimeout(options),
	};
}
