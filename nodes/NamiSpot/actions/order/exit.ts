import type { IDataObject } from 'n8n-workflow';

import { lookFor } from '../../canceling/whereabouts';
import type { OrderName } from '../../exchange/api/cancelOrder';
import { clock, CLOCK_MARGIN_MS } from '../../exchange/clock';
import { isPositive, ZERO, type Decimal } from '../../exchange/decimal';
import { storeOf } from '../../exchange/memory';
import { averagePriceOf, boughtBy } from '../../exchange/orderFill';
import { createdAt, orderIdOf, stateOf, symbolOf } from '../../exchange/orderRow';
import { Failure, todoOf } from '../../exchange/reply/failure';
import type { Connection } from '../../exchange/wire/request';
import { Delivery } from '../../placement/delivery';
import { exitOf } from '../../placement/entry';
import { oneAtATime } from '../../placement/oneAtATime';
import type { PlacedOrder } from '../../placement/orderRun';
import { namedInOtherRun } from '../../placement/otherRuns';
import { recallOrder } from '../../placement/recall';
import type { OthersAmong } from '../../placement/reconcile';
import { isSameOrder } from '../../placement/sameOrder';
import { creditedOf } from '../../sizing/credited';
import type { Run } from '../run';
import { askedExit, readBracket } from './bracket';
import type { CreateOptions } from './createOptions';
import { placePrepared } from './placeItem';
import { prepareOrder, type PreparedOrder } from './prepareOrder';
import { mayBeAfter, requireNotSoldSince } from './soldSince';

/** An entry that is over, and what its exit needs to know of its past. */
export interface Entered {
	readonly entry: IDataObject;
	/** Undefined without an Order Key. */
	readonly delivery: Delivery | undefined;
	/** It was placed by an earlier call, so that what it bought may be gone. */
	readonly isResumed: boolean;
}

/** The exit of an entry: as it was sent, and as it was placed, where that is known. */
interface Exit {
	readonly prepared?: PreparedOrder;
	readonly placed?: PlacedOrder;
}

const EXITS_KEPT = 1_000;
/** By the entry. */
const exitsOf = storeOf(() => new Map<string, Exit>());

/**
 * Places the exit of an entry, unless it has one. Several calls may be given the same entry: equal
 * ones within the Repeat Window, whatever exit each of them asks for.
 *
 * @throws Failure when what was bought is not protected, or that is not known
 */
export async function leaveOnce(
	run: Run,
	item: number,
	entered: Entered,
	options: CreateOptions,
): Promise<PlacedOrder> {
	const connection = await run.connection();
	const exits = exitsOf(connection.account);
	const name = nameOf(entered.entry);
	const note = (exit: Exit) => {
		exits.set(name, exit);
		if (exits.size > EXITS_KEPT) exits.delete([...exits.keys()][0] ?? '');
	};
	const { delivery, entry } = entered;
	const others = Delivery.others(run.context, connection, options.orderKey, 'exit');
	const othersAmong: OthersAmong = async (rows) => [
		...rows.filter((row) => !mayBeAfter(row, entry)),
		...(await others(rows)),
		...((await delivery?.notSentAmong('exit', rows)) ?? []),
	];
	const leaving = new Leaving(run, item, connection, entered, options, { others, othersAmong });
	return await oneAtATime(`exit of ${connection.account} ${name}`, async () => {
		const known = exits.get(name) ?? adoptExit(run, item, connection.account, name);
		const earlier = await recallOrder(run, exitOf(item), othersAmong);
		if (earlier === undefined && known?.placed) {
			return { ...(await leaving.stillThere(known.placed)), isRepeated: true };
		}
		if (earlier !== undefined && run.ledger.retried !== undefined) {
			return await leaving.stillThere(earlier);
		}
		const left = async () =>
			await leaving
				.leave(known?.prepared, (prepared) => note({ prepared }))
				.catch(async (caught: unknown) => {
					if (caught instanceof Failure && caught.facts.outcome !== 'unknown') exits.delete(name);
					return await Promise.reject(caught);
				});
		const placed = earlier ?? (await left());
		note({ placed });
		await delivery?.placed('exit', placed.data);
		await leaving.requireStanding(placed.data);
		return placed;
	});
}

