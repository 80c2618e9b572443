import type { IDataObject } from 'n8n-workflow';

import { numberOf } from '../exchange/guards';
import { createdAt } from '../exchange/orderRow';
import { entryId, historyPages, openOrders } from './pages';
import type { Poll } from './source';
import { LARGEST_LAG_MS } from './timeline';

const MOST_ORDERS_READ = 500;
const MARGIN_MS = 1_000;

export interface TypedTrade {
	readonly trade: IDataObject;
	readonly type?: unknown;
}

export interface TypedTrades {
	/** Those to tell of, if the filters let them pass. */
	readonly typed: TypedTrade[];
	/**
	 * Lists may be late to show their orders: a later poll will tell. By trade, since when they have
	 * been looked for, in Unix milliseconds.
	 */
	readonly undecided: Readonly<Record<string, number>>;
}

/**
 * The id of a trade. Both sides of it may share its `displayingId`, and one account may have been
 * both: that of the record is unique.
 */
export function tradeId({ _id: recordId, displayingId, orderId, side }: IDataObject): string {
	return String(recordId ?? [displayingId, orderId, side].join('/'));
}

/**
 * Finds the order types of trades, which do not carry them, if there is a filter for types, or was one at their
 * time. A trade
 * whose order is not found passes: telling one too many is better than one too few.
 */
export async function findOrderTypes(
	poll: Poll,
	trades: IDataObject[],
	lookedForSince: Readonly<Record<string, unknown>> = {},
): Promise<TypedTrades> {
	const { now, scope } = poll;
	const needsType = (trade: IDataObject) => !scope.letsAll('types', createdAt(trade));
	const toFind = trades.filter(needsType);
	const orders = toFind.length > 0 ? await findOrdersOf(poll, toFind) : new Map();
	const undecided: Record<string, number> = {};
	const typed = trades.flatMap((trade): TypedTrade[] => {
		if (!needsType(trade)) return [{ trade }];
		const order = orders.get(tradedOrderId(trade));
		if (order !== undefined) return [{ trade, type: order.type }];
		const since = numberOf(lookedForSince[tradeId(trade)]) ?? now;
		const isRecent = (createdAt(trade) ?? now) > now - LARGEST_LAG_MS;
		const isWaiting = isRecent && since > now - LARGEST_LAG_MS && since <= now;
		if (isWaiting) undecided[tradeId(trade)] = since;
		else report(poll, trade);
		return isWaiting ? [] : [{ trade }];
	});
	return { typed, undecided };
}

/** Among the open orders, then in history from the newest trade back. */
async function findOrdersOf(
	poll: Poll,
	trades: readonly IDataObject[],
): Promise<Map<string, IDataObject>> {
	const wanted = new Set(trades.map(tradedOrderId));
	const found = new Map<string, IDataObject>();
	const note = (order: IDataObject) => {
		if (wanted.delete(entryId(order))) found.set(entryId(order), order);
	};
	if (poll.budget.isOver()) return found;
	(await openOrders(poll)).forEach(note);
	if (wanted.size === 0) return found;
	const newest = Math.max(...trades.map((trade) => createdAt(trade) ?? poll.now));
	let count = 0;
	for await (const orders of historyPages(poll, 'orders', { to: newest + MARGIN_MS })) {
		orders.forEach(note);
		count += orders.length;
		if (wanted.size === 0 || count >= MOST_ORDERS_READ || poll.budget.isOverdue()) return found;
	}
	return found;
}

function tradedOrderId({ orderId }: IDataObject): string {
	return String(orderId ?? '');
}

function report({ log }: Poll, trade: IDataObject): void {
	const order = tradedOrderId(trade);
	log('warn', `Trade ${tradeId(trade)} is reported unfiltered: its order ${order} was not found`);
}
