import type {
	IDataObject,
	INodeProperties,
	INodePropertyCollection,
	INodePropertyOptions,
} from 'n8n-workflow';

import { invalidInput, isBlank, quoted } from './readParameter';

export const DEFAULT_TIMEOUT_MS = 30_000;
/** Timers of Node.js take no more: beyond it, they go off at once. */
const LONGEST_TIMEOUT_MS = 2_147_483_647;

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

/**
 * Milliseconds; the default where the option is not set. Once it is, it has to be a time to wait:
 * an order must not end as unknown because an expression gave nothing.
 *
 * @throws Failure when it is not a whole number that a timer can take
 */
export function readTimeout(options: IDataObject, item: number): number {
	if (!Object.hasOwn(options, 'timeout')) return DEFAULT_TIMEOUT_MS;
	const given = options.timeout;
	const timeout = typeof given === 'string' && !isBlank(given.trim()) ? Number(given) : given;
	if (isTimerDelay(timeout)) return timeout;
	throw invalidInput(
		'timeout',
		item,
		isBlank(given)
			? 'Timeout is empty'
			: `Timeout is ${quoted(given)}, which is not a whole number from 1 to ${LONGEST_TIMEOUT_MS}`,
		'Enter milliseconds, e.g. 30000, or remove the option',
	);
}

function isTimerDelay(value: unknown): value is number {
	return Number.isInteger(value) && Number(value) >= 1 && Number(value) <= LONGEST_TIMEOUT_MS;
}
