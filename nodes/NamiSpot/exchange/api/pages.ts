import type { IDataObject } from 'n8n-workflow';

import { ordersOf } from '../orderRow';
import { pagesInOrder } from './pageWindows';
import { readAs, type ReadCall } from './read';
import type { Connection } from '../wire/request';

const LARGEST_PAGE = 100;
/** Repeated pages in a row that tell that the exchange does not page at all. */
const MOST_REPEATED_PAGES = 10;

export interface Paging {
	/** Entries a page, at most 100. */
	readonly pageSize?: number;
	/** About so many pages will be needed: they may be read side by side. Default 1. */
	readonly wanted?: number;
}

/**
 * The entries of a list that the exchange pages, newest first. Orders that arrive in between push
 * older ones to later pages, so an entry may come again, which is skipped, but none is missed.
 *
 * The list ends with an empty page, or one shorter than another before it. A page shorter than
 * asked for is no end, since the exchange may cut pages as it likes.
 */
export async function* entriesOf(
	connection: Connection,
	call: ReadCall,
	paging: Paging = {},
): AsyncGenerator<IDataObject, void> {
	let longest = 0;
	let repeated = 0;
	for await (const { entries, fresh } of pagesOf(connection, call, paging)) {
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
	{ pageSize = LARGEST_PAGE, wanted = 1 }: Paging = {},
): AsyncGenerator<Page, never> {
	const seen = new Set<string>();
	const read = async (page: number) => {
		const parameters = { ...call.parameters, pageSize, page };
		return await readAs(connection, { ...call, parameters }, ordersOf);
	};
	for await (const entries of pagesInOrder(read, wanted)) {
		const fresh: IDataObject[] = [];
		for (const entry of entries) {
			const id = idOf(entry);
			if (!seen.has(id)) fresh.push(entry);
			seen.add(id);
		}
		yield { entries, fresh };
	}
	throw new TypeError('The pages ended');
}

/** The first so many of a list's entries. */
export async function firstEntries(
	connection: Connection,
	call: ReadCall,
	limit: number,
): Promise<IDataObject[]> {
	const entries: IDataObject[] = [];
	const pageSize = Math.min(limit, LARGEST_PAGE);
	const paging = { pageSize, wanted: Math.ceil(limit / pageSize) };
	for await (const entry of entriesOf(connection, call, paging)) {
		if (entries.push(entry) >= limit) break;
	}
	return entries;
}

function idOf(entry: IDataObject): string {
	return String(entry._id ?? entry.displayingId ?? JSON.stringify(entry));
}
