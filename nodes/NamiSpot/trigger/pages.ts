import type { IDataObject } from 'n8n-workflow';

import { pagesOf } from '../exchange/api/pages';
import type { Connection } from '../exchange/wire/request';

/** For each answer. */
export const TIMEOUT_MS = 30_000;
/** Reads a signed list page by page. Yields all entries of a page, also those of a page before. */
export async function* readPages(
	connection: Connection,
	path: string,
	filter: IDataObject,
): AsyncGenerator<IDataObject[]> {
	const list = { path, parameters: filter, timeout: TIMEOUT_MS };
	for await (const { entries } of pagesOf(connection, list)) yield entries;
}

/** The exchange's id of an order or a trade; empty if it has none. */
export function entryId({ displayingId, _id: recordId }: IDataObject): string {
	return String(displayingId ?? recordId ?? '');
}
