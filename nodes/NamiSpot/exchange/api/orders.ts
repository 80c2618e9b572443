import type { IDataObject } from 'n8n-workflow';

import { isoTime } from '../clock';
import { createdAt, orderIdOf, ordersOf, symbolOf, timeOf, wordIn } from '../orderRow';
import type { Connection } from '../wire/request';
import { Descent, idNumber } from './descent';
import { pagesOf, type Page, type PagedList } from './pages';
import { readDated, type Reading } from './read';

const OPEN_PATH = '/api/v4/spot/open';
const PAGED_PATHS = { orders: '/api/v4/spot/history', trades: '/api/v4/spot/trade' };

/** Where a search for single orders ends: at so many orders of the history, the newest ones. */
export const MOST_HISTORY_ORDERS = 1_000;

export type ListCall = Omit<PagedList, 'path' | 'parameters'>;

/** Which of the account's orders or trades are wanted. Times are Unix milliseconds of the exchange's clock. */
export interface ListFilters {
	readonly symbol?: string | undefined;
	readonly side?: string | undefined;
	readonly hideCanceled?: boolean | undefined;
	readonly from?: number | undefined;
	readonly to?: number | undefined;
}

/**
 * The account's open orders (`GET /api/v4/spot/open`), which come all at once. The exchange's own
 * filter is not used: which spelling of a pair it takes is not certain, and one that it does not
 * know would look as if nothing was open.
 *
 * @throws Failure when they cannot be read
 */
export async function readOpenOrders(
	connection: Connection,
	list: ListCall,
	filters: ListFilters = {},
): Promise<Reading<IDataObject[]>> {
	const call = { ...list, path: OPEN_PATH, parameters: {}, isSigned: true };
	const { value, clockOffset } = await readDated(connection, call, ordersOf);
	return { value: value.filter((order) => matchesFilters(order, filters)), clockOffset };
}

/** A list that comes page by page: the account's closed orders, or its trades. */
export type PagedName = keyof typeof PAGED_PATHS;

/**
 * The account's closed orders (`GET /api/v4/spot/history`), or its trades (`GET /api/v4/spot/trade`),
 * the newest first, page by page.
 *
 * @throws Failure when a page cannot be read
 */
export async function* historyOf(
	connection: Connection,
	name: PagedName,
	call: ListCall,
	filters: ListFilters,
): AsyncGenerator<Page, void> {
	const list = { ...call, path: PAGED_PATHS[name], parameters: parametersOf(filters) };
	for await (const page of pagesOf(connection, list)) {
		yield { ...page, fresh: page.fresh.filter((entry) => matchesFilters(entry, filters)) };
	}
}

function parametersOf({ symbol, side, hideCanceled, from, to }: ListFilters): IDataObject {
	return {
		side,
		symbol,
		hideCanceled: hideCanceled === true ? true : undefined,
		timeFrom: from === undefined ? undefined : isoTime(from),
		timeTo: to === undefined ? undefined : isoTime(to),
	};
}

/** Whether an order or a trade passes the filters, which the exchange is asked to apply, too. What it does not say is let pass. */
function matchesFilters(entry: IDataObject, filters: ListFilters): boolean {
	const { symbol, side, hideCanceled, from, to } = filters;
	const time = createdAt(entry);
	if (symbol !== undefined && (symbolOf(entry) ?? symbol) !== symbol) return false;
	if (side !== undefined && (wordIn(entry.side) ?? side) !== side) return false;
	if (hideCanceled === true && /^CANCEL/.test(wordIn(entry.status) ?? '')) return false;
	return time === undefined || (time >= (from ?? -Infinity) && time <= (to ?? Infinity));
}

/** A part of all that the exchange lists of an account's orders. */
export interface Glimpse {
	readonly list: 'open' | 'history';
	readonly orders: IDataObject[];
	readonly clockOffset: number | undefined;
}

/**
 * All orders of the account, of all symbols: the open ones, then the history, the newest first. Nothing
 * is asked to be filtered, so that no filter can hide an order.
 *
 * @throws Failure when a list cannot be read
 */
export async function* walkOrders(
	connection: Connection,
	call: ListCall,
): AsyncGenerator<Glimpse, void> {
	const open = await readOpenOrders(connection, call);
	yield { list: 'open', orders: open.value, clockOffset: open.clockOffset };
	yield* closedOrders(connection, call, {});
}

async function* closedOrders(
	connection: Connection,
	call: ListCall,
	filters: ListFilters,
): AsyncGenerator<Glimpse, void> {
	for await (const { fresh, clockOffset } of historyOf(connection, 'orders', call, filters)) {
		yield { list: 'history', orders: fresh, clockOffset };
	}
}

export interface FoundOrder {
	readonly order: IDataObject;
	readonly list: Glimpse['list'];
}

export interface SearchResult {
	/** By id. */
	readonly found: ReadonlyMap<string, FoundOrder>;
	/** How much of the history was looked through. */
	readonly historyOrders: number;
	/** Whether that was all of it, or all that can be of interest. */
	readonly isComplete: boolean;
}

/**
 * Looks for orders by their ids among the open ones and in the newest 1,000 of the history.
 *
 * @param symbol looks instead in the newest 1,000 orders that the history has of it
 * @throws Failure when the lists cannot be read
 */
export async function findOrders(
	connection: Connection,
	ids: Iterable<string>,
	call: ListCall,
	symbol?: string,
): Promise<SearchResult> {
	const all = symbol === undefined;
	const glimpses = all ? walkOrders(connection, call) : closedOrders(connection, call, { symbol });
	return await searchIn(glimpses, ids);
}

/**
 * The account's orders, down to one of them: the newest first, as far as the newest 1,000 of the history.
 *
 * @throws Failure when the lists cannot be read
 */
export async function ordersDownTo(
	connection: Connection,
	id: string,
	call: ListCall,
): Promise<{ orders: IDataObject[]; isComplete: boolean }> {
	const orders: IDataObject[] = [];
	async function* noted(): AsyncGenerator<Glimpse, void> {
		for await (const glimpse of walkOrders(connection, call)) {
			orders.push(...glimpse.orders);
			yield glimpse;
		}
	}
	const { isComplete } = await searchIn(noted(), [id]);
	return { orders, isComplete };
}

async function searchIn(
	glimpses: AsyncIterable<Glimpse>,
	ids: Iterable<string>,
): Promise<SearchResult> {
	const missing = new Set(ids);
	const found = new Map<string, FoundOrder>();
	const descent = new Descent();
	let historyOrders = 0;
	for await (const { list, orders } of glimpses) {
		for (const order of orders) {
			const id = orderIdOf(order) ?? '';
			if (missing.delete(id)) found.set(id, { order, list });
		}
		if (missing.size === 0) return { found, historyOrders, isComplete: true };
		if (list === 'open') continue;
		historyOrders += orders.length;
		descent.follow(orders);
		const { lowestId } = descent;
		const isPast =
			lowestId !== undefined && [...missing].every((id) => (idNumber(id) ?? 0n) > lowestId);
		if (isPast) return { found, historyOrders, isComplete: true };
		if (historyOrders >= MOST_HISTORY_ORDERS) return { found, historyOrders, isComplete: false };
	}
	return { found, historyOrders, isComplete: true };
}

/** When an entry was last changed, in Unix milliseconds; undefined if it does not say. */
export function lastTouched({ createdAt: created, updatedAt }: IDataObject): number | undefined {
	const times = [timeOf(created), timeOf(updatedAt)].filter((time) => time !== undefined);
	return times.length === 0 ? undefined : Math.max(...times);
}
