import type { IDataObject } from 'n8n-workflow';

import type { OrderName } from '../exchange/api/cancelOrder';
import { clock, isoTime } from '../exchange/clock';
import { orderIdOf, stateOf } from '../exchange/orderRow';
import { Failure, type FailureRecord } from '../exchange/reply/failure';
import { failureRecord, type Verdict } from '../exchange/reply/verdict';
import type { Connection } from '../exchange/wire/request';
import { ordersOfAccount } from '../placement/accountOrders';
import {
	GONE,
	GONE_OF_SEVERAL,
	isSettled,
	REFUSED,
	UNANSWERED,
	type CancelOutcome,
	type Doubt,
} from './doubt';
import { lookFor, type Whereabouts } from './whereabouts';

/** What became of an order that was to be canceled, where that is known. */
export interface Cancellation {
	readonly outcome: CancelOutcome;
	readonly name: OrderName;
	/** As the exchange shows it; absent if it does not. */
	readonly order?: IDataObject;
	/** The exchange's lists told, since its answer did not. */
	readonly isReconciled: boolean;
}

export type CancelResult = Cancellation | Failure;

/** What became of each of some orders, by the names with which they were asked for. */
export type CancelResults = ReadonlyMap<OrderName, CancelResult>;

export const MAY_BE_REPEATED = 'Cancel it again: canceling twice does no harm';
/** Its cancellation may be under way, but it is not proven. */
const STILL_SHOWN_OPEN: FailureRecord = {
	facts: { outcome: 'not_canceled', reason: 'unreadable_answer' },
	message: 'The exchange accepted the cancellation, but returned the order as still open',
	advice: MAY_BE_REPEATED,
};

/** What a reply leaves open about the orders of its request; undefined: they are as they were. */
export function doubtAfter({ error, next, proves }: Verdict): Doubt | undefined {
	if (error?.isGone === true) return GONE;
	if (next === 'confirm') return REFUSED;
	return proves === 'unknown' ? UNANSWERED : undefined;
}

const ENDINGS: Readonly<Record<string, CancelOutcome>> = {
	filled: 'already_filled',
	canceled: 'canceled',
	closed: 'already_closed',
};

/** The order as an answer to its cancellation returned it; undefined if that does not say what became of it. */
function answered(name: OrderName, order: IDataObject): Cancellation | undefined {
	const outcome = order.status === undefined ? 'canceled' : ENDINGS[stateOf(order)];
	return outcome && { outcome, name, order, isReconciled: false };
}

export function notCanceled(name: OrderName, { facts, message, advice }: FailureRecord): Failure {
	return new Failure({ ...facts, ...name }, message, advice);
}

/** Balances may show later what canceled orders had locked, or bought until then. */
export function noteReleased(connection: Connection, results: readonly CancelResult[]): void {
	const { incoming } = ordersOfAccount(connection);
	for (const result of results) {
		if (result instanceof Failure || result.order === undefined) continue;
		if (result.outcome === 'canceled') incoming.canceled(result.order);
		if (result.outcome === 'already_filled') incoming.bought(result.order);
	}
}

/** How the answer to a cancellation is read. */
interface Reading {
	/** The orders that its data holds; undefined for data of another shape. */
	readonly returnedIn: (data: unknown) => IDataObject[] | undefined;
	/** Of an order that is not among them. */
	readonly notReturned: FailureRecord;
	readonly notReturnedIs: Doubt;
	/** Milliseconds to wait for each answer, where the lists have to tell. */
	readonly timeout: number;
}

