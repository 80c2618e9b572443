import type { IDataObject } from 'n8n-workflow';

import { readAs } from './read';
import { toIsoTime, toNumber, type Value } from '../realTypes';
import type { Connection } from '../wire/request';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Seconds by the exchange's names of intervals. */
export const INTERVALS: Readonly<Record<string, number>> = {
	'1m': MINUTE,
	'5m': 5 * MINUTE,
	'15m': 15 * MINUTE,
	'30m': 30 * MINUTE,
	'1h': HOUR,
	'4h': 4 * HOUR,
	'1d': DAY,
	'1w': 7 * DAY,
};

/** Which candles are asked for: the latest ones of a time range. Times are Unix seconds. */
export interface CandleSearch {
	readonly symbol: string;
	readonly interval: string;
	readonly from: number;
	readonly to: number;
	readonly limit: number;
	/** Milliseconds. */
	readonly timeout: number;
}

/** `[time, open, high, low, close, volume, trades]` */
type Row = readonly Value[];

/** Few enough for the exchange to give them all at once, many enough for few calls. */
const CANDLES_PER_CALL = 1_000;

/**
 * Reads candles from the newest to the oldest, so many at a time, and returns them oldest first.
 * Where a stretch has none, because nobody traded, whatever lies before it is asked for at once.
 * The exchange may give fewer at once than there are, the newest or the oldest of them.
 *
 * @throws Failure when they cannot be read
 */
export async function readCandles(
	connection: Connection,
	search: CandleSearch,
): Promise<IDataObject[]> {
	const { interval, from, to, limit } = search;
	const usualSpan = CANDLES_PER_CALL * secondsOf(interval);
	const stretches = new Stretches(connection, search);
	const found: Row[] = [];
	let span = usualSpan;
	for (let end = to; end >= from && found.length < limit;) {
		const start = Math.max(from, end - span + 1);
		const rows = await stretches.read(start, end);
		found.unshift(...rows);
		const earliest = rows[0];
		if (earliest === undefined && start === from) break;
		span = earliest === undefined ? Infinity : usualSpan;
		end = (earliest === undefined ? start : timeOf(earliest)) - 1;
	}
	return found.slice(-limit).map((row) => present(search.symbol, row));
}

/** Reads stretches of time up to their ends, also where one answer does not reach that far. */
class Stretches {
	/** The most rows of an answer that reached the end: no shorter answer is cut short. */
	private mostInFull = 0;

	constructor(
		private readonly connection: Connection,
		private readonly search: CandleSearch,
	) {}

	/**
	 * The candles that start between two times, oldest first. At the end of an answer that does not
	 * reach `to`, nobody traded, or the exchange has cut it: what comes next tells, unless answers as
	 * long as this one have proven to be whole.
	 */
	async read(from: number, to: number): Promise<Row[]> {
		const found: Row[] = [];
		let count = 0;
		for (let start = from; ;) {
			const rows = await readRows(this.connection, this.search, start, to);
			const newest = rows.at(-1);
			if (newest === undefined) break;
			found.push(...rows);
			count = rows.length;
			if (this.reaches(newest, to)) break;
			if (count < this.mostInFull) return found;
			start = timeOf(newest) + 1;
		}
		this.mostInFull = Math.max(this.mostInFull, count);
		return found;
	}

	private reaches(newest: Row, to: number): boolean {
		return timeOf(newest) + secondsOf(this.search.interval) > to;
	}
}

function secondsOf(interval: string): number {
	return INTERVALS[interval] ?? MINUTE;
}

/** The candles that start between two times, oldest first. */
async function readRows(
	connection: Connection,
	{ symbol, interval, timeout }: CandleSearch,
	from: number,
	to: number,
): Promise<Row[]> {
	const parameters = { from, to, resolution: interval, broker: 'NAMI_SPOT', symbol };
	const call = { path: '/api/v1/chart/history', parameters, isSigned: false, timeout };
	const rows = await readAs(connection, call, rowsOf);
	const byTime = new Map(rows.map((row) => [timeOf(row), row]));
	return [...byTime.values()]
		.filter((row) => timeOf(row) >= from && timeOf(row) <= to)
		.sort((a, b) => timeOf(a) - timeOf(b));
}

function rowsOf(data: unknown): Row[] | undefined {
	return Array.isArray(data) && data.every(Array.isArray) ? data : undefined;
}

function timeOf(row: Row): number {
	return Number(row[0]);
}

function present(symbol: string, row: Row): IDataObject {
	const [open, high, low, close, volume, trades] = row.slice(1).map(toNumber);
	return { symbol, time: toIsoTime(timeOf(row) * 1000), open, high, low, close, volume, trades };
}
