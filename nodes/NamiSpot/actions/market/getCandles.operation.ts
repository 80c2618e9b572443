import type { INodeProperties } from 'n8n-workflow';

import { INTERVALS, readCandles } from '../../exchange/api/candles';
import { clock } from '../../exchange/clock';
import { rangeFields, readRange } from '../../fields/dates';
import { listFields, readLimit } from '../../fields/list';
import type { Operation } from '../operation';
import { readOptions, timeoutOptionField } from '../../fields/readOptions';
import type { ItemFields } from '../../fields/itemFields';
import { symbolField } from '../../fields/symbol';

const intervalField: INodeProperties = {
	displayName: 'Interval',
	name: 'interval',
	type: 'options',
	options: [
		{ name: '1 Day', value: '1d' },
		{ name: '1 Hour', value: '1h' },
		{ name: '1 Minute', value: '1m' },
		{ name: '1 Week', value: '1w' },
		{ name: '15 Minutes', value: '15m' },
		{ name: '30 Minutes', value: '30m' },
		{ name: '4 Hours', value: '4h' },
		{ name: '5 Minutes', value: '5m' },
	],
	default: '1h',
	description: 'How much time each candle covers',
};

export const getCandles: Operation = {
	option: {
		name: 'Get Candles',
		value: 'getCandles',
		action: 'Get the candles of a market',
		description:
			'Get open, high, low and close prices, volume and number of trades of a market for each interval of a time range, oldest first',
	},
	fields: [
		symbolField('The market whose candles to read'),
		intervalField,
		...listFields,
		{
			displayName: 'Filters',
			name: 'filters',
			type: 'collection',
			placeholder: 'Add filter',
			default: {},
			options: Object.values(
				rangeFields({
					from: 'Return candles that start at this time or later. Without it, the latest ones up to Limit are returned.',
					to: 'Return candles that start at this time or earlier. Without it, up to now, with the candle that is still running.',
				}),
			),
		},
		timeoutOptionField,
	],
	isRead: true,

	async execute(run, item) {
		const fields = run.fields(item);
		const symbol = fields.symbol();
		const interval = fields.choice(intervalField, Object.keys(INTERVALS));
		const limit = readLimit(fields);
		const range = readSeconds(fields, { interval, limit });
		const { timeout } = readOptions(fields);
		const search = { symbol, interval, ...range, limit, timeout };
		return await readCandles(await run.connection(), search);
	},
};

/** The range in Unix seconds; without a start it is as long as the limit needs. */
function readSeconds(
	fields: ItemFields,
	{ interval, limit }: { interval: string; limit: number },
): { from: number; to: number } {
	const filters = fields.filters();
	const range = readRange(filters);
	const to = Math.floor((range.to ?? clock.now()) / 1000);
	if (range.from !== undefined) return { from: Math.ceil(range.from / 1000), to };
	const length = limit * (INTERVALS[interval] ?? Infinity);
	if (Number.isFinite(length)) return { from: Math.max(0, to - length + 1), to };
	throw filters.invalid(
		{ name: 'from' },
		'Return All needs a start for the candles',
		'Add the filter From, or turn off Return All and set a Limit',
	);
}
