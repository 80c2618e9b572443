import type { IDataObject } from 'n8n-workflow';

import { HISTORY_PATH, readOpenOrders } from './orderLists';
import { entriesOf } from './pages';
import type { Connection } from '../wire/request';

/**
 * Looks for one order of the account, among the open ones and then in the history, the newest first.
 * Without its symbol the search goes through all symbols. Undefined if the exchange lists no such order.
 *
 * @throws Failure when the lists cannot be read
 */
export async function findOrder(
	connection: Connection,
	{ id, symbol, timeout }: { id: string; symbol: string | undefined; timeout: number },
): Promise<IDataObject | undefined> {
	const isIt = ({ displayingId }: IDataObject) => String(displayingId) === id;
	const open = await readOpenOrders(connection, { symbol, timeout });
	const openOrder = open.find(isIt);
	if (openOrder !== undefined) return openOrder;

	const history = { path: HISTORY_PATH, parameters: { symbol }, isSigned: true, timeout };
	for await (const order of entriesOf(connection, history)) {
		if (isIt(order)) return order;
	}
	return undefined;
}
