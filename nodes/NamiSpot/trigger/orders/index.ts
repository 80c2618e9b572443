import type { IDataObject } from 'n8n-workflow';

import { isRecord } from '../../exchange/guards';
import { HISTORY_PATH, readOpenOrders } from '../../exchange/api/orders';
import { timeOf } from '../../exchange/orderRow';
import { entryId, readPages, TIMEOUT_MS } from '../pages';
import type { Happening, Look, Sighting, Source } from '../source';
import {
	afterLook,
	isFirstLook,
	isTimeline,
	LARGEST_LAG_MS,
	readStretches,
	resume,
	unsettledFrom,
	type Timeline,
} from '../timeline';
import { Book, isKnownOrder, type KnownOrder } from './book';
import { happeningsIn, orderEvents } from './events';
import { lookUp } from './lookUp';

/** How many older orders the first poll reads, if it looks back. */
const MOST_ORDERS_BACK = 500;

interface OrdersMemory extends Timeline {
	known: Record<string, KnownOrder>;
}

function isOrdersMemory(memory: unknown, now: number): memory is OrdersMemory {
	if (!isTimeline(memory, now) || !isRecord(memory.known)) return false;
	return Object.values(memory.known).every(isKnownOrder);
}

const begin = (since: number): OrdersMemory => ({ since, looks: [], known: {} });

/**
 * Two calls a poll, the open orders and the latest history; more only if there is more than a page,
 * or if an order has left the open ones that is older than what was read.
 */
async function lookAtOrders(look: Look, saved: unknown): Promise<Sighting> {
	const { now } = look;
	const memory = resume(look, isOrdersMemory(saved, now) ? saved : begin(now), 'orders');
	const book = new Book(memory.known, memory.since, now);
	const start = unsettledFrom(memory);
	const isSilent = isFirstLook(memory) && memory.since >= now;

	const open = await readOpen(look);
	book.noteOpen(open);
	const until = await readStretches(look, start, async (stretch) => {
		for await (const orders of readPages(look.connection, HISTORY_PATH, stretch)) {
			for (const order of orders) {
				const isRecent = (timeOf(order.createdAt) ?? 0) >= start;
				if (isRecent || book.has(entryId(order))) book.note(order);
			}
			if (orders.every((order) => lastTouched(order) < Date.parse(stretch.timeFrom))) return;
		}
	});
	if (isFirstLook(memory) && !isSilent) await readOlder(look, book, memory.since);
	const old = book.without(open).filter(([, { created }]) => created < start);
	await lookUp(look, book, old, memory.looks.at(-1) ?? now);

	const timeline = afterLook(memory, now, until);
	const known = book.remember(timeline.rememberedFrom, now - LARGEST_LAG_MS);
	return {
		memory: { ...timeline, known },
		happenings: isSilent ? [] : happeningsOf(book, look),
	};
}

async function readOpen({ connection }: Look): Promise<IDataObject[]> {
	return (await readOpenOrders(connection, { timeout: TIMEOUT_MS })).value;
}

/** Lists show the newest first; events come the oldest first. */
function happeningsOf({ changes }: Book, look: Look): Happening[] {
	return [...changes].reverse().flatMap((change) => happeningsIn(change, look));
}

/** Orders that were placed before the time that is looked back to, but touched after it. */
async function readOlder(look: Look, book: Book, since: number): Promise<void> {
	const stretch = { timeTo: new Date(since).toISOString() };
	let count = 0;
	for await (const orders of readPages(look.connection, HISTORY_PATH, stretch)) {
		orders.filter((order) => lastTouched(order) >= since).forEach((order) => book.note(order));
		count += orders.length;
		if (count >= MOST_ORDERS_BACK) return;
	}
}

function lastTouched({ createdAt, updatedAt }: IDataObject): number {
	return Math.max(timeOf(createdAt) ?? 0, timeOf(updatedAt) ?? 0);
}

/** Orders, whoever placed them. */
export const orders: Source = {
	name: 'orders',
	events: orderEvents.map(({ option }) => option),
	fields: [],
	isUsable: isOrdersMemory,
	begin,
	look: lookAtOrders,
	async sample(look) {
		const book = new Book({}, 0, look.now);
		book.noteOpen(await readOpen(look));
		for await (const history of readPages(look.connection, HISTORY_PATH, {})) {
			history.forEach((order) => book.note(order));
			break;
		}
		return happeningsOf(book, look);
	},
};
