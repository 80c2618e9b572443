import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { rangeFields, readRange } from './dates';
import type { ItemFields } from './itemFields';
import { sideField, sideOptions } from './side';
import { symbolField } from './symbol';

/** Which of the account's orders or fills are asked for. Times are Unix milliseconds. */
export interface HistoryFilters {
	readonly symbol: string | undefined;
	readonly side: string | undefined;
	readonly hideCanceled: boolean;
	readonly from: number | undefined;
	readonly to: number | undefined;
}

export const optionalSymbolField: INodeProperties = {
	...symbolField('The market to look at. Leave it empty for all markets.'),
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
					description: 'Return only orders that buy, or only orders that sell',
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
export function readFilters(fields: ItemFields): HistoryFilters {
	const filters = fields.filters();
	return {
		symbol: fields.optionalSymbol(),
		side: filters.isSet(sideField) ? filters.side() : undefined,
		hideCanceled: filters.boolean(hideCanceledField, false),
		...readRange(filters),
	};
}

/** The filters as `GET /api/v4/spot/history` and `/trade` take them. */
export function filterParameters(filters: HistoryFilters): IDataObject {
	const { symbol, side, hideCanceled, from, to } = filters;
	return {
		side,
		symbol,
		hideCanceled: hideCanceled || undefined,
		timeFrom: isoTime(from),
		timeTo: isoTime(to),
	};
}

function isoTime(ms: number | undefined): string | undefined {
	return ms === undefined ? undefined : new Date(ms).toISOString();
}
