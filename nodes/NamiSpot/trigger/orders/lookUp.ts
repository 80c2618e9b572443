import { HISTORY_PATH } from '../../exchange/api/orders';
import { timeOf } from '../../exchange/orderRow';
import { entryId, readPages } from '../pages';
import type { Look } from '../source';
import type { Book, KnownOrder } from './book';

const MOST_LOOKUPS = 20;
const MARGIN_MS = 1_000;
const EAGER_MS = 10 * 60_000;
const HOUR_MS = 60 * 60_000;
const GIVE_UP_MS = 24 * HOUR_MS;

type Missing = [id: string, order: KnownOrder];

/**
 * Looks for orders that have left the open ones and are too old for the regular reading, newest
 * first. History is listed by creation: one page often shows several of them.
 */
export async function lookUp(
	look: Look,
	book: Book,
	missing: readonly Missing[],
	lastLook: number,
): Promise<void> {
	let wanted = missing.filter(([, order]) => isWorthLooking(order, look.now, lastLook));
	for (let lookups = 0; lookups < MOST_LOOKUPS && !look.isOverdue(); lookups += 1) {
		const [head] = wanted;
		if (head === undefined) return;
		await readAround(look, book, wanted, head);
		if (!book.isClosed(head[0])) giveUpOrWait(look, book, head);
		wanted = wanted.filter((order) => order !== head && !book.isClosed(order[0]));
	}
}

/** Each poll at first, in case history lags, then once an hour. */
function isWorthLooking({ missing }: KnownOrder, now: number, lastLook: number): boolean {
	if (missing === undefined || now - missing <= EAGER_MS) return true;
	return Math.floor(now / HOUR_MS) !== Math.floor(lastLook / HOUR_MS);
}

async function readAround(
	look: Look,
	book: Book,
	wanted: readonly Missing[],
	[id, { created }]: Missing,
): Promise<void> {
	const isWanted = new Set(wanted.map(([one]) => one));
	const oldest = wanted.at(-1)?.[1].created ?? created;
	const stretch = {
		timeFrom: new Date(oldest - MARGIN_MS).toISOString(),
		timeTo: new Date(created + MARGIN_MS).toISOString(),
	};
	for await (const orders of readPages(look.connection, HISTORY_PATH, stretch)) {
		orders.filter((order) => isWanted.has(entryId(order))).forEach((order) => book.note(order));
		const isPast = orders.every((order) => (timeOf(order.createdAt) ?? 0) < created);
		if (book.isClosed(id) || isPast) return;
	}
}

function giveUpOrWait(look: Look, book: Book, [id, order]: Missing): void {
	order.missing ??= look.now;
	if (look.now - order.missing < GIVE_UP_MS) return;
	book.forget(id);
	look.log('warn', `Order ${id} has been in neither list for a day and is not watched any more`);
}
