import type { IDataObject } from 'n8n-workflow';

/** Reads a page of a list; the first is 1. */
export type ReadPage = (page: number) => Promise<IDataObject[]>;

/** Fewer pages than these take as many round trips side by side as one after another. */
const SMALLEST_WINDOW = 4;
/** Enough to keep the calls that pacing allows in flight. */
const LARGEST_WINDOW = 8;

/**
 * The pages of a list in their order, without end: the first `wanted` side by side where that is
 * faster, the others one after another.
 *
 * The exchange may answer pages that are asked for side by side in any order, and an entry that
 * arrives in the meantime pushes older ones to later pages: one could slip through between two
 * answers. So the last page of a window is read before the others and again after them. If it is
 * the same, nothing was pushed, and the window is exact. If not, its pages are read again one after
 * another, which may show an entry twice but misses none. So it goes on, too, if the last page of a
 * window cannot be read: it may lie beyond the end of the list, where nobody needs it.
 */
export async function* pagesInOrder(
	read: ReadPage,
	wanted: number,
): AsyncGenerator<IDataObject[], never> {
	const first = await read(1);
	yield first;
	const second = await read(2);
	yield second;
	const goesOn = second.length === first.length;
	let page = goesOn ? yield* windows(read, 3, wanted) : 3;
	for (; ; page += 1) yield await read(page);
}

/** Pages in windows, as long as enough are wanted and there, and nothing is pushed; returns the page after them. */
async function* windows(
	read: ReadPage,
	first: number,
	wanted: number,
): AsyncGenerator<IDataObject[], number> {
	let next = first;
	let last = lastOfWindow(next, SMALLEST_WINDOW, wanted);
	let before = await readAhead(read, last);
	while (last && before && before.length > 0) {
		const others = await sideBySide(read, range(next, last - 1));
		const following = lastOfWindow(last + 1, LARGEST_WINDOW, wanted);
		const [after, beforeFollowing] = await Promise.all([
			readAhead(read, last),
			readAhead(read, following),
		]);
		if (!isSame(before, after)) break;
		yield* others;
		yield before;
		next = last + 1;
		last = following;
		before = beforeFollowing;
	}
	return next;
}

/** Undefined if too few pages are wanted for a window. */
function lastOfWindow(first: number, size: number, wanted: number): number | undefined {
	const last = Math.min(first + size - 1, wanted);
	return last - first + 1 < SMALLEST_WINDOW ? undefined : last;
}

function range(first: number, last: number): number[] {
	return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

/** A page that may turn out not to be needed; undefined if it cannot be read. */
async function readAhead(
	read: ReadPage,
	page: number | undefined,
): Promise<IDataObject[] | undefined> {
	return page === undefined ? undefined : await read(page).catch(() => undefined);
}

/** Leaves no request behind when one of them rejects. */
async function sideBySide(read: ReadPage, pages: number[]): Promise<IDataObject[][]> {
	const reading = pages.map(read);
	await Promise.allSettled(reading);
	return await Promise.all(reading);
}

function isSame(page: IDataObject[], again: IDataObject[] | undefined): boolean {
	return JSON.stringify(page) === JSON.stringify(again);
}
