import type { IDataObject } from 'n8n-workflow';

/**
 * Entries sorted by a time, the newest first, in whatever order the exchange listed them. Those of
 * the same time keep their order, and so do those without one, at the end.
 *
 * @param timeOf Unix milliseconds; undefined for an entry without a time
 */
export function newestFirst(
	entries: readonly IDataObject[],
	timeOf: (entry: IDataObject) => number | undefined,
): IDataObject[] {
	return entries
		.map((entry) => ({ entry, time: timeOf(entry) ?? -Infinity }))
		.sort((a, b) => b.time - a.time || 0)
		.map(({ entry }) => entry);
}
