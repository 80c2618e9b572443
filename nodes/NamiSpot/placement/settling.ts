import type { IDataObject } from 'n8n-workflow';

import { clock } from '../exchange/clock';
import { cameToNothing, hasOrderId, orderIdOf } from '../exchange/orderRow';
import { Failure, type Facts, type FailureRecord } from '../exchange/reply/failure';
import { failureRecord, type Verdict } from '../exchange/reply/verdict';
import type { Connection } from '../exchange/wire/request';
import { ordersOfAccount, type AccountOrders } from './accountOrders';
import { placedEntry, type NotPlacedEntry, type Slot } from './entry';
import { recordOf, type Intent } from './intent';
import type { KeyOptions, Keys } from './keys';
import type { OrderRun, PlacedOrder } from './orderRun';
import { askedFor } from './otherRuns';
import type { Wish } from './sameOrder';
import {
	isAbsent,
	NOT_LOOKED,
	RECONCILE_AT_MS,
	reconcile,
	withLooks,
	type Found,
} from './reconcile';

/** Advice where it is not known whether an order exists. */
export const LOOK_BEFORE_REPEATING =
	'The order may exist: check the open orders and the order history before you place it again';

export interface SettlingOptions extends Pick<KeyOptions, 'keyOfThis'> {
	/** Milliseconds to wait for each answer. */
	readonly timeout: number;
}

/**
 * What becomes of one order, from when it leaves: by the exchange's answer or by its lists. It is
 * written to the ledger first, then the order's keys are confirmed or released.
 */
export class Settling {
	private readonly account: AccountOrders;

	/** The order that is on its way or whose outcome is open; undefined while none can exist. */
	private intent: Intent | undefined;

	constructor(
		private readonly run: OrderRun,
		private readonly connection: Connection,
		private readonly slot: Slot,
		private readonly wish: Wish,
		private readonly options: SettlingOptions,
		private readonly keys: Keys,
	) {
		this.account = ordersOfAccount(connection);
	}

	/**
	 * The order leaves, in one of its forms.
	 *
	 * @returns whether nothing of it has left before
	 */
	sending(): boolean {
		if (this.intent !== undefined) return false;
		this.intent = this.account.open(this.wish, clock.now(), this.options.keyOfThis?.name);
		this.run.ledger.write(this.slot, { state: 'sending', ...recordOf(this.intent) });
		return true;
	}

	/** No answer to it is to be expected any more. */
	sent(): void {
		if (this.intent !== undefined) this.intent.endedAt = clock.now();
	}

	/** It is proven that nothing has become of what was sent. */
	drop(): void {
		if (this.intent !== undefined) this.account.drop(this.intent);
		this.intent = undefined;
	}

	/** @throws Failure with the outcome `not_placed` or `unknown` and its reason */
	async settle(verdict: Verdict): Promise<PlacedOrder> {
		const data = verdict.judgement?.kind === 'ok' ? verdict.judgement.data : undefined;
		if (hasOrderId(data)) return await this.settleShown(data, false);
		const isUnknown = verdict.proves !== 'not_done';
		const outcome = isUnknown ? 'unknown' : 'not_placed';
		const failure = failureRecord(verdict, LOOK_BEFORE_REPEATING, outcome);
		if (isUnknown) return await this.settleByLooking(failure);
		if (verdict.next === 'confirm') return await this.confirmRefusal(failure);
		return await this.settleNotPlaced({ failure, maySucceedLater: verdict.maySucceedLater });
	}

	/**
	 * Settles it by looking for what somebody has sent before.
	 *
	 * @throws Failure: the one that is given, where it is not found
	 */
	async find(sentBefore: Intent, failure: FailureRecord): Promise<PlacedOrder> {
		this.intent = sentBefore;
		const { order, ...found } = await this.look(sentBefore);
		if (order === undefined) return this.settleUnknown(failure, found);
		// An exit may have been canceled since: what that means is said where it is asked for.
		const isExit = this.options.keyOfThis !== undefined;
		return await (isExit ? this.settlePlaced(order, true) : this.settleShown(order, true));
	}

	/**
	 * If our own code throws after an order may have been sent, that is unknown, never not placed.
	 *
	 * @throws Failure; whatever was caught, where nothing was sent
	 */
	async giveUp(caught: unknown): Promise<never> {
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
		if (this.intent === undefined) await this.keys.release();
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

	private async look(intent: Intent | undefined): Promise<Found> {
		if (intent === undefined) return NOT_LOOKED;
		return await reconcile(this.connection, intent, {
			schedule: RECONCILE_AT_MS,
			patience: 'until_found',
			timeout: this.options.timeout,
			othersAmong: this.options.keyOfThis?.othersAmong,
		});
	}

	/** n8n ends a canceled execution without waiting for the answer: only the log can tell. */
	warnOfCanceled(): void {
		this.warn(
			`The execution was canceled while the order of item ${this.slot} was being sent: it is not known whether it was placed`,
		);
	}

	/** The exchange shows the order: it exists, unless it came to nothing at once. */
	private async settleShown(data: IDataObject, isReconciled: boolean): Promise<PlacedOrder> {
		if (!cameToNothing(data)) return await this.settlePlaced(data, isReconciled);
		if (this.intent !== undefined) this.account.claim(this.intent, data);
		const failure = nothingCameOf(data, isReconciled);
		return await this.settleNotPlaced({ failure, maySucceedLater: false });
	}

	private async settlePlaced(data: IDataObject, isReconciled: boolean): Promise<PlacedOrder> {
		if (this.intent !== undefined) this.account.claim(this.intent, data);
		const shown = isReconciled ? this.account.asFound(data) : data;
		const asked = askedFor(this.run.context, this.wish, this.options.keyOfThis?.name);
		this.run.ledger.write(this.slot, { ...placedEntry(shown, isReconciled), ...asked });
		if (this.connection.signal?.aborted === true) {
			this.warn(
				`The order of item ${this.slot} was placed although its execution was canceled meanwhile: order ${String(data.displayingId)}`,
			);
		}
		await this.keys.confirm();
		return { data: shown, isReconciled };
	}

	private async settleNotPlaced(proof: Omit<NotPlacedEntry, 'state'>): Promise<never> {
		this.drop();
		this.run.ledger.write(this.slot, { state: 'not_placed', ...proof });
		await this.keys.release();
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
			sent: { ...recordOf(intent), keys: this.keys.taken },
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

	private warn(sentence: string): void {
		const { symbol, side, type } = this.wish.order;
		this.run.context.logger.warn(sentence, { symbol, side, type });
	}
}

/** Of an order that the exchange shows as over, with nothing executed. */
export function nothingCameOf(order: IDataObject, isReconciled: boolean): FailureRecord {
	const { status } = order;
	return {
		facts: {
			outcome: 'not_placed',
			reason: 'refused',
			displayingId: orderIdOf(order),
			orderStatus: status,
			...(isReconciled && { reconciled: true }),
		},
		message: `The exchange accepted the order and then closed it as ${String(status)}; nothing was executed`,
		advice: 'Check the amounts and prices against the symbol’s limits and the last price',
	};
}
