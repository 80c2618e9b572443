import type { IDataObject } from 'n8n-workflow';

import {
	orderHistory,
	readOpenOrders,
	tradeHistory,
	type ListCall,
	type ListFilters,
} from '../exchange/api/orders';
import { orderIdOf } from '../exchange/orderRow';
import type { Purpose } from '../exchange/wire/pacedCall';
import type { Poll } from './source';

/**
 * The account's open orders.
 *
 * @throws Failure when they cannot be read
 */
export async function openOrders(poll: Poll): Promise<IDataObject[]> {
	const { value } = await readOpenOrders(poll.connection, callOf(poll, 'read'));
	poll.noteAccount(value);
	return value;
}

/**
 * The account's closed orders, page by page, with all that a page holds, also what pages before it had.
 *
 * @throws Failure when a page cannot be read
 */
export async function* historyPages(
	poll: Poll,
	filters: ListFilters = {},
	purpose: Purpose = 'read',
): AsyncGenerator<IDataObject[], void> {
	for await (const { entries } of orderHistory(poll.connection, callOf(poll, purpose), filters)) {
		poll.noteAccount(entries);
		yield entries;
	}
}

/**
 * The account's trades in the same way.
 *
 * @throws Failure when a page cannot be read
 */
export async function* tradePages(
	poll: Poll,
	filters: ListFilters = {},
	purpose: Purpose = 'read',
): AsyncGenerator<IDataObject[], void> {
	for await (const { entries } of tradeHistory(poll.connection, callOf(poll, purpose), filters)) {
		yield entries;
	}
}

function callOf(poll: Poll, purpose: Purpose): ListCall {
	return { timeout: poll.budget.timeout(), purpose };
}

/** The exchange's id of an order; empty if it has none. */
export function entryId(order: IDataObject): string {
	return orderIdOf(order) ?? String(order._id ?? '');
}

/** Whether a page lies before a time: all of its entries do that have a date, and some have one. */
export function isBefore(
	entries: readonly IDataObject[],
	time: number,
	timeOf: (entry: IDataObject) => number | undefined,
): boolean {
	const times = entries.map(timeOf).filter((known) => known !== undefined);
	return times.length > 0 && times.every((known) => known < time);
}

/** Says in the log that an order or a trade has no usable date. */
export function reportUndated({ log }: Poll, what: string, { createdAt }: IDataObject): void {
	const date = JSON.stringify(createdAt ?? null);
	log('warn', `${what} has a date that cannot be read: ${date}`);
}
