import { add, max, min, parseDecimal, type Decimal } from '../decimal';
import { SECONDS_END } from '../orderRow';
import { nearestNumber } from '../realTypes';
import { INTERVALS, type IntervalName } from './candleIntervals';

export interface Candle {
	/** When it starts, in Unix seconds. */
	readonly time: number;
	readonly open: Decimal;
	readonly high: Decimal;
	readonly low: Decimal;
	readonly close: Decimal;
	/** In the base asset. */
	readonly volume: Decimal;
	/** In the quote asset; undefined if the exchange does not tell it. */
	readonly quoteVolume: Decimal | undefined;
}

/**
 * Reads `[time, open, high, low, close, volume, quote volume]`, the time in Unix seconds or
 * milliseconds; the last may be missing. Undefined for anything else.
 */
export function candleOf(row: unknown): Candle | undefined {
	if (!Array.isArray(row) || row.length < 6 || row.length > 7) return undefined;
	const [time, open, high, low, close, volume, quoteVolume] = row.map(parseDecimal);
	if (
		time === undefined ||
		open === undefined ||
		high === undefined ||
		low === undefined ||
		close === undefined ||
		volume === undefined ||
		(row.length === 7 && quoteVolume === undefined)
	) {
		return undefined;
	}
	const given = nearestNumber(time);
	const seconds = given >= SECONDS_END ? given / 1000 : given;
	if (!Number.isSafeInteger(seconds)) return undefined;
	return { time: seconds, open, high, low, close, volume, quoteVolume };
}

/** Candles of an interval, oldest first, out of those of its resolution, whatever their order. */
export function aggregate(candles: readonly Candle[], interval: IntervalName): Candle[] {
	const { startOf } = INTERVALS[interval];
	const made = new Map<number, Candle>();
	for (const candle of [...candles].sort((a, b) => a.time - b.time)) {
		const time = startOf(candle.time);
		const before = made.get(time);
		made.set(time, before === undefined ? { ...candle, time } : join(before, candle));
	}
	return [...made.values()];
}

function join(before: Candle, next: Candle): Candle {
	return {
		time: before.time,
		open: before.open,
		high: max(before.high, next.high),
		low: min(before.low, next.low),
		close: next.close,
		volume: add(before.volume, next.volume),
		quoteVolume:
			before.quoteVolume && next.quoteVolume && add(before.quoteVolume, next.quoteVolume),
	};
}
