import { isRecord } from '../../exchange/guards';
import { lastTouched } from '../../exchange/api/orders';
import { createdAt } from '../../exchange/orderRow';
import { entryId, historyPages, openOrders, reportUndated } from '../pages';
import type { Poll, PollResult, Source, TriggerEvent } from '../source';
import {
	afterPoll,
	isFirstPoll,
	isTimeline,
	LARGEST_LAG_MS,
	readStretches,
	resume,
	unsettledFrom,
	type Timeline,
} from '../timeline';
import { eventsIn, orderEvents } from './events';
import { lookUp } from './lookUp';
import { isKnownOrder, OrderMemory, type KnownOrder } from './orderMemory';

/** How many older orders the first poll reads, if it looks back. */
const MOST_ORDERS_BACK = 500;

interface OrdersMemory extends Timeline {
	known: Record<string, KnownOrder>;
}

function isOrdersMemory(memory: unknown, now: number): memory is OrdersMemory {
	if (!isTimeline(memory, now) || !isRecord(memory.known)) return false;
	return Object.values(memory.known).every(isKnownOrder);
}

const begin = (since: number): OrdersMemory => ({ since, polls: [], known: {} });

/**
 * Two calls a poll, the open orders and the latest history; more only if there is more than a page,
 * or if an order has left the open ones that is older than what was read.
 */
async function pollOrders(poll: Poll, saved: unknown): Promise<PollResult> {
	const { now } = poll;
	const before = resume(poll, isOrdersMemory(saved, now) ? saved : begin(now), 'orders');
	const memory = new OrderMemory(before.known, {
		since: before.since,
		now,
		isFirst: isFirstPoll(before),
		onUndated: (order) => reportUndated(poll, `Order ${entryId(order)}`, order),
	});
	const start = unsettledFrom(before);
	const isSilent = isFirstPoll(before) && before.since >= now;

	memory.noteOpen(await openOrders(poll));
	const progress = await readStretches(poll, before, 'orders', lastTouched, (order, isOld) => {
		const created = createdAt(order);
		const isRecent = created === undefined ? !isOld : created >= start;
		if (isRecent || memory.has(entryId(order))) memory.noteClosed(order);
	});
	if (isFirstPoll(before) && !isSilent && !poll.budget.isOver())
		await readOlder(poll, memory, before.since);
	const old = memory.missing().filter(([, { created }]) => created < start);
	await lookUp(poll, memory, old, before.polls.at(-1) ?? now);

	const timeline = afterPoll(before, now, progress);
	const known = memory.remember(timeline.rememberedFrom, now - LARGEST_LAG_MS);
	return { memory: { ...timeline, known }, events: isSilent ? [] : eventsOf(memory, poll) };
}

/** Lists show the newest first; events come the oldest first. */
function eventsOf({ changes }: OrderMemory, poll: Poll): TriggerEvent[] {
	return [...changes].reverse().flatMap((change) => eventsIn(change, poll));
}

/** Orders that were placed before the time that is looked back to, but touched after it. */
async function readOlder(poll: Poll, memory: OrderMemory, since: number): Promise<void> {
	let count = 0;
	for await (const orders of historyPages(poll, 'orders', { to: since }, 'catchUp')) {
		for (const order of orders) {
			if ((lastTouched(order) ?? 0) >= since) memory.noteClosed(order);
		}
		count += orders.length;
		if (count >= MOST_ORDERS_BACK) return;
	}
}

export const orders: Source = {
	name: 'orders',
	options: orderEvents.map(({ option }) => option),
	fields: [],
	isUsable: isOrdersMemory,
	begin,
	settledUntil: (memory) => (isOrdersMemory(memory, Infinity) ? unsettledFrom(memory) : 0),
	poll: pollOrders,
	async sample(poll) {
		const memory = new OrderMemory({}, { since: 0, now: poll.now, isFirst: false });
		memory.noteOpen(await openOrders(poll));
		for await (const history of historyPages(poll, 'orders')) {
			history.forEach((order) => memory.noteClosed(order));
			break;
		}
		return eventsOf(memory, poll);
	},
};
