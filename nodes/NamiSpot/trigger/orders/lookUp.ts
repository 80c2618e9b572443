import { HOUR_MS, MINUTE_MS } from '../../exchange/clock';
import { createdAt } from '../../exchange/orderRow';
import { entryId, historyPages, isBefore } from '../pages';
import type { Poll } from '../source';
import type { KnownOrder, OrderMemory } from './orderMemory';

const MOST_LOOKUPS = 20;
const MARGIN_MS = 1_000;
const EAGER_MS = 10 * MINUTE_MS;
const GIVE_UP_MS = 24 * HOUR_MS;

type Missing = [id: string, order: KnownOrder];

/**
 * Looks for orders that have left the open ones and are too old for the regular reading, newest
 * first. History is listed by creation: one page often shows several of them.
 */
export async function lookUp(
	poll: Poll,
	memory: OrderMemory,
	missing: readonly Missing[],
	lastPoll: number,
): Promise<void> {
	let wanted = missing.filter(([, order]) => isWorthLooking(order, poll.now, lastPoll));
	for (let lookups = 0; lookups < MOST_LOOKUPS && !poll.budget.isOverdue(); lookups += 1) {
		const [head] = wanted;
		if (head === undefined) return;
		await readAround(poll, memory, wanted, head);
		if (!memory.isClosed(head[0])) giveUpOrWait(poll, memory, head);
		wanted = wanted.filter((order) => order !== head && !memory.isClosed(order[0]));
	}
}

/** Each poll at first, in case history lags, then once an hour. */
function isWorthLooking({ missing }: KnownOrder, now: number, lastPoll: number): boolean {
	if (missing === undefined || now - missing <= EAGER_MS) return true;
	return Math.floor(now / HOUR_MS) !== Math.floor(lastPoll / HOUR_MS);
}

async function readAround(
	poll: Poll,
	memory: OrderMemory,
	wanted: readonly Missing[],
	[id, { created }]: Missing,
): Promise<void> {
	const isWanted = new Set(wanted.map(([one]) => one));
	const oldest = wanted.at(-1)?.[1].created ?? created;
	const stretch = { from: oldest - MARGIN_MS, to: created + MARGIN_MS };
	for await (const orders of historyPages(poll, 'orders', stretch, 'catchUp')) {
		for (const order of orders) {
			if (isWanted.has(entryId(order))) memory.noteClosed(order);
		}
		const isPast = isBefore(orders, created, createdAt);
		if (memory.isClosed(id) || isPast) return;
	}
}

function giveUpOrWait(poll: Poll, memory: OrderMemory, [id, order]: Missing): void {
	order.missing ??= poll.now;
	if (poll.now - order.missing < GIVE_UP_MS) return;
	memory.forget(id);
	poll.log('warn', `Order ${id} has been in neither list for a day and is no longer watched`);
}
