/** The middle of measured values, and where the quarters begin. */
export interface Quartiles {
	readonly low: number;
	readonly median: number;
	readonly high: number;
	readonly count: number;
}

export function quartiles(values: readonly number[]): Quartiles {
	const sorted = [...values].sort((a, b) => a - b);
	return {
		low: quantile(sorted, 0.25),
		median: quantile(sorted, 0.5),
		high: quantile(sorted, 0.75),
		count: sorted.length,
	};
}

export function median(values: readonly number[]): number {
	return quartiles(values).median;
}

function quantile(sorted: readonly number[], share: number): number {
	const at = (sorted.length - 1) * share;
	const below = sorted[Math.floor(at)] ?? Number.NaN;
	const above = sorted[Math.ceil(at)] ?? Number.NaN;
	return below + (above - below) * (at - Math.floor(at));
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
	return median(pairs);
}
