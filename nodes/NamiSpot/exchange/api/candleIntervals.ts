const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const WEEK = 7 * DAY;
/** Unix time began on a Thursday. */
const FIRST_MONDAY = 4 * DAY;

/**
 * The resolutions of which the exchange is known to have candles: its own charts ask for no others,
 * and build the rest. Seconds by name.
 */
export const RESOLUTIONS = { '1m': MINUTE, '1h': HOUR, '1d': DAY } as const;

export type Resolution = keyof typeof RESOLUTIONS;

/** How candles of an interval come about. Times are Unix seconds. */
export interface Interval {
	readonly resolution: Resolution;
	/** How many candles of that resolution make one, at most. */
	readonly parts: number;
	/** When the candle starts that covers a time. */
	startOf(time: number): number;
	/** When the candle ends that starts at a time. */
	endOf(start: number): number;
}

function evenly(resolution: Resolution, parts: number, origin = 0): Interval {
	const length = parts * RESOLUTIONS[resolution];
	return {
		resolution,
		parts,
		startOf: (time) => Math.floor((time - origin) / length) * length + origin,
		endOf: (start) => start + length,
	};
}

/** Months of the calendar, in UTC. */
const MONTH: Interval = {
	resolution: '1d',
	parts: 31,
	startOf: (time) => monthAt(time, 0),
	endOf: (start) => monthAt(start, 1),
};

function monthAt(time: number, later: number): number {
	const date = new Date(time * 1000);
	return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + later) / 1000;
}

/** By length. The months are told from the minutes by their capital M. */
export const INTERVALS = {
	'1m': evenly('1m', 1),
	'5m': evenly('1m', 5),
	'15m': evenly('1m', 15),
	'30m': evenly('1m', 30),
	'1h': evenly('1h', 1),
	'4h': evenly('1h', 4),
	'1d': evenly('1d', 1),
	'1w': evenly('1d', WEEK / DAY, FIRST_MONDAY),
	'1M': MONTH,
} as const satisfies Readonly<Record<string, Interval>>;

export type IntervalName = keyof typeof INTERVALS;
