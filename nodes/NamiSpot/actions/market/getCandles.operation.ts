import { presentCandle, readCandles } from '../../exchange/api/candles';
import { clock } from '../../exchange/clock';
import { rangeFields, readRange } from '../../fields/dateRange';
import { intervalField, intervalKind } from '../../fields/interval';
import type { ItemFields } from '../../fields/itemFields';
import { listFields, readLimit } from '../../fields/list';
import type { Operation } from '../operation';
import { filtersField } from '../../fields/options';
import { readOptions, timeoutOptionField } from '../../fields/readOptions';
import { symbolField } from '../../fields/symbol';

export const getCandles: Operation = {
	option: {
		name: 'Get Candles',
		value: 'getCandles',
		action: 'Get candles',
		description:
			'Get the candles of a market, oldest first: open, high, low and close price, and the volume in base and quote asset',
	},
	fields: [
		symbolField('The market whose candles to read'),
		intervalField,
		...listFields,
		filtersField(
			Object.values(
				rangeFields({
					from: 'Return candles that start at this time or later, oldest first, up to Limit. Without it, the latest candles are returned, up to Limit.',
					to: 'Return candles that start at this time or earlier. Without it, up to now, including the candle that is still open.',
				}),
			),
		),
		timeoutOptionField,
	],
	isRead: true,

	async execute(run) {
		const { fields } = run;
		const symbol = fields.symbol();
		const interval = fields.read(intervalField, intervalKind);
		const limit = readLimit(fields);
		const range = readSeconds(fields, limit);
		const { timeout } = readOptions(fields);
		const search = { symbol, interval, ...range, limit, timeout };
		const candles = await readCandles(await run.publicConnection(), search);
		return candles.map((candle) => presentCandle(symbol, candle));
	},
};

/** The range in Unix seconds. */
function readSeconds(fields: ItemFields, limit: number): { from: number | undefined; to: number } {
	const filters = fields.filters();
	const { from, to = clock.now() } = readRange(filters);
	if (from === undefined && limit === Infinity) {
		throw filters.invalid(
			{ name: 'from' },
			'Return All needs a start for the candles',
			'Add the filter From, or turn off Return All and set a Limit',
		);
	}
	return { from: from && Math.ceil(from / 1000), to: Math.floor(to / 1000) };
}
