import type { IDataObject } from 'n8n-workflow';

import { clock, HOUR_MS, isWithin } from '../exchange/clock';
import { storeOf } from '../exchange/memory';
import { lastTouched, walkOrders } from '../exchange/api/orders';
import { SharedReads } from '../exchange/api/sharedReads';
import type { Connection } from '../exchange/wire/request';
import { AccountSums, type ListedOrders } from './accountSums';
import { LOOKS_BACK_MS, reservationsOf, type Reservation } from './reservations';

const TIMEOUT_MS = 10_000;
const FRESH_MS = 5_000;
/** Lists may not be quite in order, and clocks differ. */
const MARGIN_MS = HOUR_MS;

class AccountReader {
	private last: ListedOrders | undefined;

	private readonly reads = new SharedReads<ListedOrders>();

	/** The account's orders, at most some seconds old; undefined if they cannot be read. */
	async read(connection: Connection): Promise<ListedOrders | undefined> {
		if (this.last !== undefined && isWithin(FRESH_MS, this.last.readAt)) return this.last;
		const start = async () => (this.last = await readRecent(connection));
		return await this.reads.read('', connection.signal, start).catch(() => undefined);
	}
}

const readers = storeOf(() => new AccountReader());

/**
 * What the account has ordered within the last day (`GET /api/v4/spot/open` and `/history`);
 * undefined if it cannot be read.
 *
 * @param own a reservation that does not count
 */
export async function readAccountSums(
	connection: Connection,
	own?: Reservation,
): Promise<AccountSums | undefined> {
	const { account } = connection;
	const orders = await readers(account).read(connection);
	if (orders === undefined) return undefined;
	const others = () => [...reservationsOf(account)].filter((reservation) => reservation !== own);
	return new AccountSums(orders, others, clock.now());
}

/**
 * The open orders, and the history up to a page on which nothing has happened to any order within a
 * day, as long as the list does not begin with the oldest.
 */
async function readRecent(connection: Connection): Promise<ListedOrders> {
	const readAt = clock.now();
	const rows: IDataObject[] = [];
	let clockOffset = 0;
	let newest: number | undefined;
	for await (const glimpse of walkOrders(connection, { timeout: TIMEOUT_MS })) {
		rows.push(...glimpse.orders);
		clockOffset = glimpse.clockOffset ?? clockOffset;
		if (glimpse.list === 'open' || glimpse.orders.length === 0) continue;
		const since = readAt + clockOffset - LOOKS_BACK_MS - MARGIN_MS;
		const touched = glimpse.orders.map((row) => lastTouched(row) ?? Infinity);
		newest ??= touched[0] ?? Infinity;
		const goesDown = newest > (touched.at(-1) ?? Infinity);
		if (goesDown && touched.every((time) => time < since)) break;
	}
	return { rows, readAt, clockOffset };
}