/** The exit as an earlier call of a tool has placed or sent it, where only the execution remembers that. */
function adoptExit({ ledger }: Run, item: number, account: string, name: string): Exit | undefined {
	if (ledger.find(exitOf(item)) !== undefined) return undefined;
	const entry = namedInOtherRun(ledger, account, exitNameOf(name));
	if (entry?.state === 'placed') return { placed: { data: entry.data, isReconciled: false } };
	if (entry !== undefined) ledger.write(exitOf(item), entry);
	return undefined;
}

function exitNameOf(entry: string): string {
	return `exit of ${entry}`;
}

/** When to look for an exit that was placed before, in milliseconds after one another. */
const LOOK_AFTER_MS: readonly number[] = [0, 3_000, 4_000];

/** Placing the exit of one entry. */
class Leaving {
	constructor(
		private readonly run: Run,
		private readonly item: number,
		private readonly connection: Connection,
		private readonly entered: Entered,
		private readonly options: CreateOptions,
		private readonly rest: {
			/** Exits of other entries. */
			readonly others: OthersAmong;
			/** The same, and whatever else cannot be the exit of this one. */
			readonly othersAmong: OthersAmong;
		},
	) {}

	/**
	 * @param before the exit as an earlier call has sent it, whose outcome is not known
	 * @param sending called with what is about to be sent
	 */
	async leave(
		before: PreparedOrder | undefined,
		sending: (prepared: PreparedOrder) => void,
	): Promise<PlacedOrder> {
		const place = async (prepared: PreparedOrder) => {
			sending(prepared);
			return await this.place(prepared, before !== undefined);
		};
		const bought = boughtBy(this.entered.entry) ?? ZERO;
		try {
			const prepared = before ?? (await this.prepare(bought));
			return await place(prepared).catch(async (caught: unknown) => {
				const quantity = lacksFunds(caught) ? await this.credited(prepared) : undefined;
				if (quantity === undefined) throw caught;
				return await place(await this.prepare(quantity));
			});
		} catch (caught) {
			const isNotPlaced = caught instanceof Failure && caught.facts.outcome !== 'unknown';
			if (isNotPlaced && (this.entered.isResumed || lacksFunds(caught))) {
				await this.requireNotSold({ unlessUnreadable: true });
			}
			return await Promise.reject(caught);
		}
	}

	/**
	 * An exit that was placed a while ago, as it is now.
	 *
	 * @throws Failure as `requireStanding`, or when it cannot be looked up
	 */
	async stillThere(placed: PlacedOrder): Promise<PlacedOrder> {
		const name = {
			displayingId: orderIdOf(placed.data) ?? '',
			symbol: symbolOf(placed.data) ?? '',
		};
		const order = await this.lookUp(name);
		if (order === undefined) throw unseen(name);
		await this.requireStanding(order);
		return { ...placed, data: order };
	}

	/** Lists are late with what was just placed, and with what was just canceled. */
	private async lookUp(name: OrderName): Promise<IDataObject | undefined> {
		for (const pause of LOOK_AFTER_MS) {
			await clock.sleep(pause, this.connection.signal);
			if (this.run.isCanceled) return undefined;
			const [seen] = (await lookFor(this.connection, [name], this.options.timeout)) ?? [];
			if (seen?.order !== undefined && seen.state !== 'unclear') return seen.order;
		}
		return undefined;
	}

	/** @throws Failure when an exit was canceled since it was placed */
	async requireStanding(order: IDataObject): Promise<void> {
		const state = stateOf(order);
		if (state !== 'canceled' && state !== 'closed') return;
		await this.requireNotSold({});
		throw canceledSince(order);
	}

