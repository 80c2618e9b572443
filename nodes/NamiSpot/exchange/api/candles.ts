import type { IDataObject } from 'n8n-workflow';

import { clock } from '../clock';
import { toIsoTime, nearestNumber } from '../realTypes';
import { Failure } from '../reply/failure';
import type { Connection } from '../wire/request';
import { aggregate, candleOf, type Candle } from './candle';
import { INTERVALS, RESOLUTIONS, type IntervalName, type Resolution } from './candleIntervals';
import { walkCandles } from './candleWalk';
import { readFromChartHost } from './chartHosts';
import { readAs } from './read';
import { readAboutSymbol, type MarketSearch } from './symbols';

/** Which candles are asked for. Times are Unix seconds. */
export interface CandleSearch extends MarketSearch {
	readonly interval: IntervalName;
	/** The first ones from there on; undefined: the latest ones. */
	readonly from: number | undefined;
	/** None that starts later. */
	readonly to: number;
	/** Infinity for all. */
	readonly limit: number;
}

/**
 * Reads candles of an interval, oldest first, out of those that the exchange has: of a minute, an
 * hour, and a day.
 *
 * @throws Failure when they cannot be read; `not_found` for a symbol that does not exist
 */
export async function readCandles(connection: Connection, search: CandleSearch): Promise<Candle[]> {
	return await readAboutSymbol(connection, search.symbol, readThem(connection, search));
}

async function readThem(connection: Connection, search: CandleSearch): Promise<Candle[]> {
	const { interval, from, limit } = search;
	const { resolution, parts, startOf } = INTERVALS[interval];
	const { first, end } = boundsOf(search);
	if (first !== undefined && first > end) return [];
	const isMade = parts > 1;
	/** Where the walk breaks off, it may be in the middle of a candle. */
	const needed = isMade ? limit + 1 : limit;
	const walk = {
		...(first === undefined ? { near: end, far: 0 } : { near: first, far: end }),
		seconds: RESOLUTIONS[resolution],
		wanted: needed * parts,
	};
	const read = async (start: number, stop: number) =>
		await readRows(connection, search, start, stop);

	const found: Candle[] = [];
	const starts = new Set<number>();
	for await (const candles of walkCandles(read, walk)) {
		found.push(...candles);
		for (const { time } of candles) starts.add(isMade ? startOf(time) : time);
		if (starts.size >= needed) break;
	}
	const candles = isMade ? aggregate(found, interval) : found.sort((a, b) => a.time - b.time);
	return from === undefined ? candles.slice(-limit) : candles.slice(0, limit);
}

/** Between which times the exchange's candles start that are needed; no start: back to the first. */
function boundsOf({ interval, from, to }: CandleSearch): {
	first: number | undefined;
	end: number;
} {
	const { parts, startOf, endOf } = INTERVALS[interval];
	if (parts === 1) return { first: from, end: to };
	const now = Math.floor(clock.now() / 1000);
	const end = Math.min(endOf(startOf(to)) - 1, Math.max(to, now));
	if (from === undefined) return { first: undefined, end };
	const start = startOf(from);
	return { first: start < from ? endOf(start) : start, end };
}

/** Reads the exchange's candles that start between two times (`GET /api/v1/chart/history`). */
async function readRows(
	connection: Connection,
	{ symbol, interval, timeout }: CandleSearch,
	from: number,
	to: number,
): Promise<Candle[]> {
	const { resolution, parts } = INTERVALS[interval];
	const parameters = { from, to, resolution, broker: 'NAMI_SPOT', symbol };
	const call = { path: '/api/v1/chart/history', parameters, isSigned: false, timeout };
	const candles = await readFromChartHost(
		connection,
		async (host, isOnce) => {
			const found = await readAs(host, { ...call, isOnce }, candlesOf);
			requireSpacing(found, resolution, parts > 1);
			return found;
		},
		(found) => found.length > 0,
	);
	const byTime = new Map(candles.map((candle) => [candle.time, candle]));
	return [...byTime.values()].filter(({ time }) => time >= from && time <= to);
}

function candlesOf(data: unknown): Candle[] | undefined {
	if (!Array.isArray(data)) return undefined;
	const candles = data.map(candleOf).filter((candle) => candle !== undefined);
	return candles.length === data.length ? candles : undefined;
}

/** Where days begin is the exchange's to say, on a full hour, unless weeks and months are made of them. */
function requireSpacing(
	candles: readonly Candle[],
	resolution: Resolution,
	areParts: boolean,
): void {
	const spacing = areParts ? RESOLUTIONS[resolution] : Math.min(RESOLUTIONS[resolution], 3600);
	const [first] = candles;
	const isOff = ({ time }: Candle) =>
		time % spacing !== 0 || (time - (first?.time ?? 0)) % RESOLUTIONS[resolution] !== 0;
	const odd = candles.find(isOff);
	if (odd === undefined) return;
	throw new Failure(
		{ reason: 'unreadable_answer', resolution, time: toIsoTime(odd.time * 1000) },
		`The exchange returned candles of another interval than ${resolution}`,
		'Choose another interval, and please report this to the authors of the node',
	);
}

/** A candle as an item shows it. */
export function presentCandle(symbol: string, candle: Candle): IDataObject {
	const { time, open, high, low, close, volume, quoteVolume } = candle;
	return {
		symbol,
		time: toIsoTime(time * 1000),
		open: nearestNumber(open),
		high: nearestNumber(high),
		low: nearestNumber(low),
		close: nearestNumber(close),
		volume: nearestNumber(volume),
		...(quoteVolume !== undefined && { quoteVolume: nearestNumber(quoteVolume) }),
	};
}
