import type { Market } from '../engine/market';
import { randomOf } from '../support/random';

/** `[time s, open, high, low, close, volume in base, volume in quote]` */
export type Candle = readonly [number, number, number, number, number, number, number];

export interface CandleRange {
	readonly from: number;
	readonly to: number;
	/** The length of a candle. */
	readonly seconds: number;
	readonly now: number;
	readonly seed: number;
}

const MOST_CANDLES = 5000;
const SWING = 0.02;

/** Candles of a made-up past that depends on nothing but seed, symbol and time; the running one closes at the last price. */
export function candlesOf(market: Market, range: CandleRange): Candle[] {
	const { from, to, seconds, now } = range;
	const first = Math.ceil(from / seconds) * seconds;
	const last = Math.floor(Math.min(to, now) / seconds) * seconds;
	const start = Math.max(first, last - (MOST_CANDLES - 1) * seconds);
	if (market.last === undefined || start > last) return [];
	const count = (last - start) / seconds + 1;
	return Array.from({ length: count }, (_, index) =>
		candleAt(market, start + index * seconds, range),
	);
}

function candleAt(market: Market, time: number, range: CandleRange): Candle {
	const { seconds, now } = range;
	const open = priceAt(market, time, range);
	const isRunning = time + seconds > now;
	const close = isRunning ? Number(market.last ?? 0) : priceAt(market, time + seconds, range);
	const random = randomOf(range.seed, `${market.symbol}${time}/${seconds}`);
	const high = Math.max(open, close) * (1 + random.fraction() * SWING);
	const low = Math.min(open, close) * (1 - random.fraction() * SWING);
	const volume = rounded(random.fraction() * 1000);
	const average = low + random.fraction() * (high - low);
	return [time, open, rounded(high), rounded(low), close, volume, rounded(volume * average)];
}

function priceAt(market: Market, time: number, { seed }: CandleRange): number {
	const swing = (randomOf(seed, `${market.symbol}@${time}`).fraction() - 0.5) * 2 * SWING;
	return rounded(Number(market.start ?? 0) * (1 + swing));
}

function rounded(value: number): number {
	return Number(value.toPrecision(8));
}