	private async place(prepared: PreparedOrder, mayBeUnderWay: boolean): Promise<PlacedOrder> {
		const { run, item } = this;
		const { entry, delivery, isResumed } = this.entered;
		const options = this.optionsNow();
		const orderKey = options.orderKey === '' ? '' : `${options.orderKey}/exit`;
		return await placePrepared(
			run,
			exitOf(item),
			prepared,
			// Which exits are repeated is told by their entries.
			{ ...options, orderKey, repeatWindowMs: 0 },
			{
				isExit: true,
				mayBeUnderWay,
				keyOfThis: {
					since: (createdAt(entry) ?? CLOCK_MARGIN_MS) - CLOCK_MARGIN_MS,
					after: orderIdOf(entry),
					name: exitNameOf(nameOf(entry)),
					othersAmong: this.rest.othersAmong,
				},
				beforeFirst: async () => {
					if (isResumed) await this.requireNotSold({});
					await delivery?.sending('exit', prepared.order);
				},
			},
		);
	}

	private async prepare(bought: Decimal): Promise<PreparedOrder> {
		const { run, item } = this;
		const bracket = readBracket(run.fields(item));
		const averagePrice = averagePriceOf(this.entered.entry);
		const asked = await askedExit(run, bracket, bought, averagePrice);
		if (!isPositive(asked.amount.in === 'base' ? asked.amount.value : ZERO)) throw tooLittle();
		return await prepareOrder(run, exitOf(item), asked, this.optionsNow());
	}

	/** How old the signal may be is said of the entry; the signal of its exit is that it is filled. */
	private optionsNow(): CreateOptions {
		return { ...this.options, signalAt: clock.now() };
	}

	private async credited({ order }: PreparedOrder): Promise<Decimal | undefined> {
		return await creditedOf(this.connection, order, this.options.timeout);
	}

	/** Exits of other entries: as they were placed, and those of some orders that are one on its way. */
	private exitsOfOthers(rows: readonly IDataObject[]): IDataObject[] {
		const own = nameOf(this.entered.entry);
		return [...exitsOf(this.connection.account)].flatMap(([name, { placed, prepared }]) => {
			if (name === own) return [];
			if (placed !== undefined) return [placed.data];
			return prepared === undefined ? [] : rows.filter((row) => isSameOrder(row, prepared.order));
		});
	}

	private async requireNotSold({ unlessUnreadable = false }): Promise<void> {
		const { entry } = this.entered;
		await requireNotSoldSince(this.connection, entry, {
			exitsAmong: (rows) => this.exitsOfOthers(rows),
			othersAmong: this.rest.others,
			timeout: this.options.timeout,
			unlessUnreadable,
		});
	}
}

function nameOf(entry: IDataObject): string {
	return `${String(symbolOf(entry))} ${String(orderIdOf(entry))}`;
}

function lacksFunds(caught: unknown): boolean {
	if (!(caught instanceof Failure)) return false;
	const { outcome, reason } = caught.facts;
	return outcome === 'not_placed' && reason === 'refused' && todoOf(caught.facts) === 'fund';
}

function unseen({ displayingId, symbol }: OrderName): Failure {
	return new Failure(
		{ outcome: 'unknown', reason: 'unreadable_answer' },
		`its exit, order ${displayingId} of ${symbol}, was placed before, but the exchange’s lists do not say whether it still stands`,
		'Look it up with Order → Get',
	);
}

function canceledSince(order: IDataObject): Failure {
	const displayingId = orderIdOf(order);
	return new Failure(
		{ outcome: 'not_placed', reason: 'exit_canceled', displayingId },
		`its exit, order ${String(displayingId)} of ${String(symbolOf(order))}, was placed and has been canceled since`,
		'It is not placed a second time',
	);
}

function tooLittle(): Failure {
	return new Failure(
		{ outcome: 'not_placed', reason: 'symbol_rules', rule: 'quantity.min', field: 'quantity' },
		'Too little was bought to be sold again',
		'Sell it together with a larger amount',
	);
}