/** What became of each of the orders of a cancellation, by the reply to it or else by the lists. */
export async function settleVerdict(
	connection: Connection,
	names: readonly OrderName[],
	verdict: Verdict,
	{ returnedIn, notReturned, notReturnedIs, timeout }: Reading,
): Promise<CancelResults> {
	const settle = async (rest: readonly OrderName[], doubt: Doubt, trouble: FailureRecord) =>
		await settleByLooking(connection, rest, doubt, trouble, timeout);
	if (verdict.judgement?.kind !== 'ok') {
		const trouble = failureRecord(verdict, MAY_BE_REPEATED, 'not_canceled');
		const doubt = doubtAfter(verdict);
		const look = doubt === GONE && names.length > 1 ? GONE_OF_SEVERAL : doubt;
		if (look !== undefined) return await settle(names, look, trouble);
		return new Map(names.map((name) => [name, notCanceled(name, trouble)]));
	}
	const returned = returnedIn(verdict.judgement.data);
	if (returned === undefined) return await settle(names, UNANSWERED, notReturned);
	const byId = new Map(returned.map((order) => [orderIdOf(order), order]));
	const results = new Map<OrderName, CancelResult>();
	for (const name of names) {
		const order = byId.get(name.displayingId);
		const result = order && answered(name, order);
		if (result !== undefined) results.set(name, result);
	}
	const unsettled = names.filter((name) => !results.has(name));
	const named = unsettled.filter(({ displayingId }) => byId.has(displayingId));
	const notNamed = unsettled.filter(({ displayingId }) => !byId.has(displayingId));
	return new Map([
		...results,
		...(await settle(named, UNANSWERED, STILL_SHOWN_OPEN)),
		...(await settle(notNamed, notReturnedIs, notReturned)),
	]);
}

const CANCELED: ReadonlySet<CancelOutcome> = new Set(['canceled', 'already_canceled']);

/** Somebody has asked for orders to be canceled, as opposed to a wait that is over. */
export function noteWithdrawn(connection: Connection, results: readonly CancelResult[]): void {
	const account = ordersOfAccount(connection);
	for (const result of results) {
		if (result instanceof Failure || !CANCELED.has(result.outcome)) continue;
		account.withdraw(result.name.symbol, result.name.displayingId);
	}
}

/** Looks for orders whose request left them in doubt, at the times and with the meaning that the doubt says. */
async function settleByLooking(
	connection: Connection,
	names: readonly OrderName[],
	doubt: Doubt,
	trouble: FailureRecord,
	timeout: number,
): Promise<CancelResults> {
	const since = clock.monotonic();
	const checked: string[] = [];
	const seen = new Map<OrderName, Whereabouts>();
	let open = [...names];
	for (const at of doubt.lookAt) {
		if (open.length === 0) break;
		await clock.sleep(Math.max(0, since + at - clock.monotonic()), connection.signal);
		if (connection.signal?.aborted === true) break;
		const found = await lookFor(connection, open, timeout);
		if (found === undefined) continue;
		checked.push(isoTime(clock.now()));
		open.forEach((name, i) => seen.set(name, found[i] ?? { state: 'absent' }));
		open = open.filter((name) => !isSettled(doubt, seen.get(name) ?? { state: 'absent' }));
	}
	return new Map(
		names.map((name) => {
			const told = { ...trouble, facts: { ...trouble.facts, checked: [...checked] } };
			return [name, conclude(name, seen.get(name), doubt, told)];
		}),
	);
}

/** @param seen undefined if the lists could not be read */
function conclude(
	name: OrderName,
	seen: Whereabouts | undefined,
	doubt: Doubt,
	trouble: FailureRecord,
): CancelResult {
	const { order } = seen ?? {};
	const known = { name, isReconciled: true, ...(order !== undefined && { order }) };
	if (seen?.state === 'canceled') return { ...known, outcome: doubt.canceledMeans };
	if (seen?.state === 'filled') return { ...known, outcome: 'already_filled' };
	if (seen?.state === 'closed') return { ...known, outcome: 'already_closed' };
	if (seen?.state === 'unclear') return unknown(name, trouble);
	if (seen?.state === 'open') return stillOpen(name, trouble);
	if (doubt.absentMeans === 'unknown') return unknown(name, trouble);
	return seen === undefined ? notCanceled(name, trouble) : { ...known, outcome: 'not_found' };
}

function stillOpen(name: OrderName, trouble: FailureRecord): Failure {
	return notCanceled(name, {
		facts: { ...trouble.facts, isOpen: true },
		message: `${trouble.message}; order ${name.displayingId} of ${name.symbol} is still open`,
		advice: trouble.advice,
	});
}

function unknown(name: OrderName, { facts, message }: FailureRecord): Failure {
	return notCanceled(name, {
		facts: { ...facts, outcome: 'unknown' },
		message,
		advice: MAY_BE_REPEATED,
	});
}
