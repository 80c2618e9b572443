import type { IDataObject } from 'n8n-workflow';

import { clock, isoTime, untilCanceled } from '../exchange/clock';
import { createdAt, orderIdOf, symbolOf } from '../exchange/orderRow';
import { Failure, type FailureRecord } from '../exchange/reply/failure';
import type { Connection } from '../exchange/wire/request';
import { ordersOfAccount, type AccountOrders } from './accountOrders';
import { mayHaveBecome, type Intent } from './intent';
import { isSameOrder, mayBeSameOrder } from './sameOrder';
import { isNew, lookAround, TIME_TOLERANCE_MS, type Sight } from './sight';

export interface Found {
	/** The order, if exactly one can be it. */
	readonly order?: IDataObject;
	/** Orders that may be it, where that cannot be told for sure. */
	readonly candidates: IDataObject[];
	/** When the lists were read as far as they can be of interest, in ISO times of this machine. */
	readonly looks: string[];
	/** Whether the look that the patience asks for was had, not only one before it. */
	readonly isSettled: boolean;
}

/** What looking brought that did not come about. */
export const NOT_LOOKED: Found = { candidates: [], looks: [], isSettled: false };

/** Whether looking has shown that there is no such order, nor any that may be it. */
export function isAbsent({ order, candidates, isSettled }: Found): boolean {
	return isSettled && order === undefined && candidates.length === 0;
}

/** Whether a look that shows no such order settles it, or only the last one does. */
export type Patience = 'until_absent' | 'until_found';

/** When to look after an answer got lost, in milliseconds from then: order lists lag. */
export const RECONCILE_AT_MS: readonly number[] = [1_000, 3_000, 7_000, 15_000];

/** When to make up for a last look that failed, in milliseconds after it. */
const MAKE_UP_AFTER_MS: readonly number[] = [3_000, 6_000];

export interface Search {
	/** Milliseconds from now at which to look. */
	readonly schedule: readonly number[];
	readonly patience: Patience;
	/** Milliseconds to wait for each answer. */
	readonly timeout: number;
	readonly othersAmong?: OthersAmong | undefined;
}

/** Which of some equal orders are known to be somebody else's, of what outlives this process. */
export type OthersAmong = (rows: readonly IDataObject[]) => Promise<readonly IDataObject[]>;

/**
 * Looks for an order whose outcome is not known, at the given times, and claims it when it is
 * found. It is found when as many equal orders show up, created in the time in which this one may
 * have been, as orders of this process without an outcome may have become one of them.
 *
 * It is absent only if nothing on the lists may be it: anything new of its symbol and side that this
 * process cannot account for, however it looks, is a candidate.
 *
 * A look that fails is made up for at the next time of the schedule, the last one a little later.
 */
export async function reconcile(
	connection: Connection,
	intent: Intent,
	{ schedule, patience, timeout, othersAmong }: Search,
): Promise<Found> {
	const { signal } = connection;
	const since = clock.monotonic();
	const looks: string[] = [];
	let candidates: IDataObject[] = [];
	const last = schedule.at(-1) ?? 0;
	for (const at of [...schedule, ...MAKE_UP_AFTER_MS.map((after) => last + after)]) {
		await clock.sleep(Math.max(0, since + at - clock.monotonic()), signal);
		if (signal?.aborted === true) break;
		const sight = await untilCanceled(
			lookAround(connection, intent, timeout)
				.then(async (seen) => await withoutOthers(connection, intent, seen, othersAmong))
				.catch(unlessUnreadable),
			signal,
		);
		if (sight === undefined) continue;
		const judged = judgeSight(sight, intent, ordersOfAccount(connection));
		candidates = judged.candidates;
		if (judged.order !== undefined) {
			looks.push(isoNow());
			return { order: judged.order, candidates: [], looks, isSettled: true };
		}
		if (!sight.isComplete) continue;
		looks.push(isoNow());
		const isLast = at >= last || (patience === 'until_absent' && candidates.length === 0);
		if (isLast) return { candidates, looks, isSettled: true };
	}
	return { candidates, looks, isSettled: false };
}

/** A list that cannot be read is none of our own mistakes. */
async function unlessUnreadable(caught: unknown): Promise<undefined> {
	return caught instanceof Failure ? undefined : await Promise.reject(caught);
}

function isoNow(): string {
	return isoTime(clock.now());
}

