import type { IDataObject } from 'n8n-workflow';

import { pagesOf } from '../exchange/api/pages';
import type { Connection } from '../exchange/wire/request';

/** For each answer. */
export const TIMEOUT_MS = 30_000;
/** Repeated pages in a row that tell that the exchange does not page at all. */
const MOST_REPEATED_PAGES = 10;

/**
 * Reads a signed list page by page, a page at a time, up to an empty one. Entries that arrive
 * meanwhile push others to the next page, so that those come twice; so do entries that the exchange
 * doubles. So how long a page is tells nothing: the exchange may cut pages as it likes, and put
 * doubles into them.
 */
export async function* readPages(
	connection: Connection,
	path: string,
	filter: IDataObject,
): AsyncGenerator<IDataObject[]> {
	const call = { path, parameters: filter, isSigned: true, timeout: TIMEOUT_MS };
	let repeated = 0;
	for await (const { entries, fresh } of pagesOf(connection, call)) {
		if (entries.length === 0) return;
		yield entries;
		repeated = fresh.length === 0 ? repeated + 1 : 0;
		if (repeated === MOST_REPEATED_PAGES) return;
	}
}

/** The exchange's id of an order or a trade; empty if it has none. */
export function entryId({ displayingId, _id: recordId }: IDataObject): string {
	return String(displayingId ?? recordId ?? '');
}
