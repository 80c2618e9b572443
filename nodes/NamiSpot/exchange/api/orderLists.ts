import type { IDataObject } from 'n8n-workflow';

import { ordersOf } from '../orderRow';
import { readAs } from './read';
import type { Connection } from '../wire/request';

/** The list of filled and canceled orders, newest first; the exchange pages it. */
export const HISTORY_PATH = '/api/v4/spot/history';

export interface OpenOrdersSearch {
	/** Only this one; all if it is undefined. */
	readonly symbol?: string | undefined;
	/** Milliseconds. */
	readonly timeout: number;
}

/**
 * Reads the account's open orders (`GET /api/v4/spot/open`), which come all at once.
 *
 * @throws Failure when they cannot be read
 */
export async function readOpenOrders(
	connection: Connection,
	{ symbol, timeout }: OpenOrdersSearch,
): Promise<IDataObject[]> {
	const parameters = { filterByPair: symbol };
	const call = { path: '/api/v4/spot/open', parameters, isSigned: true, timeout };
	return await readAs(connection, call, ordersOf);
}
