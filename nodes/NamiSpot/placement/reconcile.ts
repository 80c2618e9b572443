import type { IDataObject } from 'n8n-workflow';

import { clock, untilCanceled } from '../exchange/clock';
import { createdAt } from '../exchange/orderRow';
import type { Connection } from '../exchange/wire/request';
import { claims, mayHaveBecome, type Intent } from './claims';
import type { RecordedFailure } from './ledger';
import { lookAtOrders, UNDATED_MARGIN_MS, type Sight } from './lookup';
import { isSameOrder } from './sameOrder';

/** What looking for an order brought. */
export interface Found {
	/** The order, if exactly one can be it. */
	readonly order?: IDataObject;
	/** Orders that may be it, where that cannot be told for sure. */
	readonly candidates: IDataObject[];
	/** When both lists were read in full, in ISO times of this machine. */
	readonly looks: string[];
	/** Whether the look that the patience asks for was had, not only one before it. */
	readonly isSettled: boolean;
}

/** What looking brought that did not come about. */
export const NOT_LOOKED: Found = { candidates: [], looks: [], isSettled: false };

/** Whether looking has shown that there is no such order. */
export function isAbsent({ order, candidates, isSettled }: Found): boolean {
	return isSettled && order === undefined && candidates.length === 0;
}

/** Whether a look that shows no such order settles it, or only finding the order does. */
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
}

/** `Date` headers are exact to a second; calls take a while. */
const TIME_TOLERANCE_MS = 2_000;
/** An equal order so little out of time is not taken for the one looked for, nor is that one called absent. */
const DOUBTFUL_MS = 10_000;

/**
 * Looks for an order whose outcome is not known, at the given times, and claims it when it is
 * found. It is found when as many equal orders show up, created in the time in which this one may
 * have been, as orders of this process without an outcome may have become one of them.
 *
 * A look that fails is made up for at the next time of the schedule, the last one a little later.
 */
export async function reconcile(
	connection: Connection,
	intent: Intent,
	{ schedule, patience, timeout }: Search,
): Promise<Found> {
	const { signal } = connection;
	const since = clock.now();
	const looks: string[] = [];
	let candidates: IDataObject[] = [];
	const last = schedule.at(-1) ?? 0;
	for (const at of [...schedule, ...MAKE_UP_AFTER_MS.map((after) => last + after)]) {
		await clock.sleep(Math.max(0, since + at - clock.now()), signal);
		if (signal?.aborted === true) break;
		const { symbol } = intent.order;
		const sight = await untilCanceled(
			lookAtOrders(connection, symbol, intent.sentAt, timeout),
			signal,
		);
		if (sight === undefined) continue;
		looks.push(new Date(clock.now()).toISOString());
		const judged = judgeSight(sight, intent);
		candidates = judged.candidates;
		if (judged.order !== undefined) {
			claims.claim(intent, judged.order.displayingId);
			return { order: judged.order, candidates: [], looks, isSettled: true };
		}
		const isLast = at >= last || (patience === 'until_absent' && candidates.length === 0);
		if (isLast) return { candidates, looks, isSettled: true };
	}
	return { candidates, looks, isSettled: false };
}

type Judged = Pick<Found, 'order' | 'candidates'>;

function judgeSight({ orders, offset }: Sight, intent: Intent): Judged {
	const equal = orders.filter(
		(found) => isSameOrder(found, intent.order) && !claims.isClaimed(intent, found.displayingId),
	);
	const dated = equal.map((found) => ({ found, time: createdHere(found, offset) }));
	const inTime = dated
		.filter((order): order is Dated => isInTime(order, intent))
		.sort((a, b) => a.time - b.time);
	const doubtful = dated.filter(
		(order) => !isInTime(order, intent) && isDoubtful(order.found, intent, offset),
	);
	const candidates = [...inTime, ...doubtful].map(({ found }) => found);
	const order = doubtful.some(({ time }) => time === undefined) ? undefined : pick(inTime, intent);
	return { candidates, ...(order !== undefined && { order }) };
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
function pick(inTime: readonly Dated[], intent: Intent): IDataObject | undefined {
	const rivals = new Set(
		inTime.flatMap(({ found, time }) => claims.rivals(intent, found, time, TIME_TOLERANCE_MS)),
	);
	const contenders = [intent, ...rivals].sort(bySending);
	const isAnswerDue = contenders.some(({ endedAt }) => endedAt === undefined);
	if (isAnswerDue || inTime.length !== contenders.length) return undefined;
	return inTime[contenders.indexOf(intent)]?.found;
}

function bySending(a: Intent, b: Intent): number {
	return a.sentAt - b.sentAt || (a.id < b.id ? -1 : 1);
}

/** When an order was created by this machine's clock; undefined if that cannot be told. */
function createdHere(order: IDataObject, offset: number | undefined): number | undefined {
	const time = createdAt(order);
	return time === undefined || offset === undefined ? undefined : time - offset;
}

function isInTime(order: { time: number | undefined }, intent: Intent): boolean {
	return order.time !== undefined && mayHaveBecome(intent, order.time, TIME_TOLERANCE_MS);
}

function isDoubtful(order: IDataObject, intent: Intent, offset: number | undefined): boolean {
	const time = createdAt(order);
	if (time === undefined) return true;
	return offset === undefined
		? mayHaveBecome(intent, time, UNDATED_MARGIN_MS)
		: mayHaveBecome(intent, time - offset, DOUBTFUL_MS);
}

/** A failure with what looking for its order brought: without the order, its outcome is unknown. */
export function withLooks(failure: RecordedFailure, { candidates, looks }: Found): RecordedFailure {
	return {
		...failure,
		facts: {
			...failure.facts,
			outcome: 'unknown',
			...('verified' in failure.facts && { verified: false }),
			checked: [...earlierLooks(failure), ...looks],
			...(candidates.length > 0 && { candidates }),
		},
	};
}

function earlierLooks({ facts: { checked } }: RecordedFailure): unknown[] {
	return Array.isArray(checked) ? checked : [];
}
