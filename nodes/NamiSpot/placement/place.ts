import type { IDataObject } from 'n8n-workflow';

import { clock, onAbort } from '../exchange/clock';
import { examine, type Evidence } from '../exchange/reply/evidence';
import { Failure, type Facts } from '../exchange/reply/failure';
import { isRecord } from '../exchange/guards';
import { send, type Reply } from '../exchange/wire/request';
import { TRY_AGAIN_AFTER_MS, waitBefore } from '../exchange/reply/retry';
import { orderParameters, toRecord, type SpotOrder } from '../exchange/spotOrder';
import { claims, type Intent } from './claims';
import { failureOf, type Desk, type PlacedOrder } from './desk';
import { placedEntry, type NotPlacedEntry, type RecordedFailure, type SentOrder } from './ledger';
import { confirmOrderKey, releaseOrderKey, rememberOrderKey } from './orderKey';
import {
	factsOf,
	LOOK_BEFORE_REPEATING,
	outcomeOf,
	phrase,
	type OutcomeRow,
} from '../exchange/reply/verdict';
import {
	isAbsent,
	NOT_LOOKED,
	RECONCILE_AT_MS,
	reconcile,
	withLooks,
	type Found,
	type Patience,
} from './reconcile';

export interface PlaceOptions {
	/** Milliseconds to wait for each answer. */
	readonly timeout: number;
	readonly orderKey: string;
	/** Whether to place it even after an item whose outcome stayed unknown. */
	readonly continueAfterUnknown: boolean;
}

/**
 * Places an order, at most once: a second POST is sent only where it is proven that the first one
 * did not become an order.
 *
 * @throws Failure with the outcome `not_placed` or `unknown` and its reason
 */
export async function placeOrder(
	desk: Desk,
	item: number,
	order: SpotOrder,
	options: PlaceOptions,
): Promise<PlacedOrder> {
	if (options.orderKey !== '') await rememberOrderKey(desk.context, options.orderKey);
	const attempt: Attempt = { desk, item, order, options, intent: undefined };
	return await sendAndSettle(attempt).catch((caught: unknown) => giveUp(attempt, caught));
}

async function sendAndSettle(attempt: Attempt): Promise<PlacedOrder> {
	const evidence = await sendUntilSettled(attempt);
	return await settle(attempt, outcomeOf(evidence), evidence);
}

/** Should this package itself break after an order may have left, that must not look like safety. */
async function giveUp(attempt: Attempt, caught: unknown): Promise<never> {
	const { desk, item, options } = attempt;
	if (caught instanceof Failure) throw caught;
	if (desk.ledger.find(item)?.state !== 'sending') {
		if (options.orderKey !== '') await releaseOrderKey(desk.context, options.orderKey);
		throw caught;
	}
	const message = caught instanceof Error ? caught.message : String(caught);
	return settleUnknown(
		attempt,
		{
			facts: { outcome: 'unknown', reason: 'unexpected' },
			message: `Placing the order was cut short: ${message}`,
			advice: LOOK_BEFORE_REPEATING,
		},
		NOT_LOOKED,
	);
}

interface Attempt {
	readonly desk: Desk;
	readonly item: number;
	readonly order: SpotOrder;
	readonly options: PlaceOptions;
	/** The order that is on its way or whose outcome is open; undefined while none can exist. */
	intent: Intent | undefined;
}

async function sendUntilSettled(attempt: Attempt): Promise<Evidence> {
	const { signal } = attempt.desk.connection;
	for (const pause of TRY_AGAIN_AFTER_MS) {
		const evidence = examine(await sendOnce(attempt));
		const row = outcomeOf(evidence);
		if (row.next !== 'send_again') return evidence;
		const wait = waitBefore(pause, evidence);
		if (wait === undefined) return evidence;
		dropIntent(attempt);
		await clock.sleep(wait, signal);
		if (signal?.aborted === true) return examine({ kind: 'unsent', reason: 'execution_canceled' });
	}
	return examine(await sendOnce(attempt));
}

async function sendOnce(attempt: Attempt): Promise<Reply> {
	const { desk, item, order, options } = attempt;
	const { host, signal } = desk.connection;
	let stopWatching = (): void => {};
	const reply = await send(desk.connection, {
		purpose: 'order',
		method: 'POST',
		path: '/api/v4/spot/order',
		parameters: orderParameters(order),
		isSigned: true,
		timeout: options.timeout,
		onSend: () => {
			attempt.intent = claims.open(host, order, clock.now());
			desk.ledger.write(item, { state: 'sending', ...sentOrder(attempt.intent) });
			stopWatching = onAbort(signal, () => warnOfCanceled(attempt));
		},
	});
	stopWatching();
	if (reply.kind === 'unsent' || attempt.intent === undefined) return reply;
	attempt.intent.endedAt = reply.receivedAt;
	return reply;
}

