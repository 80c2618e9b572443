import type { IDataObject } from 'n8n-workflow';

import { clockOffset, judge } from '../exchange/reply/answer';
import { ordersOf } from '../exchange/orderRow';
import { send, type Connection } from '../exchange/wire/request';

/** What the exchange showed at one look: all of an order's symbol, from both of its lists. */
export interface Sight {
	readonly orders: IDataObject[];
	/** How far the exchange's clock is ahead of this machine's; undefined if no answer was dated. */
	readonly offset: number | undefined;
}

const PAGE_SIZE = 100;
const MOST_PAGES = 20;
/** The exchange may cut pages to a size of its own: only a page this short is surely the last. */
const LAST_PAGE_HAS_FEWER_THAN = 10;
const HISTORY_MARGIN_MS = 15_000;
/** Where no answer is dated: wider than any clock difference that the signature check lets through. */
export const UNDATED_MARGIN_MS = 10 * 60_000;

/**
 * Looks at the open orders and at the order history of a symbol (`GET /api/v4/spot/open`,
 * `GET /api/v4/spot/history`). Undefined if either could not be read in full.
 *
 * @param since Unix milliseconds of this machine; older history is not of interest
 */
export async function lookAtOrders(
	connection: Connection,
	symbol: string,
	since: number,
	timeout: number,
): Promise<Sight | undefined> {
	const open = await readList(connection, '/api/v4/spot/open', { filterByPair: symbol }, timeout);
	if (open === undefined) return undefined;

	const orders = [...open.orders];
	let { offset } = open;
	const timeFrom = historyStart(since, offset);
	for (let page = 1; page <= MOST_PAGES; page += 1) {
		const parameters = { symbol, pageSize: PAGE_SIZE, page, timeFrom };
		const history = await readList(connection, '/api/v4/spot/history', parameters, timeout);
		if (history === undefined) return undefined;
		orders.push(...history.orders);
		offset ??= history.offset;
		if (history.orders.length < LAST_PAGE_HAS_FEWER_THAN) {
			return { orders: withoutDoubles(orders), offset };
		}
	}
	return undefined;
}

function historyStart(since: number, offset: number | undefined): string {
	const start =
		offset === undefined ? since - UNDATED_MARGIN_MS : since + offset - HISTORY_MARGIN_MS;
	return new Date(start).toISOString();
}

async function readList(
	connection: Connection,
	path: string,
	parameters: IDataObject,
	timeout: number,
): Promise<Sight | undefined> {
	const reply = await send(connection, {
		method: 'GET',
		path,
		parameters,
		isSigned: true,
		timeout,
		purpose: 'lookup',
	});
	if (reply.kind !== 'answer') return undefined;
	const judgement = judge(reply);
	const orders = judgement.kind === 'ok' ? ordersOf(judgement.data) : undefined;
	return orders && { orders, offset: clockOffset(reply) };
}

/** An order can move from the open ones into history between the two reads. */
function withoutDoubles(orders: IDataObject[]): IDataObject[] {
	return [...new Map(orders.map((order) => [String(order.displayingId), order])).values()];
}