async function withoutOthers(
	connection: Connection,
	{ order }: Intent,
	sight: Sight,
	othersAmong: OthersAmong | undefined,
): Promise<Sight> {
	const equal = sight.orders.filter((found) => isSameOrder(found, order));
	if (othersAmong === undefined || equal.length === 0) return sight;
	const account = ordersOfAccount(connection);
	for (const other of await othersAmong(equal)) account.mark(order.symbol, orderIdOf(other));
	return sight;
}

type Judged = Pick<Found, 'order' | 'candidates'>;

function judgeSight({ orders, offset }: Sight, intent: Intent, account: AccountOrders): Judged {
	const fresh = orders.filter((found) => isNew(found, intent, offset));
	const unaccounted = fresh.filter((found) => !isAccountedFor(found, intent, orders, account));
	const candidates = unaccounted.filter((found) => mayBeSameOrder(found, intent.order));
	const equal = candidates
		.filter((found) => isSameOrder(found, intent.order))
		.filter((found) => !account.isClaimed(intent.order.symbol, orderIdOf(found)))
		.map((found) => ({ found, time: createdHere(found, offset) }));
	const inTime = equal
		.filter((order): order is Dated => isInTime(order.time, intent))
		.sort((a, b) => a.time - b.time);
	const isUndated = equal.some(({ found }) => createdAt(found) === undefined);
	const order = isUndated ? undefined : pickOwn(inTime, intent, account);
	for (const found of orders) account.see(symbolOf(found), orderIdOf(found));
	account.isShared ||= unaccounted.length > equal.length;
	return { candidates, ...(order !== undefined && { order }) };
}

/** Whether a row is an order that this process has placed, a leg of one, or another one that it looks for. */
function isAccountedFor(
	found: IDataObject,
	intent: Intent,
	all: readonly IDataObject[],
	account: AccountOrders,
): boolean {
	const symbol = symbolOf(found) ?? intent.order.symbol;
	const isOwn = (id: IDataObject[string]) => account.isOwn(symbol, orderIdOf({ displayingId: id }));
	if (isOwn(found.displayingId) || isOwn(found.ocoOrderId)) return true;
	const id = orderIdOf(found);
	const isLegOfOwn = all.some(
		({ displayingId, limitOrderId, stopLimitOrderId }) =>
			id !== undefined &&
			[limitOrderId, stopLimitOrderId].some((leg) => String(leg) === id) &&
			isOwn(displayingId),
	);
	if (isLegOfOwn) return true;
	return !isSameOrder(found, intent.order) && account.othersExpecting(intent, found).length > 0;
}

interface Dated {
	readonly found: IDataObject;
	/** Of this machine's clock. */
	readonly time: number;
}

/**
 * The intent's own among equal orders. As many orders as intents without an outcome: every intent
 * became one, in the order in which they were sent. But while one of them is still to be answered,
 * its answer will say which is its own.
 */
function pickOwn(
	inTime: readonly Dated[],
	intent: Intent,
	account: AccountOrders,
): IDataObject | undefined {
	const rivals = new Set(
		inTime.flatMap(({ found, time }) =>
			account.othersExpecting(intent, found).filter((other) => isInTime(time, other)),
		),
	);
	const contenders = [intent, ...rivals].sort(bySending);
	const isAnswerDue = contenders.some(({ endedAt }) => endedAt === undefined);
	if (isAnswerDue || inTime.length !== contenders.length) return undefined;
	const found = inTime[contenders.indexOf(intent)]?.found;
	return found !== undefined && orderIdOf(found) !== undefined ? found : undefined;
}

function bySending(a: Intent, b: Intent): number {
	return a.sentAt - b.sentAt || (a.id < b.id ? -1 : 1);
}

/** When an order was created by this machine's clock; undefined if that cannot be told. */
function createdHere(order: IDataObject, offset: number | undefined): number | undefined {
	const time = createdAt(order);
	return time === undefined || offset === undefined ? undefined : time - offset;
}

function isInTime(time: number | undefined, intent: Intent): boolean {
	return time !== undefined && mayHaveBecome(intent, time, TIME_TOLERANCE_MS);
}

/** A failure with what looking for its order brought: without the order, its outcome is unknown. */
export function withLooks(failure: FailureRecord, { candidates, looks }: Found): FailureRecord {
	const { checked: earlier } = failure.facts;
	return {
		...failure,
		facts: {
			...failure.facts,
			outcome: 'unknown',
			...('verified' in failure.facts && { verified: false }),
			checked: [...(Array.isArray(earlier) ? earlier : []), ...looks],
			...(candidates.length > 0 && { candidates: candidates.slice(0, MOST_CANDIDATES) }),
		},
	};
}

const MOST_CANDIDATES = 20;
