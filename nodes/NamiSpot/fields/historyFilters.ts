import type { ListFilters } from '../exchange/api/orders';
import type { INodeProperties } from 'n8n-workflow';

import { rangeFields, readRange } from './dateRange';
import type { ItemFields } from './itemFields';
import { filtersField } from './options';
import { sideField, sideProperty } from './side';
import { symbolField } from './symbol';

export const optionalSymbolField = symbolField(
	'The market of the orders or trades. Leave it empty for all markets.',
	false,
);

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
		filtersField([
			range.from,
			{ ...hideCanceledField, displayOptions: hideCanceledShows },
			sideProperty('Return only buy orders, or only sell orders'),
			range.to,
		]),
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
