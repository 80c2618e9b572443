import type { Candle } from './candle';

/** Few enough for the exchange to give them all at once, many enough for few calls. */
const CANDLES_PER_CALL = 1_000;
/** An answer with fewer candles than a call could have brought by this factor is followed by a longer stretch. */
const STRETCH = 8;

/** The candles that start between two times (Unix seconds), both included. */
export type ReadCandles = (from: number, to: number) => Promise<readonly Candle[]>;

/** A walk over time, in Unix seconds: forwards if `near` is before `far`, else backwards. */
export interface Walk {
	readonly near: number;
	readonly far: number;
	/** The length of a candle. */
	readonly seconds: number;
	/** How many candles are wanted at first. */
	readonly wanted: number;
}

/**
 * Reads candles from one time on towards another, a stretch at a time, without gaps and doubles.
 * Where few or none are found, because nobody traded, the stretches become longer. The exchange may
 * give fewer at once than there are, the newest or the oldest of them: an answer that is no shorter
 * than all others and leaves a gap at its near end is asked for what lies in that gap, and if there
 * is something, shorter stretches follow.
 *
 * @throws what `read` throws
 */
export async function* walkCandles(
	read: ReadCandles,
	{ near, far, seconds, wanted }: Walk,
): AsyncGenerator<readonly Candle[], void> {
	const sign = near <= far ? 1 : -1;
	/** Times as distances in the direction of the walk. */
	const distanceOf = ({ time }: Candle): number => time * sign;
	const readBetween = async (start: number, stop: number): Promise<Candle[]> => {
		const found = await (sign > 0 ? read(start, stop) : read(-stop, -start));
		return [...found].sort((a, b) => distanceOf(a) - distanceOf(b));
	};

	const end = far * sign;
	let capacity = CANDLES_PER_CALL;
	let span = Math.min(capacity, wanted);
	let longest = 0;
	let isNarrowing = false;
	for (let start = near * sign; start <= end;) {
		const stop = Math.min(end, start + span * seconds - 1);
		const found = await readBetween(start, stop);
		longest = Math.max(longest, found.length);
		const mayBeCut = found.length === longest;
		const [first] = found;
		const last = found.at(-1);
		if (first === undefined || last === undefined) {
			start = stop + 1;
			span = isNarrowing ? Math.max(capacity, Math.floor(span / 2)) : span * STRETCH;
			continue;
		}

		const hasGap = distanceOf(first) - start >= seconds;
		if (mayBeCut && hasGap && span > found.length) {
			const missing = await readBetween(start, distanceOf(first) - 1);
			if (missing.length > 0) {
				capacity = Math.min(capacity, found.length);
				isNarrowing = span > CANDLES_PER_CALL;
				span = isNarrowing ? Math.max(capacity, Math.floor(span / 2)) : capacity;
				continue;
			}
		}
		yield found;
		isNarrowing = false;
		start = mayBeCut ? distanceOf(last) + seconds : stop + 1;
		if (found.length * STRETCH < capacity) span *= STRETCH;
	}
}
