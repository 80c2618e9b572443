import { clock, onAbort } from '../exchange/clock';
import type { FailureRecord } from '../exchange/reply/failure';
import { TRY_AGAIN_AFTER_MS, waitBefore } from '../exchange/reply/retry';
import { verdictOn, type Verdict } from '../exchange/reply/verdict';
import { toRecord } from '../exchange/spotOrder';
import { sendOrder } from '../exchange/api/placeOrder';
import type { Connection } from '../exchange/wire/request';
import { ordersOfAccount, type AccountOrders } from './accountOrders';
import type { Slot } from './entry';
import { isTool } from './execution';
import type { Intent } from './intent';
import { Keys, rememberKey, type KeyOptions, type SentBefore } from './keys';
import { oneAtATime } from './oneAtATime';
import type { OrderRun, PlacedOrder } from './orderRun';
import { justPlaced, openInOtherRun } from './otherRuns';
import type { Wish } from './sameOrder';
import { LOOK_BEFORE_REPEATING, Settling, type SettlingOptions } from './settling';

export interface PlaceOptions extends KeyOptions, SettlingOptions {
	/**
	 * Whether an equal order whose outcome is open is this very one, and is looked for; undefined: in
	 * tools, and elsewhere within the time in which an equal order is the one that is asked for.
	 */
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

/** Leave to place an order. */
export interface Admitted {
	/**
	 * Called when it is the order's turn to leave.
	 *
	 * @throws Failure when it may not any more
	 */
	recheck(): Promise<void>;
}

/**
 * Places an order, at most once: a second POST is sent only where it is proven that the first one
 * did not become an order.
 *
 * @throws Failure with the outcome `not_placed` or `unknown` and its reason
 */
export async function placeOrder(
	run: OrderRun,
	slot: Slot,
	wish: Wish,
	options: PlaceOptions,
): Promise<PlacedOrder> {
	const connection = await run.connection();
	ordersOfAccount(connection).remember(run.ledger, connection.account);
	run.ledger.setAccount(slot, connection.account);
	const attempt = new Attempt(run, connection, slot, wish, options);
	const place = async () => await options.admit(async (admitted) => await attempt.place(admitted));
	const looksBackMs = looksBack(run, options);
	if (looksBackMs === 0) return await place();
	const what = wish.asked ?? `${connection.account} ${JSON.stringify(toRecord(wish.order))}`;
	return await oneAtATime(
		what,
		async () => (await attempt.earlierTwin(looksBackMs)) ?? (await place()),
	);
}

/** How old an equal order whose outcome is open may be to be the one that is asked for, in milliseconds. */
function looksBack({ context }: OrderRun, { mayBeUnderWay, repeatWindowMs }: PlaceOptions): number {
	return (mayBeUnderWay ?? isTool(context)) ? Infinity : repeatWindowMs;
}

class Attempt {
	private readonly account: AccountOrders;

	private readonly keys: Keys;

	private readonly settling: Settling;

	constructor(
		private readonly run: OrderRun,
		private readonly connection: Connection,
		private readonly slot: Slot,
		private readonly wish: Wish,
		private readonly options: PlaceOptions,
	) {
		this.account = ordersOfAccount(connection);
		this.keys = new Keys(run, connection.account);
		this.settling = new Settling(run, connection, slot, wish, options, this.keys);
	}

	/** Sends the order, after its keys are taken. */
	async place(admitted: Admitted): Promise<PlacedOrder> {
		const before = await this.keys.take(this.slot, this.wish.order, this.options);
		if (before !== undefined) return await this.findSent(before);
		try {
			await this.options.beforeFirst?.();
			return await this.settling.settle(await this.sendUntilSettled(admitted));
		} catch (caught) {
			return await this.settling.giveUp(caught);
		}
	}

	/**
	 * Where n8n has no memory of a run, an equal order that was sent before: one whose outcome is open
	 * is looked for, never sent again, and one that was just placed is the one that is asked for.
	 */
	async earlierTwin(looksBackMs: number): Promise<PlacedOrder | undefined> {
		const placed = await this.earlierOne(looksBackMs);
		if (placed !== undefined) await rememberKey(this.run, this.options.orderKey);
		return placed;
	}

	private async earlierOne(looksBackMs: number): Promise<PlacedOrder | undefined> {
		const data = justPlaced(this.run, this.connection, this.wish, this.options.repeatWindowMs);
		if (data !== undefined) {
			this.forgetComputed();
			return { data, isReconciled: false, isRepeated: true };
		}
		const twin = this.openTwin(clock.now() - looksBackMs);
		if (twin === undefined) return undefined;
		this.forgetComputed();
		twin.endedAt ??= clock.now();
		return { ...(await this.settling.find(twin, UNRESOLVED_TWIN)), isRepeated: true };
	}

	/** What it would come to now says nothing of an earlier one. An exit is sent as it was. */
	private forgetComputed(): void {
		const isComputed = this.wish.asked !== undefined && this.options.keyOfThis === undefined;
		if (isComputed) this.run.ledger.forgetPrepared(this.slot);
	}

	private openTwin(since: number): Intent | undefined {
		const { run, wish, connection } = this;
		const name = this.options.keyOfThis?.name;
		const known = this.account.twinOf(wish, name, since);
		if (known !== undefined) return known;
		const record = openInOtherRun(run.ledger, connection.account, wish, name, since);
		return record && this.account.reopen(record);
	}

	/** Somebody else has sent this order: another process, or this one before a restart. */
	private async findSent({ since, after, name }: SentBefore): Promise<PlacedOrder> {
		const { asked } = this.wish;
		const order = toRecord(this.wish.order);
		const sent =
			this.account.twinOf({ order: this.wish.order }, name) ??
			this.account.reopen({
				// Two executions may have begun in the same millisecond.
				intentId: `sent ${name ?? since} ${this.slot} ${JSON.stringify(order)}`,
				order,
				...(asked !== undefined && { asked }),
				sentAt: since,
				endedAt: clock.now(),
				...(after !== undefined && { after }),
				...(name !== undefined && { name }),
			});
		return await this.settling.find(sent, SENT_BY_ANOTHER);
	}

	private async sendUntilSettled(admitted: Admitted): Promise<Verdict> {
		const { signal } = this.connection;
		for (const pause of TRY_AGAIN_AFTER_MS) {
			const verdict = await this.sendOnce(admitted);
			if (verdict.next !== 'send_again') return verdict;
			const wait = waitBefore(pause, verdict);
			if (wait === undefined) return verdict;
			this.settling.drop();
			await clock.sleep(wait, signal);
			if (signal?.aborted === true) {
				return verdictOn({ kind: 'unsent', reason: 'execution_canceled' });
			}
		}
		return await this.sendOnce(admitted);
	}

	private async sendOnce(admitted: Admitted): Promise<Verdict> {
		const { connection, options, settling } = this;
		const { order } = this.wish;
		let stopWatching = (): void => {};
		try {
			const verdict = await sendOrder(connection, order, {
				timeout: options.timeout,
				beforeSend: async () => await admitted.recheck(),
				onSend: () => {
					if (!settling.sending()) return;
					stopWatching = onAbort(connection.signal, () => settling.warnOfCanceled());
				},
			});
			settling.sent();
			return verdict;
		} finally {
			stopWatching();
		}
	}
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
