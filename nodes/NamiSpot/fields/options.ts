import type { INodeProperties } from 'n8n-workflow';

import { nearestNumber } from '../exchange/realTypes';
import { parseDecimal } from '../exchange/decimal';
import type { ItemFields } from './itemFields';
import { Refused, type Kind } from './kind';

export const DEFAULT_TIMEOUT_MS = 30_000;
/** Timers of Node.js take no more: beyond it, they go off at once. */
const LONGEST_TIMEOUT_S = 2_147_483;

/** The Options collection, wherever an operation has one. */
export function optionsField(options: INodeProperties[]): INodeProperties {
	return collection('Options', 'Add option', options);
}

/** The Filters collection, wherever there is one. */
export function filtersField(options: INodeProperties[]): INodeProperties {
	return collection('Filters', 'Add filter', options);
}

function collection(
	displayName: string,
	placeholder: string,
	options: INodeProperties[],
): INodeProperties {
	const name = displayName.toLowerCase();
	return { displayName, name, type: 'collection', placeholder, default: {}, options };
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

const TIMEOUT_RANGE = `above 0, up to ${LONGEST_TIMEOUT_S}`;

/** Seconds, as a number or as text, read as milliseconds; parts of a second are fine. */
const timeoutKind: Kind<number> = {
	howToFill: `Enter seconds ${TIMEOUT_RANGE}`,
	read(given) {
		const value = parseDecimal(given);
		const seconds = value ? nearestNumber(value) : Number.NaN;
		if (seconds > 0 && seconds <= LONGEST_TIMEOUT_S) return Math.max(1, Math.round(seconds * 1000));
		return new Refused(`which is not a number of seconds ${TIMEOUT_RANGE}`);
	},
};

/**
 * Milliseconds; the default where the option is not set. Once it is, it has to be a time to wait:
 * an order must not end as unknown because an expression gave nothing.
 *
 * @throws Failure when it is not a time that a timer can take
 */
export function readTimeout(options: ItemFields): number {
	return options.read(timeoutName, timeoutKind, DEFAULT_TIMEOUT_MS);
}
