import type { IDataObject } from 'n8n-workflow';

import { clock } from '../exchange/clock';
import { storeOf } from '../exchange/memory';
import { timeOf } from '../exchange/orderRow';
import { walkOrders } from '../exchange/api/orders';
import type { Connection } from '../exchange/wire/request';
import { AccountSums, type ListedOrders } from './accountSums';
import { DAY_MS, reservationsOf, type Reservation } from './reservations';

const TIMEOUT_MS = 10_000;
const FRESH_MS = 5_000;
/** Lists may not be quite in order, and clocks differ. */
const MARGIN_MS = 60 * 60_000;

class AccountReader {
	private last: ListedOrders | undefined;

	private reading: Promise<ListedOrders | undefined> | undefined;

	/** The account's orders, at most some seconds old; undefined if they cannot be read. */
	async read(connection: Connection): Promise<ListedOrders | undefined> {
		if (this.last !== undefined && clock.now() - this.last.readAt <= FRESH_MS) return this.last;
		const joined = this.reading;
		const orders = await (joined ?? this.start(connection));
		// The other one's execution may have been canceled.
		return orders ?? (joined === undefined ? undefined : await this.start(connection));
	}

	private async start(connection: Connection): Promise<ListedOrders | undefined> {
		const reading = readRecent(connection).catch(() => undefined);
		this.reading = reading;
		const orders = await reading;
		if (this.reading === reading) this.reading = undefined;
		this.last = orders ?? this.last;
		return orders;
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

/** The open orders, and the history up to a page on which everything is older than a day. */
async function readRecent(connection: Connection): Promise<ListedOrders> {
	const readAt = clock.now();
	const rows: IDataObject[] = [];
	let clockOffset = 0;
	for await (const glimpse of walkOrders(connection, { timeout: TIMEOUT_MS })) {
		rows.push(...glimpse.orders);
		clockOffset = glimpse.clockOffset ?? clockOffset;
		const since = readAt + clockOffset - DAY_MS - MARGIN_MS;
		const isOld = (row: IDataObject) => (timeOf(row.createdAt) ?? Infinity) < since;
		const isHistory = glimpse.list === 'history' && glimpse.orders.length > 0;
		if (isHistory && glimpse.orders.every(isOld)) break;
	}
	return { rows, readAt, clockOffset };
}
