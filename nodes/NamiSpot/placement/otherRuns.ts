import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { clock } from '../exchange/clock';
import { fromRecord, toRecord, type OrderRecord } from '../exchange/spotOrder';
import type { Connection } from '../exchange/wire/request';
import { ordersOfAccount } from './accountOrders';
import { isOpen, type Asked, type Entry, type OpenEntry } from './entry';
import { isTool } from './execution';
import type { Ledger } from './ledger';
import type { OrderRun } from './orderRun';
import { isSameWish, type Wish } from './sameOrder';

/*
 * What earlier calls of a tool came to in this execution. This process may not know: it was restarted,
 * or another worker goes on since a person has approved the next call.
 */

/** What is kept of a placed order for later calls: nothing outside of tools. */
export function askedFor(
	context: IExecuteFunctions,
	{ order, asked }: Wish,
	name: string | undefined,
): { asked?: Asked } {
	if (!isTool(context)) return {};
	return {
		asked: {
			order: toRecord(order),
			at: clock.now(),
			...(asked !== undefined && { asked }),
			...(name !== undefined && { name }),
		},
	};
}

function isOfWish(wish: Wish, record: { readonly order: OrderRecord; readonly asked?: string }) {
	return isSameWish({ order: fromRecord(record.order), asked: record.asked }, wish);
}

/** An equal order that was sent since a time, and whose outcome is open; with a name, only of that. */
export function openInOtherRun(
	ledger: Ledger,
	account: string,
	wish: Wish,
	name: string | undefined,
	since: number,
): OpenEntry | undefined {
	return ledger
		.inOtherRuns(account)
		.filter(isOpen)
		.find(
			(entry) =>
				(name === undefined || entry.name === name) &&
				entry.sentAt >= since &&
				isOfWish(wish, entry),
		);
}

/** An equal order that was placed within so many milliseconds, as this process or the execution remembers it. */
export function justPlaced(
	{ ledger }: OrderRun,
	connection: Connection,
	wish: Wish,
	ms: number,
): IDataObject | undefined {
	if (ms === 0) return undefined;
	const account = ordersOfAccount(connection);
	const known = account.placedWithin(wish, ms);
	if (known !== undefined) return known;
	const since = clock.now() - ms;
	return ledger
		.inOtherRuns(connection.account)
		.filter((entry) => entry.state === 'placed')
		.filter(({ data }) => !account.isWithdrawn(wish.order.symbol, data))
		.find(({ asked }) => asked !== undefined && asked.at >= since && isOfWish(wish, asked))?.data;
}

/** The order of which there may be one only, as placed, or sent with its outcome open. */
export function namedInOtherRun(ledger: Ledger, account: string, name: string): Entry | undefined {
	const entries = ledger.inOtherRuns(account);
	return (
		entries.find((entry) => entry.state === 'placed' && entry.asked?.name === name) ??
		entries.find((entry) => isOpen(entry) && entry.name === name)
	);
}
