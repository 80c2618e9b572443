import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { clock, onAbort } from '../exchange/clock';
import { cameToNothing, hasOrderId, orderIdOf } from '../exchange/orderRow';
import { Failure, type Facts, type FailureRecord } from '../exchange/reply/failure';
import { TRY_AGAIN_AFTER_MS, waitBefore } from '../exchange/reply/retry';
import { failureRecord, verdictOn, type Verdict } from '../exchange/reply/verdict';
import { toRecord, type SpotOrder } from '../exchange/spotOrder';
import { sendOrder } from '../exchange/api/placeOrder';
import type { Connection } from '../exchange/wire/request';
import { ordersOfAccount, type Intent, type IntentRecord } from './accountOrders';
import { confirmKey, keptKey, knownKeys, releaseKey, takeKey } from './orderKey';
import { isTool } from './execution';
import { itemOf, type NotPlacedEntry, type Slot } from './entry';
import { oneAtATime } from './oneAtATime';
import type { OrderRun, PlacedOrder } from './orderRun';
import { askedFor, justPlaced, openInOtherRun } from './otherRuns';
import {
	isAbsent,
	NOT_LOOKED,
	RECONCILE_AT_MS,
	reconcile,
	withLooks,
	type Found,
	type OthersAmong,
} from './reconcile';

export interface PlaceOptions {
	/** Milliseconds to wait for each answer. */
	readonly timeout: number;
	readonly orderKey: string;
	/**
	 * Where somebody can only have used the key for this very order, it is looked for; undefined: a key
	 * that was used refuses the order.
	 */
	readonly keyOfThis?: SentBefore | undefined;
	/** Whether an equal order of this process whose outcome is open is this very one, and is looked for; undefined: only in tools. */
	readonly mayBeUnderWay?: boolean;
	/** An equal order that was placed within so many milliseconds is the one that is asked for. */
	readonly repeatWindowMs: number;
	/**
	 * What has to hold before the order is sent for the first time, as far as is known.
	 *
	 * @throws Failure when it does not
	 */
	readonly beforeFirst?: (() => Promise<void>) | undefined;
	/**
	 * Lets the order through before it is placed; an order that was placed before needs no leave.
	 *
	 * @throws Failure when it may not be placed
	 */
	readonly admit: (place: (admitted: Admitted) => Promise<PlacedOrder>) => Promise<PlacedOrder>;
}

/** An order that somebody may have sent before: since when, in Unix milliseconds, and after which order. */
export interface SentBefore {
	readonly since: number;
	readonly after?: string | undefined;
	/** What tells it from all equal orders. */
	readonly name?: string;
	readonly othersAmong?: OthersAmong | undefined;
}

/** Leave to place an order. */
export interface Admitted {
	/**
	 * Called when it is the order's turn to leave.
	 *
	 * @throws Failure when it may not any more
	 */
	recheck(): Promise<void>;
}

/** Advice where it is not known whether an order exists. */
export const LOOK_BEFORE_REPEATING =
	'The order may exist: check the open orders and the order history before you place it again';

/**
 * Places an order, at most once: a second POST is sent only where it is proven that the first one
 * did not become an order.
 *
 * @throws Failure with the outcome `not_placed` or `unknown` and its reason
 */
export async function placeOrder(
	run: OrderRun,
	slot: Slot,
	order: SpotOrder,
	options: PlaceOptions,
): Promise<PlacedOrder> {
	const connection = await run.connection();
	const account = ordersOfAccount(connection);
	account.remember(run.ledger);
	run.ledger.setAccount(slot, connection.account);
	const attempt = new Attempt(run, connection, slot, order, options);
	const place = async () => await options.admit(async (admitted) => await attempt.place(admitted));
	const looks = options.mayBeUnderWay ?? isTool(run.context);
	if (!looks && options.repeatWindowMs === 0) return await place();
	const name = `${connection.account} ${JSON.stringify(toRecord(order))}`;
	return await oneAtATime(name, async () => (await attempt.earlierTwin()) ?? (await place()));
}

/** Placing the order of one item. */
class Attempt {
	/** The order that is on its way or whose outcome is open; undefined while none can exist. */
	private intent: Intent | undefined;

	private admitted: Admitted | undefined;

	/** Kept until it is proven that the order was not placed. */
	private keys: string[] = [];

	constructor(
		private readonly run: OrderRun,
		private readonly connection: Connection,
		private readonly slot: Slot,
		private readonly order: SpotOrder,
		private readonly options: PlaceOptions,
	) {}