/** n8n ends a canceled execution without waiting for the answer: only the log can tell. */
function warnOfCanceled({ desk, item, order }: Attempt): void {
	desk.context.logger.warn(
		`The execution was canceled while the order of item ${item} was on its way: it is not known whether it was placed`,
		outline(order),
	);
}

function dropIntent(attempt: Attempt): void {
	if (attempt.intent !== undefined) claims.drop(attempt.intent);
	attempt.intent = undefined;
}

function outline({ symbol, side, type }: SpotOrder): IDataObject {
	return { symbol, side, type };
}

async function settle(attempt: Attempt, row: OutcomeRow, evidence: Evidence): Promise<PlacedOrder> {
	const { judgement } = evidence;
	if (row.outcome === 'placed' && judgement?.kind === 'ok' && isRecord(judgement.data)) {
		return await settlePlaced(attempt, judgement.data, false);
	}
	const failure: RecordedFailure = {
		facts: factsOf(row, evidence),
		message: phrase(row.message, evidence),
		advice: phrase(row.advice, evidence),
	};
	if (row.next === 'look_once') return await settleByOneLook(attempt, failure);
	if (row.next === 'reconcile') return await settleByLooking(attempt, failure);
	return await settleNotPlaced(attempt, { failure, maySucceedLater: row.maySucceedLater === true });
}

async function settlePlaced(
	{ desk, item, order, intent, options }: Attempt,
	data: IDataObject,
	isReconciled: boolean,
): Promise<PlacedOrder> {
	if (intent !== undefined) claims.claim(intent, data.displayingId);
	desk.ledger.write(item, placedEntry(data, isReconciled));
	if (desk.connection.signal?.aborted === true) {
		desk.context.logger.warn(
			`The order of item ${item} was placed although its execution was canceled on the way: order ${String(data.displayingId)}`,
			outline(order),
		);
	}
	if (options.orderKey !== '') await confirmOrderKey(desk.context, options.orderKey);
	return { data, isReconciled };
}

async function settleNotPlaced(
	attempt: Attempt,
	proof: Omit<NotPlacedEntry, 'state'>,
): Promise<never> {
	const { desk, item, options } = attempt;
	dropIntent(attempt);
	desk.ledger.write(item, { state: 'not_placed', ...proof });
	if (options.orderKey !== '') await releaseOrderKey(desk.context, options.orderKey);
	throw failureOf(proof.failure);
}

/**
 * The exchange said no in a way that does not prove it: one look tells, if it can be had. A key that
 * is given back may bring the order a second time, so with one a late look has to say the same.
 */
async function settleByOneLook(attempt: Attempt, failure: RecordedFailure): Promise<PlacedOrder> {
	const hasKey = attempt.options.orderKey !== '';
	const found = await look(attempt, hasKey ? 'until_found' : 'until_absent');
	if (found.order !== undefined) return await settlePlaced(attempt, found.order, true);
	if (attempt.intent === undefined || !isAbsent(found)) {
		return settleUnknown(attempt, failure, found);
	}
	const facts: Facts = { ...failure.facts, verified: true, checked: found.looks };
	return await settleNotPlaced(attempt, {
		failure: { ...failure, facts },
		maySucceedLater: false,
		sent: sentOrder(attempt.intent),
	});
}

async function settleByLooking(attempt: Attempt, failure: RecordedFailure): Promise<PlacedOrder> {
	const found = await look(attempt, 'until_found');
	if (found.order !== undefined) return await settlePlaced(attempt, found.order, true);
	return settleUnknown(attempt, failure, found);
}

function settleUnknown(
	{ desk, item, order, intent }: Attempt,
	failure: RecordedFailure,
	found: Found,
): never {
	const known = withLooks(failure, found);
	if (intent !== undefined) {
		desk.ledger.write(item, { state: 'unknown', ...sentOrder(intent), failure: known });
	}
	desk.heldUpBy ??= item;
	desk.context.logger.warn(
		`It is not known whether the order of item ${item} was placed (${known.facts.reason})`,
		outline(order),
	);
	throw failureOf(known);
}

async function look({ desk, options, intent }: Attempt, patience: Patience): Promise<Found> {
	if (intent === undefined) return NOT_LOOKED;
	return await reconcile(desk.connection, intent, {
		schedule: RECONCILE_AT_MS,
		patience,
		timeout: options.timeout,
	});
}

function sentOrder({ id: intentId, sentAt, endedAt, order }: Intent): SentOrder {
	return { intentId, sentAt, ...(endedAt !== undefined && { endedAt }), order: toRecord(order) };
}
