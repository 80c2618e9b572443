import type { IDataObject } from 'n8n-workflow';

import { cancelOrder } from '../canceling/cancelOrder';
import { lookForOne, nameOf } from '../canceling/whereabouts';
import type { OrderName } from '../exchange/api/cancelOrder';
import { clock } from '../exchange/clock';
import { cameToNothing, hasExecuted, stateOf } from '../exchange/orderRow';
import { Failure, type FailureRecord } from '../exchange/reply/failure';
import type { Connection } from '../exchange/wire/request';
import { ordersOfAccount } from './accountOrders';
import { placedEntry, type FillResult } from './entry';
import { requireItsAccount } from './itsAccount';
import type { OrderRun, PlacedOrder } from './orderRun';

export interface WaitOptions {
	/** How long to wait at most, in milliseconds from the first time that this item's order was waited for. */
	readonly waitMs: number;
	/** What to do with what is open then. */
	readonly afterWait: 'leave' | 'cancel';
	/** Milliseconds to wait for each answer. */
	readonly timeout: number;
}

export interface WaitedOrder {
	readonly placed: PlacedOrder;
	readonly result: FillResult;
}

/** Milliseconds between looks; the last one is kept. */
const PAUSES_MS: readonly number[] = [1_000, 1_000, 2_000, 3_000, 5_000, 10_000];

/**
 * Waits until a placed order is filled, canceled or otherwise over, at most as long as the options
 * say, and then leaves or cancels what is open. Nothing here places an order. What it came to is
 * written to the ledger, so that a later try of the item goes on with the rest of the wait, or, once
 * it is over, only repeats what it came to.
 *
 * @throws Failure when it is not known how far the order was filled, or its rest could not be canceled
 */
export async function waitForFill(
	run: OrderRun,
	placed: PlacedOrder,
	options: WaitOptions,
): Promise<WaitedOrder> {
	try {
		return await waitAndSettle(run, placed, options);
	} catch (caught) {
		throw caught instanceof Failure ? ofPlaced(nameOf(placed.data), caught) : caught;
	}
}

async function waitAndSettle(
	run: OrderRun,
	placed: PlacedOrder,
	options: WaitOptions,
): Promise<WaitedOrder> {
	const { ledger } = run;
	const earlier = ledger.wait(run.item);
	if (earlier?.result !== undefined) return { placed, result: earlier.result };
	const since = earlier?.since ?? clock.now();
	ledger.writeWait(run.item, { since });

	const connection = await run.connection();
	const name = nameOf(placed.data);
	await requireItsAccount(run, run.item, placed.data, connection, options.timeout);
	// An earlier try may have begun it before this machine's clock was set back.
	const left = Math.min(options.waitMs, since + options.waitMs - clock.now());
	const shown = await watch(connection, name, placed.data, left, options.timeout);
	const { mayBeAnothers } = placed.data;
	const note = (row: IDataObject): PlacedOrder => {
		const data = { ...row, ...(mayBeAnothers !== undefined && { mayBeAnothers }) };
		ledger.write(run.item, placedEntry(data, placed.isReconciled));
		return { ...placed, data };
	};
	if (shown !== undefined) note(shown);
	if (connection.signal?.aborted === true) {
		const last = shown ?? placed.data;
		return { placed: note(last), result: resultOf(last) };
	}
	const isLeft = options.afterWait === 'leave';
	if (shown === undefined && isLeft) throw Failure.from(NOT_SEEN);
	const data =
		shown !== undefined && (isLeft || isOver(shown))
			? shown
			: await cancelRest(connection, name, shown, note, options.timeout);
	const result = resultOf(data);
	const settled = note(data);
	// An order that another call has placed may have been sold since.
	if (placed.isRepeated !== true) ordersOfAccount(connection).incoming.bought(data);
	ledger.writeWait(run.item, { since, result });
	return { placed: settled, result };
}

/** The order as it was last seen, once it is over or the time is; undefined if it was never seen. */
async function watch(
	connection: Connection,
	name: OrderName,
	first: IDataObject,
	ms: number,
	timeout: number,
): Promise<IDataObject | undefined> {
	if (isOver(first)) return first;
	const until = clock.monotonic() + ms;
	let seen: IDataObject | undefined;
	for (let look = 0; ; look += 1) {
		const left = until - clock.monotonic();
		const pause = PAUSES_MS[look] ?? PAUSES_MS.at(-1) ?? 0;
		await clock.sleep(Math.max(0, Math.min(pause, left)), connection.signal);
		if (connection.signal?.aborted === true) return seen;
		seen = (await lookForOne(connection, name, timeout))?.order ?? seen;
		if (seen !== undefined && isOver(seen)) return seen;
		if (clock.monotonic() >= until) return seen;
	}
}

/**
 * Cancels what is open, also of an order that no list has shown. An order that is filled meanwhile is a
 * filled one.
 */
async function cancelRest(
	connection: Connection,
	name: OrderName,
	seen: IDataObject | undefined,
	note: (row: IDataObject) => void,
	timeout: number,
): Promise<IDataObject> {
	const result = await cancelOrder(connection, name, { timeout });
	if (result instanceof Failure) {
		const last = (await lookForOne(connection, name, timeout))?.order;
		if (last !== undefined) note(last);
		if (last !== undefined && isOver(last)) return last;
		throw restStays(name, result, last);
	}
	if (result.outcome === 'not_found') throw Failure.from(NOT_SEEN);
	const { order } = result;
	if (order !== undefined && result.isReconciled && isOver(order)) return order;
	// An answer may have been written before the last fill was; the lists have both.
	const shown = (await lookForOne(connection, name, timeout))?.order;
	if ((shown ?? seen) === undefined)
		throw Failure.from(NOT_SEEN).and({ orderStatus: order?.status });
	const last = shown !== undefined && isOver(shown) ? shown : order;
	if (last === undefined || !isOver(last)) throw Failure.from(NOT_SEEN);
	return last;
}

function isOver(order: IDataObject): boolean {
	const state = stateOf(order);
	if (state === 'open' || state === 'unclear') return false;
	// One that does not say what was executed until it ended may have bought something.
	return hasExecuted(order) || cameToNothing(order);
}

function resultOf(order: IDataObject): FillResult {
	const state = stateOf(order);
	if (state === 'filled') return 'filled';
	if (hasExecuted(order)) return 'partly_filled';
	return state === 'canceled' || state === 'closed' ? 'canceled' : 'open';
}

/** Whatever stands in the way of looking after an order, it is placed. */
function ofPlaced(name: OrderName, failure: Failure): Failure {
	if (failure.facts.isPlaced === true) return failure;
	return failure.and(
		{ outcome: 'unknown', isPlaced: true, ...name },
		`Order ${name.displayingId} of ${name.symbol} was placed, but it is unknown how much of it was filled: ${failure.message}`,
	);
}

const NOT_SEEN: FailureRecord = {
	facts: { outcome: 'unknown', reason: 'unreadable_answer' },
	message: 'the exchange’s lists did not show it',
	advice:
		'Look it up with Order → Get. A retry of this execution continues to wait and places nothing',
};

function restStays(
	{ displayingId, symbol }: OrderName,
	failure: Failure,
	shown: IDataObject | undefined,
): Failure {
	const known =
		shown === undefined ? ({ outcome: 'unknown' } as const) : { result: resultOf(shown) };
	return failure.and(
		{ ...known, isPlaced: true, displayingId, symbol },
		`Order ${displayingId} of ${symbol} was placed, but the rest of it was not canceled: ${failure.message}`,
	);
}