	/** Sends the order, after its keys are taken. */
	async place(admitted: Admitted): Promise<PlacedOrder> {
		this.admitted = admitted;
		const before = await this.takeKeys();
		if (before !== undefined) return await this.findSent(before);
		return await this.sendFirst()
			.then(async (verdict) => await this.settle(verdict))
			.catch(async (caught: unknown) => await this.giveUp(caught));
	}

	/**
	 * Where n8n has no memory of a run, an equal order that was sent before: one whose outcome is open
	 * is looked for, never sent again, and one that was just placed is the one that is asked for.
	 */
	async earlierTwin(): Promise<PlacedOrder | undefined> {
		const account = ordersOfAccount(this.connection);
		const data = justPlaced(this.run, this.connection, this.order, this.options.repeatWindowMs);
		if (data !== undefined) return { data, isReconciled: false, isRepeated: true };
		const looks = this.options.mayBeUnderWay ?? isTool(this.run.context);
		const twin = looks ? this.openTwin() : undefined;
		if (twin === undefined) return undefined;
		twin.endedAt ??= clock.now();
		const found = await this.look(twin);
		if (found.order === undefined) throw Failure.from(withLooks(UNRESOLVED_TWIN, found));
		account.claim(twin, found.order);
		return { data: found.order, isReconciled: true };
	}

	private openTwin(): Intent | undefined {
		const account = ordersOfAccount(this.connection);
		const name = this.options.keyOfThis?.name;
		const known = account.twinOf(this.order, name);
		if (known !== undefined) return known;
		const record = openInOtherRun(this.run.ledger, this.connection.account, this.order, name);
		return record && account.reopen(record);
	}

	/**
	 * Takes the keys under which this order is remembered: the user's, and that of the retried execution.
	 *
	 * @returns what is known of it, where somebody else has taken one
	 */
	private async takeKeys(): Promise<SentBefore | undefined> {
		const { context, ledger } = this.run;
		const { retried } = ledger;
		const { orderKey, keyOfThis } = this.options;
		const retryKey = retried && `retry ${retried} ${this.slot}`;
		if (retryKey !== undefined) {
			if ((await this.take(retryKey)) === 'known') return { since: startOf(context) };
		}
		if (orderKey === '') return undefined;
		const key = keptKey(context, this.connection.account, orderKey);
		const state = await this.take(key).catch(async (caught: unknown) => {
			await this.releaseKeys();
			throw caught;
		});
		if (state === 'new') return undefined;
		if (keyOfThis !== undefined) return keyOfThis;
		await this.releaseKeys();
		throw duplicateKey(orderKey, this.order, itemOf(this.slot));
	}

	private async take(key: string): Promise<'new' | 'known'> {
		const state = await takeKey(this.run.context, key);
		if (state === 'new') this.keys.push(key);
		return state;
	}

	private async releaseKeys(): Promise<void> {
		for (const key of this.keys) await releaseKey(this.run.context, key);
		this.keys = [];
	}

	/** Somebody else has sent this order: another process, or this one before a restart. */
	private async findSent({ since, after, name }: SentBefore): Promise<PlacedOrder> {
		const order = toRecord(this.order);
		const record: IntentRecord = {
			// Two executions may have begun in the same millisecond.
			intentId: `sent ${name ?? since} ${this.slot} ${JSON.stringify(order)}`,
			order,
			sentAt: since,
			endedAt: clock.now(),
			...(after !== undefined && { after }),
			...(name !== undefined && { name }),
		};
		const account = ordersOfAccount(this.connection);
		this.intent = account.twinOf(this.order, name) ?? account.reopen(record);
		return await this.settleByLooking(SENT_BY_ANOTHER);
	}

	private async sendFirst(): Promise<Verdict> {
		await this.options.beforeFirst?.();
		return await this.sendUntilSettled();
	}

	private async sendUntilSettled(): Promise<Verdict> {
		const { signal } = this.connection;
		for (const pause of TRY_AGAIN_AFTER_MS) {
			const verdict = await this.sendOnce();
			if (verdict.next !== 'send_again') return verdict;
			const wait = waitBefore(pause, verdict);
			if (wait === undefined) return verdict;
			this.dropIntent();
			await clock.sleep(wait, signal);
			if (signal?.aborted === true) {
				return verdictOn({ kind: 'unsent', reason: 'execution_canceled' });
			}
		}
		return await this.sendOnce();
	}

