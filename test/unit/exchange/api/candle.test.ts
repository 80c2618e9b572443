import Big from 'big.js';
import fc from 'fast-check';
import { aggregate, candleOf, type Candle } from '../../../../nodes/NamiSpot/exchange/api/candle';
import {
	INTERVALS,
	RESOLUTIONS,
	type IntervalName,
} from '../../../../nodes/NamiSpot/exchange/api/candleIntervals';
import { formatDecimal } from '../../../../nodes/NamiSpot/exchange/decimal';

const ROW = [1_735_603_200, 1, '2.5', 0.5, '1.5', 10, 15.25] as const;

describe('a row', () => {
	test.each([
		['with numbers and text', ROW],
		['in milliseconds', [ROW[0] * 1000, ...ROW.slice(1)]],
		['with text for a time', [String(ROW[0]), ...ROW.slice(1)]],
	])('is read %s', (_, row) => {
		expect(candleOf(row)).toEqual({
			time: ROW[0],
			open: { units: 1n, scale: 0 },
			high: { units: 25n, scale: 1 },
			low: { units: 5n, scale: 1 },
			close: { units: 15n, scale: 1 },
			volume: { units: 10n, scale: 0 },
			quoteVolume: { units: 1525n, scale: 2 },
		});
	});

	test('may lack the quote volume', () => {
		expect(candleOf(ROW.slice(0, 6))).toMatchObject({ quoteVolume: undefined });
	});

	test.each([
		['half a second', [1_735_603_200_500, ...ROW.slice(1)]],
		['microseconds', [ROW[0] * 1e6 + 1, ...ROW.slice(1)]],
		['no time', [null, ...ROW.slice(1)]],
		['a date', ['2025-01-01', ...ROW.slice(1)]],
		['no price', [ROW[0], null, ...ROW.slice(2)]],
		['a symbol', [...ROW, 'ETHUSDT']],
		['a symbol in place of the volume', [...ROW.slice(0, 6), 'ETHUSDT']],
		['the twelve columns of another exchange', [...ROW, 1, 2, 3, 4, 5]],
		['too little', ROW.slice(0, 5)],
		['names', { time: ROW[0], open: 1, high: 1, low: 1, close: 1, volume: 1 }],
	])('with %s is none', (_, row) => {
		expect(candleOf(row)).toBeUndefined();
	});
});

/** When the candle starts that covers a time, by the calendar; both in seconds. */
const CALENDAR: Readonly<Record<IntervalName, (time: number) => number>> = {
	'1m': (time) => minuteOf(time, 1),
	'5m': (time) => minuteOf(time, 5),
	'15m': (time) => minuteOf(time, 15),
	'30m': (time) => minuteOf(time, 30),
	'1h': (time) => hourOf(time, 1),
	'4h': (time) => hourOf(time, 4),
	'1d': (time) => dayOf(time),
	'1w': (time) => {
		let day = dayOf(time);
		while (new Date(day * 1000).getUTCDay() !== 1) day -= 86_400;
		return day;
	},
	'1M': (time) => secondsOf(`${isoOf(time).slice(0, 8)}01T00:00Z`),
};
const isoOf = (time: number) => new Date(time * 1000).toISOString();
const secondsOf = (iso: string) => Date.parse(iso) / 1000;
const dayOf = (time: number) => secondsOf(`${isoOf(time).slice(0, 10)}T00:00Z`);
function hourOf(time: number, every: number): number {
	const hour = new Date(time * 1000).getUTCHours();
	return dayOf(time) + (hour - (hour % every)) * 3_600;
}
function minuteOf(time: number, every: number): number {
	const minute = new Date(time * 1000).getUTCMinutes();
	return hourOf(time, 1) + (minute - (minute % every)) * 60;
}

const names = Object.keys(INTERVALS) as IntervalName[];
const aTime = fc.integer({ min: 0, max: 4_000_000_000 });

test.each(names)('%s starts and ends by the calendar', (name) => {
	const { startOf, endOf } = INTERVALS[name];
	fc.assert(
		fc.property(aTime, (time) => {
			const start = startOf(time);
			expect(start).toBe(CALENDAR[name](time));
			expect(endOf(start)).toBeGreaterThan(time);
			expect(startOf(endOf(start) - 1)).toBe(start);
			expect(startOf(endOf(start))).toBe(endOf(start));
		}),
	);
});

const amount = fc.oneof(
	fc.double({ min: 0, max: 1e9, noNaN: true, noDefaultInfinity: true }),
	fc.integer({ min: 0, max: 1_000_000 }).map((units) => units / 1000),
);
const text = (value: number) => new Big(value).toFixed();

test.each(names)('candles of %s are made exactly', (name) => {
	const seconds = RESOLUTIONS[INTERVALS[name].resolution];
	const row = fc.tuple(
		fc.integer({ min: 20_000, max: 20_300 }),
		amount,
		amount,
		amount,
		amount,
		amount,
		amount,
	);
	fc.assert(
		fc.property(
			fc.uniqueArray(row, { selector: ([time]) => time, maxLength: 60 }),
			fc.boolean(),
			(rows, isTold) => {
				const read = rows.map(([time, ...values]) => {
					const columns = [time * seconds, ...values.map(text)];
					return candleOf(isTold ? columns : columns.slice(0, 6));
				});
				const made = aggregate(
					read.filter((candle): candle is Candle => candle !== undefined),
					name,
				).map(({ time, open, high, low, close, volume, quoteVolume }) => [
					time,
					...[open, high, low, close, volume].map(formatDecimal),
					quoteVolume && formatDecimal(quoteVolume),
				]);
				expect(made).toEqual(madeWithBig(name, seconds, rows, isTold));
			},
		),
	);
});

/** The same, another way: group by the calendar, then reduce each column with big.js. */
function madeWithBig(
	name: IntervalName,
	seconds: number,
	rows: ReadonlyArray<readonly number[]>,
	isTold: boolean,
): unknown[] {
	const groups = new Map<number, number[][]>();
	for (const [time = 0, ...values] of rows) {
		const start = CALENDAR[name](time * seconds);
		groups.set(start, [...(groups.get(start) ?? []), [time, ...values]]);
	}
	return [...groups]
		.sort(([a], [b]) => a - b)
		.map(([start, group]) => {
			const inOrder = group.sort(([a = 0], [b = 0]) => a - b);
			const column = (index: number) => inOrder.map((values) => new Big(values[index] ?? 0));
			const sum = (index: number) => column(index).reduce((a, b) => a.plus(b), new Big(0));
			const byValue = (index: number) => column(index).sort((a, b) => a.cmp(b));
			return [
				start,
				column(1).at(0)?.toFixed(),
				byValue(2).at(-1)?.toFixed(),
				byValue(3).at(0)?.toFixed(),
				column(4).at(-1)?.toFixed(),
				sum(5).toFixed(),
				isTold ? sum(6).toFixed() : undefined,
			];
		});
}
