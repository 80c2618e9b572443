import type {
	IDataObject,
	INodeProperties,
	INodePropertyCollection,
	INodePropertyOptions,
} from 'n8n-workflow';

import { numberOf } from '../exchange/guards';

export const DEFAULT_TIMEOUT_MS = 30_000;

/** The Options collection, wherever an operation has one. */
export function optionsField(
	options: Array<INodePropertyOptions | INodeProperties | INodePropertyCollection>,
): INodeProperties {
	return {
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options,
	};
}

export const simplifyOption: INodeProperties = {
	displayName: 'Simplify',
	name: 'simplify',
	type: 'boolean',
	default: true,
	description: 'Whether to return a simplified version of the response instead of the raw data',
};

/** The option Timeout; what an answer that does not come means differs by operation. */
export function timeoutOption(description: string): INodeProperties {
	return {
		displayName: 'Timeout',
		name: 'timeout',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: DEFAULT_TIMEOUT_MS,
		description,
	};
}

/** Milliseconds; the default for whatever is not a number above zero. */
export function readTimeout({ timeout: given }: IDataObject): number {
	const timeout = numberOf(Number(given)) ?? DEFAULT_TIMEOUT_MS;
	return timeout > 0 ? timeout : DEFAULT_TIMEOUT_MS;
}
