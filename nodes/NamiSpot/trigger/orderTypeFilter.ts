import type { IDataObject } from 'n8n-workflow';

import { numberOf } from '../exchange/guards';
import { HISTORY_PATH, readOpenOrders } from '../exchange/api/orders';
import { timeOf } from '../exchange/orderRow';
import { entryId, readPages, TIMEOUT_MS } from './pages';
import type { Look } from './source';
import { LARGEST_LAG_MS } from './timeline';

const MOST_ORDERS_READ = 500;
const MARGIN_MS = 1_000;

/** Which trades pass the filter Order Types. */
export interface Sorted {
	readonly passing: IDataObject[];
	/**
	 * Lists may be late to show their orders: a later poll will tell. By trade, since when they have
	 * been looked for, in Unix milliseconds.
	 */
	readonly undecided: Readonly<Record<string, number>>;
}

/**
 * Sorts trades by the type of their order, which they do not carry. One whose order is not found
 * passes: telling one too many is better than one too few.
 */
export async function sortByOrderType(
	look: Look,
	trades: IDataObject[],
	lookedForSince: Readonly<Record<string, unknown>> = {},
): Promise<Sorted> {
	const { now, settings } = look;
	if (settings.orderTypes.length === 0 || trades.length === 0) {
		return { passing: trades, undecided: {} };
	}
	const orders = await findOrders(look, trades);
	const undecided: Record<string, number> = {};
	const passing = trades.filter((trade) => {
		const order = orders.get(orderIdOf(trade));
		if (order !== undefined) return settings.matches({ ...trade, type: order.type });
		const since = numberOf(lookedForSince[entryId(trade)]) ?? now;
		const isWaiting = since > now - LARGEST_LAG_MS && since <= now;
		if (isWaiting) undecided[entryId(trade)] = since;
		else report(look, trade);
		return !isWaiting;
	});
	return { passing, undecided };
}

/** Among the open orders, then in history from the newest trade back. */
async function findOrders(
	look: Look,
	trades: readonly IDataObject[],
): Promise<Map<string, IDataObject>> {
	const wanted = new Set(trades.map(orderIdOf));
	const found = new Map<string, IDataObject>();
	const note = (order: IDataObject) => {
		if (wanted.delete(entryId(order))) found.set(entryId(order), order);
	};
	(await readOpenOrders(look.connection, { timeout: TIMEOUT_MS })).value.forEach(note);
	if (wanted.size === 0) return found;
	const newest = Math.max(...trades.map(({ createdAt }) => timeOf(createdAt) ?? look.now));
	const stretch = { timeTo: new Date(newest + MARGIN_MS).toISOString() };
	let count = 0;
	for await (const orders of readPages(look.connection, HISTORY_PATH, stretch)) {
		orders.forEach(note);
		count += orders.length;
		if (wanted.size === 0 || count >= MOST_ORDERS_READ || look.isOverdue()) return found;
	}
	return found;
}

function orderIdOf({ orderId }: IDataObject): string {
	return String(orderId ?? '');
}

function report(look: Look, trade: IDataObject): void {
	const order = orderIdOf(trade);
	look.log('warn', `Trade ${entryId(trade)} comes unfiltered: its order ${order} was not found`);
}
