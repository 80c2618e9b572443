import type { INodeProperties } from 'n8n-workflow';

import type { ItemFields } from './itemFields';

const returnAllField: INodeProperties = {
	displayName: 'Return All',
	name: 'returnAll',
	type: 'boolean',
	default: false,
	description: 'Whether to return all results or only up to a given limit',
};

const limitField: INodeProperties = {
	displayName: 'Limit',
	name: 'limit',
	type: 'number',
	typeOptions: { minValue: 1 },
	default: 50,
	description: 'Max number of results to return',
	displayOptions: { show: { returnAll: [false] } },
};

export const listFields: INodeProperties[] = [returnAllField, limitField];

/**
 * How many entries an item asks for; Infinity for all.
 *
 * @throws Failure when the limit is not a whole number above zero
 */
export function readLimit(fields: ItemFields): number {
	if (fields.boolean(returnAllField, false)) return Infinity;
	return fields.count(limitField, { fallback: 50 });
}