	private async sendOnce(): Promise<Verdict> {
		const { connection, order, options } = this;
		let stopWatching = (): void => {};
		try {
			const verdict = await sendOrder(connection, order, {
				timeout: options.timeout,
				beforeSend: async () => await this.admitted?.recheck(),
				onSend: () => {
					if (this.intent !== undefined) return;
					const { keyOfThis } = options;
					this.intent = ordersOfAccount(connection).open(order, clock.now(), keyOfThis?.name);
					this.run.ledger.write(this.slot, { state: 'sending', ...recordOf(this.intent) });
					stopWatching = onAbort(connection.signal, () => this.warnOfCanceled());
				},
			});
			if (this.intent !== undefined) this.intent.endedAt = clock.now();
			return verdict;
		} finally {
			stopWatching();
		}
	}

	/** n8n ends a canceled execution without waiting for the answer: only the log can tell. */
	private warnOfCanceled(): void {
		this.warn(
			`The execution was canceled while the order of item ${this.slot} was being sent: it is not known whether it was placed`,
		);
	}

	private async settle(verdict: Verdict): Promise<PlacedOrder> {
		const data = verdict.judgement?.kind === 'ok' ? verdict.judgement.data : undefined;
		if (hasOrderId(data)) return await this.settleShown(data, false);
		const isUnknown = verdict.proves !== 'not_done';
		const outcome = isUnknown ? 'unknown' : 'not_placed';
		const failure = failureRecord(verdict, LOOK_BEFORE_REPEATING, outcome);
		if (isUnknown) return await this.settleByLooking(failure);
		if (verdict.next === 'confirm') return await this.confirmRefusal(failure);
		return await this.settleNotPlaced({ failure, maySucceedLater: verdict.maySucceedLater });
	}

	/** The exchange shows the order: it exists, unless it came to nothing at once. */
	private async settleShown(data: IDataObject, isReconciled: boolean): Promise<PlacedOrder> {
		if (!cameToNothing(data)) return await this.settlePlaced(data, isReconciled);
		if (this.intent !== undefined) ordersOfAccount(this.connection).claim(this.intent, data);
		const { status } = data;
		const facts: Facts = {
			outcome: 'not_placed',
			reason: 'refused',
			displayingId: orderIdOf(data),
			orderStatus: status,
			...(isReconciled && { reconciled: true }),
		};
		const failure = {
			facts,
			message: `The exchange accepted the order and then closed it as ${String(status)}; nothing was executed`,
			advice: 'Check the amounts and prices against the symbol’s limits and the last price',
		};
		return await this.settleNotPlaced({ failure, maySucceedLater: false });
	}

	private async settlePlaced(data: IDataObject, isReconciled: boolean): Promise<PlacedOrder> {
		const { connection, intent } = this;
		const account = ordersOfAccount(connection);
		if (intent !== undefined) account.claim(intent, data);
		const shown = isReconciled && account.isShared ? { ...data, mayBeAnothers: true } : data;
		const asked = askedFor(this.run.context, this.order, this.options.keyOfThis?.name);
		this.run.ledger.write(this.slot, { ...placedEntry(shown, isReconciled), ...asked });
		if (connection.signal?.aborted === true) {
			this.warn(
				`The order of item ${this.slot} was placed although its execution was canceled meanwhile: order ${String(data.displayingId)}`,
			);
		}
		for (const key of this.keys) await confirmKey(this.run.context, key);
		return { data: shown, isReconciled };
	}

	private async settleNotPlaced(proof: Omit<NotPlacedEntry, 'state'>): Promise<never> {
		this.dropIntent();
		this.run.ledger.write(this.slot, { state: 'not_placed', ...proof });
		await this.releaseKeys();
		throw Failure.from(proof.failure);
	}

	/** The exchange said no, but not of its own knowledge: its lists have to say the same, also late ones. */
	private async confirmRefusal(failure: FailureRecord): Promise<PlacedOrder> {
		const { intent } = this;
		const found = await this.look(intent);
		if (found.order !== undefined) return await this.settleShown(found.order, true);
		if (intent === undefined || !isAbsent(found)) return this.settleUnknown(failure, found);
		const facts: Facts = { ...failure.facts, verified: true, checked: found.looks };
		return await this.settleNotPlaced({
			failure: { ...failure, facts },
			maySucceedLater: false,
			sent: recordOf(intent),
		});
	}

	private async settleByLooking(failure: FailureRecord): Promise<PlacedOrder> {
		const found = await this.look(this.intent);
		if (found.order !== undefined) return await this.settleShown(found.order, true);
		return this.settleUnknown(failure, found);
	}

