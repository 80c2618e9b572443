import type { INodeProperties } from 'n8n-workflow';

import type { Parameters } from './parameters';
import { invalidInput, quoted } from './readParameter';

/** *Return All* and *Limit*, for operations that return lists. */
export const listFields: INodeProperties[] = [
	{
		displayName: 'Return All',
		name: 'returnAll',
		type: 'boolean',
		default: false,
		description: 'Whether to return all results or only up to a given limit',
	},
	{
		displayName: 'Limit',
		name: 'limit',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 50,
		description: 'Max number of results to return',
		displayOptions: { show: { returnAll: [false] } },
	},
];

/**
 * How many entries an item asks for; Infinity for all.
 *
 * @throws Failure when the limit is not a whole number above zero
 */
export function readLimit(parameters: Parameters, item: number): number {
	if (parameters.getNodeParameter('returnAll', item, false) === true) return Infinity;
	return readCount(parameters, item, { name: 'limit', label: 'Limit', fallback: 50 });
}

/**
 * Reads a whole number above zero.
 *
 * @throws Failure when it is anything else
 */
export function readCount(
	parameters: Parameters,
	item: number,
	{ name, label, fallback }: { name: string; label: string; fallback: number },
): number {
	const given: unknown = parameters.getNodeParameter(name, item, fallback);
	const count = typeof given === 'string' && given.trim() !== '' ? Number(given) : given;
	if (typeof count === 'number' && Number.isSafeInteger(count) && count > 0) return count;
	throw invalidInput(
		name,
		item,
		`${label} is ${quoted(given)}, which is not a whole number above zero`,
		'Enter 1 or more',
	);
}
