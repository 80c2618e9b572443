import type { IDataObject } from 'n8n-workflow';

import { clock, CLOCK_MARGIN_MS } from '../../exchange/clock';
import { isPositive, ZERO, type Decimal } from '../../exchange/decimal';
import { averagePriceOf, boughtBy } from '../../exchange/orderFill';
import { createdAt, orderIdOf } from '../../exchange/orderRow';
import { Failure, todoOf } from '../../exchange/reply/failure';
import type { Connection } from '../../exchange/wire/request';
import { Delivery } from '../../placement/delivery';
import { exitOf } from '../../placement/entry';
import { oneAtATime } from '../../placement/oneAtATime';
import type { PlacedOrder } from '../../placement/orderRun';
import { recallOrder } from '../../placement/recall';
import type { OthersAmong } from '../../placement/reconcile';
import { creditedOf } from '../../sizing/held';
import type { Run } from '../run';
import { askedExit, readBracket } from './bracket';
import type { CreateOptions } from './createOptions';
import {
	adoptExit,
	entryName,
	exitName,
	exitsOf,
	exitsOfOthers,
	noteExit,
	type Exit,
} from './exits';
import { placePrepared } from './placeItem';
import { prepareOrder, type PreparedOrder } from './prepareOrder';
import { mayBeAfter, requireNotSoldSince } from './soldSince';
import { canceledSince, lookUpExit } from './standingExit';

/** An entry that is over, and what its exit needs to know of its past. */
export interface Entered {
	readonly entry: IDataObject;
	/** Undefined without an Order Key. */
	readonly delivery: Delivery | undefined;
	/** It was placed by an earlier call, so that what it bought may be gone. */
	readonly isResumed: boolean;
}

/**
 * Places the exit of an entry, unless it has one. Several calls may be given the same entry: equal
 * ones within the Repeat Window, whatever exit each of them asks for.
 *
 * @throws Failure when what was bought is not protected, or that is not known
 */
export async function leaveOnce(
	run: Run,
	entered: Entered,
	options: CreateOptions,
): Promise<PlacedOrder> {
	const connection = await run.connection();
	const exits = exitsOf(connection.account);
	const name = entryName(entered.entry);
	const note = (exit: Exit) => noteExit(connection.account, name, exit);
	const { delivery, entry } = entered;
	const others = Delivery.others(run.context, connection, options.orderKey, 'exit');
	const othersAmong: OthersAmong = async (rows) => [
		...rows.filter((row) => !mayBeAfter(row, entry)),
		...(await others(rows)),
		...((await delivery?.notSentAmong('exit', rows)) ?? []),
	];
	const leaving = new Leaving(run, connection, entered, options, { others, othersAmong });
	return await oneAtATime(`exit of ${connection.account} ${name}`, async () => {
		const known = exits.get(name) ?? adoptExit(run, connection.account, name);
		const earlier = await recallOrder(run, exitOf(run.item), othersAmong);
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

class Leaving {
	constructor(
		private readonly run: Run,
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
		const data = await lookUpExit(this.connection, placed.data, this.options.timeout);
		await this.requireStanding(data);
		return { ...placed, data };
	}

	/** @throws Failure when an exit was canceled since it was placed */
	async requireStanding(order: IDataObject): Promise<void> {
		const failure = canceledSince(order);
		if (failure === undefined) return;
		await this.requireNotSold({});
		throw failure;
	}

	private async place(prepared: PreparedOrder, mayBeUnderWay: boolean): Promise<PlacedOrder> {
		const { run } = this;
		const { entry, delivery, isResumed } = this.entered;
		const options = this.optionsNow();
		const orderKey = options.orderKey === '' ? '' : `${options.orderKey}/exit`;
		return await placePrepared(
			run,
			exitOf(run.item),
			prepared,
			// Which exits are repeated is told by their entries.
			{ ...options, orderKey, repeatWindowMs: 0 },
			{
				isExit: true,
				mayBeUnderWay,
				keyOfThis: {
					since: (createdAt(entry) ?? CLOCK_MARGIN_MS) - CLOCK_MARGIN_MS,
					after: orderIdOf(entry),
					name: exitName(entryName(entry)),
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
		const { run } = this;
		const bracket = readBracket(run.fields);
		const averagePrice = averagePriceOf(this.entered.entry);
		const asked = await askedExit(run, bracket, bought, averagePrice);
		if (!isPositive(asked.amount.in === 'base' ? asked.amount.value : ZERO)) throw tooLittle();
		return await prepareOrder(run, exitOf(run.item), asked, this.optionsNow());
	}

	/** How old the signal may be is said of the entry; the signal of its exit is that it is filled. */
	private optionsNow(): CreateOptions {
		return { ...this.options, signalAt: clock.now() };
	}

	private async credited({ order }: PreparedOrder): Promise<Decimal | undefined> {
		return await creditedOf(this.connection, order, this.options.timeout);
	}

	private async requireNotSold({ unlessUnreadable = false }): Promise<void> {
		const { entry } = this.entered;
		await requireNotSoldSince(this.connection, entry, {
			exitsAmong: (rows) => exitsOfOthers(this.connection.account, entry, rows),
			othersAmong: this.rest.others,
			timeout: this.options.timeout,
			unlessUnreadable,
		});
	}
}

function lacksFunds(caught: unknown): boolean {
	if (!(caught instanceof Failure)) return false;
	const { outcome, reason } = caught.facts;
	return outcome === 'not_placed' && reason === 'refused' && todoOf(caught.facts) === 'fund';
}

function tooLittle(): Failure {
	return new Failure(
		{ outcome: 'not_placed', reason: 'symbol_rules', rule: 'quantity.min', field: 'quantity' },
		'Too little was bought to be sold again',
		'Sell it together with a larger amount',
	);
}