	private settleUnknown(failure: FailureRecord, found: Found): never {
		const known = withLooks(failure, found);
		if (this.intent !== undefined) {
			this.run.ledger.write(this.slot, {
				state: 'unknown',
				...recordOf(this.intent),
				failure: known,
			});
		}
		this.warn(
			`It is not known whether the order of item ${this.slot} was placed (${known.facts.reason})`,
		);
		throw Failure.from(known);
	}

	private async look(intent: Intent | undefined): Promise<Found> {
		if (intent === undefined) return NOT_LOOKED;
		return await reconcile(this.connection, intent, {
			schedule: RECONCILE_AT_MS,
			patience: 'until_found',
			timeout: this.options.timeout,
			othersAmong: this.options.keyOfThis?.othersAmong,
		});
	}

	/** If our own code throws after an order may have been sent, that is unknown, never not placed. */
	private async giveUp(caught: unknown): Promise<never> {
		const isHeldBack =
			caught instanceof Failure && this.run.ledger.find(this.slot)?.state === 'sending';
		if (isHeldBack) {
			// Its turn came again, after a first form that did nothing, and then it could not be sent any more.
			const { facts, message, advice } = caught;
			return await this.settleNotPlaced({
				failure: { facts, message, advice },
				maySucceedLater: true,
			});
		}
		if (this.intent === undefined) await this.releaseKeys();
		if (this.intent === undefined || caught instanceof Failure) throw caught;
		const cause = caught instanceof Error ? caught.message : String(caught);
		return this.settleUnknown(
			{
				facts: { outcome: 'unknown', reason: 'unexpected' },
				message: `Placing the order was interrupted: ${cause}`,
				advice: LOOK_BEFORE_REPEATING,
			},
			NOT_LOOKED,
		);
	}

	private dropIntent(): void {
		if (this.intent !== undefined) ordersOfAccount(this.connection).drop(this.intent);
		this.intent = undefined;
	}

	private warn(sentence: string): void {
		const { symbol, side, type } = this.order;
		this.run.context.logger.warn(sentence, { symbol, side, type });
	}
}

/** A placed order as the ledger records it. */
export function placedEntry(data: IDataObject, isReconciled: boolean) {
	return { state: 'placed', data, ...(isReconciled && { isReconciled }) } as const;
}

function recordOf({ id, sentAt, endedAt, after, order, name }: Intent): IntentRecord {
	return {
		intentId: id,
		sentAt,
		...(endedAt !== undefined && { endedAt }),
		...(after !== undefined && { after: String(after) }),
		...(name !== undefined && { name }),
		order: toRecord(order),
	};
}

/** When the execution started, or the one that it retries; 0 where n8n does not say. */
function startOf(context: IExecuteFunctions): number {
	const start = Number(context.getExecutionContext?.()?.establishedAt ?? 0);
	return Number.isFinite(start) ? start : 0;
}

const SENT_BY_ANOTHER: FailureRecord = {
	facts: { outcome: 'unknown', reason: 'unresolved_twin' },
	message: 'Another execution has already sent this order',
	advice: LOOK_BEFORE_REPEATING,
};

const UNRESOLVED_TWIN: FailureRecord = {
	facts: { outcome: 'unknown', reason: 'unresolved_twin' },
	message: 'The same order was sent before and its outcome is unknown, so it was not sent again',
	advice: LOOK_BEFORE_REPEATING,
};

/**
 * Makes sure that an order key was not used before, for what has to be done before its order is sent.
 *
 * @throws Failure with the reason `duplicate_order_key`
 */
export async function requireNewKey(
	run: OrderRun,
	item: number,
	orderKey: string,
	order: Pick<SpotOrder, 'symbol' | 'side' | 'type'>,
): Promise<void> {
	if (orderKey === '') return;
	const key = keptKey(run.context, (await run.connection()).account, orderKey);
	const known = await knownKeys(run.context, [key]);
	if (known.has(key)) throw duplicateKey(orderKey, order, item);
}

/** An order that was sent before under its Order Key. */
export function duplicateKey(
	orderKey: string,
	{ symbol, side, type }: Pick<SpotOrder, 'symbol' | 'side' | 'type'>,
	item: number,
): Failure {
	const reason = 'duplicate_order_key';
	return new Failure(
		{ outcome: 'not_placed', reason, orderKey, item, symbol, side, type },
		`An order with the Signal ID “${orderKey}” was already sent`,
		'Nothing to do if the signal simply arrived twice. If the earlier execution was interrupted, look for its order on the exchange. Use another ID to place a new order',
	);
}
