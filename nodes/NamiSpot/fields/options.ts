import type { INodeProperties, INodePropertyCollection, INodePropertyOptions } from 'n8n-workflow';

import type { ItemFields } from './itemFields';
import { secondsKind } from './seconds';

export const DEFAULT_TIMEOUT_MS = 30_000;
/** Timers of Node.js take no more: beyond it, they go off at once. */
const LONGEST_TIMEOUT_S = 2_147_483;

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
	// A tool has the field Output instead.
	displayOptions: { hide: { '@tool': [true] } },
	description: 'Whether to return a simplified version of the response instead of the raw data',
};

/** Reads the option Simplify: true unless it is set otherwise. */
export function readSimplifyOption(options: ItemFields): boolean {
	return options.boolean(simplifyOption, true);
}

const timeoutName = { displayName: 'Timeout (Seconds)', name: 'timeout' } as const;

/** The option Timeout; what an answer that does not come means differs by operation. */
export function timeoutOption(description: string): INodeProperties {
	return {
		...timeoutName,
		type: 'number',
		typeOptions: { minValue: 0 },
		default: DEFAULT_TIMEOUT_MS / 1000,
		description,
	};
}

/**
 * Milliseconds; the default where the option is not set. Once it is, it has to be a time to wait:
 * an order must not end as unknown because an expression gave nothing.
 *
 * @throws Failure when it is not a time that a timer can take
 */
export function readTimeout(options: ItemFields): number {
	return options.read(timeoutName, secondsKind(LONGEST_TIMEOUT_S), DEFAULT_TIMEOUT_MS);
}
