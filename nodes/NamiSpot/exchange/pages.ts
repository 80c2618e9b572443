import type { IDataObject } from 'n8n-workflow';

import { ordersOf } from './orders';
import { readAs, type ReadCall } from './read';
import type { Connection } from './request';

export const LARGEST_PAGE = 100;
/** Repeated pages in a row that tell that the exchange does not page at all. */
const MOST_REPEATED_PAGES = 10;

/**
 * The entries of a list that the exchange pages, newest first. Orders that arrive in between push
 * older ones to later pages, so an entry may come again, which is skipped, but none is missed.
 * That holds only if each page is asked for after the one before has arrived. It costs no speed:
 * round trips below a second and a half use up all calls that the pacing allows.
 *
 * The list ends with an empty page, or one shorter than another before it. A page shorter than
 * asked for is no end, since the exchange may cut pages as it likes.
 */
export async function* entriesOf(
	connection: Connection,
	call: ReadCall,
	pageSize = LARGEST_PAGE,
): AsyncGenerator<IDataObject, void> {
	let longest = 0;
	let repeated = 0;
	for await (const { entries, fresh } of pagesOf(connection, call, pageSize)) {
		yield* fresh;
		if (entries.length === 0 || entries.length < longest) return;
		longest = entries.length;
		repeated = fresh.length === 0 ? repeated + 1 : 0;
		if (repeated === MOST_REPEATED_PAGES) return;
	}
}

/** A page of a list. */
export interface Page {
	readonly entries: IDataObject[];
	/** Those that no page before it had, each once. */
	readonly fresh: IDataObject[];
}

/**
 * The pages of a list, without end: where it is, the caller has to tell.
 *
 * @throws Failure when a page cannot be read
 */
export async function* pagesOf(
	connection: Connection,
	call: ReadCall,
	pageSize: number,
): AsyncGenerator<Page, never> {
	const seen = new Set<string>();
	for (let page = 1; ; page += 1) {
		const parameters = { ...call.parameters, pageSize, page };
		const entries = await readAs(connection, { ...call, parameters }, ordersOf);
		const fresh: IDataObject[] = [];
		for (const entry of entries) {
			const id = idOf(entry);
			if (!seen.has(id)) fresh.push(entry);
			seen.add(id);
		}
		yield { entries, fresh };
	}
}

/** The first so many of a list's entries. */
export async function firstEntries(
	connection: Connection,
	call: ReadCall,
	limit: number,
): Promise<IDataObject[]> {
	const entries: IDataObject[] = [];
	for await (const entry of entriesOf(connection, call, Math.min(limit, LARGEST_PAGE))) {
		if (entries.push(entry) >= limit) break;
	}
	return entries;
}

function idOf(entry: IDataObject): string {
	return String(entry._id ?? entry.displayingId ?? JSON.stringify(entry));
}
