import type { IDataObject } from 'n8n-workflow';

import { pagesOf } from '../exchange/pages';
import type { Connection } from '../exchange/request';

/** For each answer. */
export const TIMEOUT_MS = 30_000;
/** The exchange cuts long pages silently; to fewer entries than its default it hardly does. */
const SMALLEST_PAGE_LIMIT = 20;

/**
 * Reads a signed list page by page, a page at a time. Entries that arrive meanwhile push others to
 * the next page, so that those come twice; so do entries that the exchange doubles. The end is a
 * short page, or one that brings nothing new: mostly the first, which makes for one call a poll.
 */
export async function* readPages(
	connection: Connection,
	path: string,
	filter: IDataObject,
): AsyncGenerator<IDataObject[]> {
	const call = { path, parameters: filter, isSigned: true, timeout: TIMEOUT_MS };
	for await (const { entries, fresh } of pagesOf(connection, call)) {
		yield entries;
		if (entries.length < SMALLEST_PAGE_LIMIT || fresh.length === 0) return;
	}
}

/** The exchange's id of an order or a trade; empty if it has none. */
export function entryId({ displayingId, _id: recordId }: IDataObject): string {
	return String(displayingId ?? recordId ?? '');
}
