import { median, quantile } from 'simple-statistics';

/** The middle of measured values, and where the quarters begin. */
export interface Quartiles {
	readonly low: number;
	readonly median: number;
	readonly high: number;
	readonly count: number;
}

/** @throws Error without any value */
export function quartiles(values: readonly number[]): Quartiles {
	const [low = NaN, median = NaN, high = NaN] = quantile([...values], [0.25, 0.5, 0.75]);
	return { low, median, high, count: values.length };
}

/**
 * The median of the ratios of what was measured in the same round, which is steadier than the ratio
 * of the medians on a machine that is now fast, now slow.
 */
export function ratio(values: readonly number[], reference: readonly number[]): number {
	const pairs = values.flatMap((value, round) => {
		const other = reference[round];
		return other === undefined ? [] : [value / other];
	});
	return pairs.length === 0 ? NaN : median(pairs);
}
