import type { IDataObject } from 'n8n-workflow';

import {
	historyOf,
	readOpenOrders,
	type ListCall,
	type ListFilters,
	type PagedName,
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
 * The account's closed orders, or its trades, page by page, with all that a page holds, also what pages
 * before it had.
 *
 * @throws Failure when a page cannot be read
 */
export async function* historyPages(
	poll: Poll,
	name: PagedName,
	filters: ListFilters = {},
	purpose: Purpose = 'read',
): AsyncGenerator<IDataObject[], void> {
	const pages = historyOf(poll.connection, name, callOf(poll, purpose), filters);
	for await (const { entries } of pages) {
		if (name === 'orders') poll.noteAccount(entries);
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
