import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { isRecord } from '../exchange/guards';
import { rangeFields, readRange } from './dates';
import { invalidInput, isBlank, quoted, readOptionalSymbol } from './readParameter';
import { sideOptions } from './side';
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
				{
					displayName: 'Hide Canceled',
					name: 'hideCanceled',
					type: 'boolean',
					default: true,
					description: 'Whether to leave out canceled orders',
					displayOptions: hideCanceledShows,
				},
				{
					displayName: 'Side',
					name: 'side',
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
export function readFilters(context: IExecuteFunctions, item: number): HistoryFilters {
	const given: unknown = context.getNodeParameter('filters', item, {});
	const filters = isRecord(given) ? given : {};
	return {
		symbol: readOptionalSymbol(context, item),
		side: readSide(filters.side, item),
		hideCanceled: filters.hideCanceled === true,
		...readRange(context, item, filters),
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

function readSide(given: unknown, item: number): string | undefined {
	if (isBlank(given)) return undefined;
	const side = String(given).trim().toUpperCase();
	if (side === 'BUY' || side === 'SELL') return side;
	const message = `Side is ${quoted(given)}, which is neither BUY nor SELL`;
	throw invalidInput('side', item, message, 'Use BUY or SELL, or remove the filter for both');
}
