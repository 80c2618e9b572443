import type { ListFilters } from '../exchange/api/orders';
import type { INodeProperties } from 'n8n-workflow';

import { rangeFields, readRange } from './dateRange';
import type { ItemFields } from './itemFields';
import { sideField, sideOptions } from './side';
import { symbolField } from './symbol';

export const optionalSymbolField: INodeProperties = {
	...symbolField('The market of the orders or trades. Leave it empty for all markets.'),
	required: false,
};

const range = rangeFields({
	from: 'Return only what was created at this time or later',
	to: 'Return only what was created at this time or earlier',
});

const hideCanceledField: INodeProperties = {
	displayName: 'Hide Canceled',
	name: 'hideCanceled',
	type: 'boolean',
	default: true,
	description: 'Whether to leave out canceled orders',
};

/** The filters that orders and fills share; `hideCanceled` may be shown under conditions. */
export function filterFields(
	hideCanceledShows: INodeProperties['displayOptions'] = {},
): INodeProperties[] {
	return [
		optionalSymbolField,
		{
			displayName: 'Filters',
			name: 'filters',
			type: 'collection',
			placeholder: 'Add filter',
			default: {},
			options: [
				range.from,
				{ ...hideCanceledField, displayOptions: hideCanceledShows },
				{
					...sideField,
					type: 'options',
					options: sideOptions,
					default: 'BUY',
					description: 'Return only buy orders, or only sell orders',
				},
				range.to,
			],
		},
	];
}

/**
 * Reads the filters of an item.
 *
 * @throws Failure when one of them cannot be used
 */
export function readFilters(fields: ItemFields): ListFilters {
	const filters = fields.filters();
	return {
		symbol: fields.optionalSymbol(),
		side: filters.isSet(sideField) ? filters.side() : undefined,
		hideCanceled: filters.boolean(hideCanceledField, false),
		...readRange(filters),
	};
}
