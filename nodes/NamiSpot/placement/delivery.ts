import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { walkOrders } from '../exchange/api/orders';
import { clock, CLOCK_MARGIN_MS, MINUTE_MS } from '../exchange/clock';
import { formatDecimal, parseComputed, type Decimal } from '../exchange/decimal';
import { createdAt, orderIdOf, symbolOf, wordIn } from '../exchange/orderRow';
import type { SpotOrder } from '../exchange/spotOrder';
import type { Connection } from '../exchange/wire/request';
import { confirmKey, keptKey, knownKeys } from './orderKey';
import type { OthersAmong } from './reconcile';
import { isSameOrder, mayBeSameOrder } from './sameOrder';

/** How far a signal with an Order Key has come in earlier deliveries. */
export type Progress = 'new' | 'begun' | 'ended';

/** One of the two orders of a signal. */
export type Part = 'entry' | 'exit';

type Outline = Pick<SpotOrder, 'symbol' | 'side' | 'type'>;

const MOST_ORDERS_SEEN = 1_000;

/**
 * What is remembered of a signal whose entry and exit are two orders, beside the keys of both, so that
 * its next delivery finds those of one that was cut short: when its entry was sent and for how much,
 * the ids of both, and that nothing is left to do.
 */
export class Delivery {
	private readonly key: string;

	private constructor(
		private readonly context: IExecuteFunctions,
		private readonly connection: Connection,
		orderKey: string,
	) {
		this.key = keptKey(context, connection.account, orderKey);
	}

	/** Undefined without an Order Key: nothing tells one delivery from another. */
	static of(
		context: IExecuteFunctions,
		connection: Connection,
		orderKey: string,
	): Delivery | undefined {
		return orderKey === '' ? undefined : new Delivery(context, connection, orderKey);
	}

	/**
	 * Tells which orders are known to be other signals', whether or not the order that is looked for has
	 * an Order Key itself.
	 */
	static others(
		context: IExecuteFunctions,
		connection: Connection,
		orderKey: string,
		part: Part,
	): OthersAmong {
		const delivery = new Delivery(context, connection, orderKey);
		return async (rows) =>
			await delivery.othersAmong(part, rows).catch(async (caught: unknown) => {
				// What has no key needs n8n's table for nothing else.
				return orderKey === '' ? [] : await Promise.reject(caught);
			});
	}

	/** @throws Failure when n8n's table cannot be used */
	async progress(): Promise<Progress> {
		const [entry, end] = [`${this.key}/entry`, `${this.key}/end`];
		const known = await knownKeys(this.context, [entry, end]);
		if (known.has(end)) return 'ended';
		return known.has(entry) ? 'begun' : 'new';
	}

	/** An order is about to be sent. */
	async sending(part: Part, { quantity, quoteOrderQty }: SpotOrder): Promise<void> {
		await this.remember(this.sent(part, clock.now(), quantity ?? quoteOrderQty));
	}

	/**
	 * Those of some orders that this signal cannot have sent: it was not sending then, or not as much.
	 *
	 * @throws Failure when n8n's table cannot be used
	 */
	async notSentAmong(part: Part, rows: readonly IDataObject[]): Promise<IDataObject[]> {
		const names = new Map(
			rows.map((row) => [row, this.timesSent(part, row, CLOCK_MARGIN_MS / MINUTE_MS)]),
		);
		const known = await knownKeys(this.context, [...new Set([...names.values()].flat())]);
		return rows.filter((row) => !names.get(row)?.some((name) => known.has(name)));
	}

	async placed(part: Part, order: IDataObject): Promise<void> {
		await this.remember(this.id(part, order));
		await this.remember(this.taken(part, order));
	}

	/** Nothing is left to do for the signal. */
	async ended(): Promise<void> {
		await this.remember(`${this.key}/end`);
	}

	/**
	 * The entry that an earlier delivery has placed: the one whose id was remembered, or, if it was cut
	 * short before, the only order of the minute in which it was sent, for as much, that is no other
	 * signal's. Undefined where none can be told for sure.
	 *
	 * @param outline what is certain of it
	 * @param order undefined where its amounts were made of what the account held then
	 * @throws Failure when the lists cannot be read
	 */
	async findEntry(
		outline: Outline,
		order: SpotOrder | undefined,
		timeout: number,
	): Promise<IDataObject | undefined> {
		const rows = await this.recent(outline, timeout);
		const alike = rows.filter((row) =>
			order === undefined ? wordIn(row.type) === outline.type : isSameOrder(row, order),
		);
		const names = [
			...rows.flatMap((row) => [this.id('entry', row), this.taken('entry', row)]),
			...alike.flatMap((row) => this.timesSent('entry', row, 1)),
		];
		const known = await knownKeys(this.context, [...new Set(names)]);
		const named = rows.filter((row) => known.has(this.id('entry', row)));
		const equal = alike.filter(
			(row) =>
				!known.has(this.taken('entry', row)) &&
				this.timesSent('entry', row, 1).some((name) => known.has(name)),
		);
		const found = named.length > 0 ? named : equal;
		return found.length === 1 ? found[0] : undefined;
	}

	/**
	 * Those of some orders that are known to be other signals'; all but one of them where that one is
	 * known to be this signal's.
	 *
	 * @throws Failure when n8n's table cannot be used
	 */
	private async othersAmong(part: Part, rows: readonly IDataObject[]): Promise<IDataObject[]> {
		const names = rows.flatMap((row) => [this.id(part, row), this.taken(part, row)]);
		const known = await knownKeys(this.context, names);
		const own = rows.find((row) => known.has(this.id(part, row)));
		return rows.filter((row) => row !== own && (own || known.has(this.taken(part, row))));
	}

	private async recent(outline: Outline, timeout: number): Promise<IDataObject[]> {
		const rows = new Map<string, IDataObject>();
		let count = 0;
		for await (const { orders } of walkOrders(this.connection, { timeout, purpose: 'lookup' })) {
			for (const order of orders) {
				if (mayBeSameOrder(order, outline)) rows.set(orderIdOf(order) ?? '', order);
			}
			count += orders.length;
			if (count >= MOST_ORDERS_SEEN) break;
		}
		return [...rows.values()];
	}

	private id(part: Part, row: IDataObject): string {
		return `${this.key}/${part} is ${this.nameOf(row)}`;
	}

	/** The same name for all signals of the node: an order of one of them. */
	private taken(part: Part, row: IDataObject): string {
		return keptKey(this.context, this.connection.account, `${part} is ${this.nameOf(row)}`);
	}

	/** Another exchange counts its orders, too, and the credential may be changed between two deliveries. */
	private nameOf(row: IDataObject): string {
		return `${symbolOf(row) ?? ''} ${orderIdOf(row) ?? ''} of ${this.connection.baseUrl}`;
	}

	/** What is remembered of it if it was sent at most so many minutes before or after it was created. */
	private timesSent(part: Part, row: IDataObject, minutes: number): string[] {
		const time = createdAt(row);
		if (time === undefined) return [];
		const { quantity, quoteOrderQty, quoteQty } = row;
		const amounts = [quantity, quoteOrderQty, quoteQty].map((value) => parseComputed(value));
		return Array.from({ length: 2 * minutes + 1 }, (_, nth) => nth - minutes).flatMap((minute) =>
			amounts.map((amount) => this.sent(part, time + minute * MINUTE_MS, amount)),
		);
	}

	private sent(part: Part, time: number, amount: Decimal | undefined): string {
		const minute = Math.floor(time / MINUTE_MS);
		return `${this.key}/${part} at ${minute} for ${amount ? formatDecimal(amount) : ''} of ${this.connection.account}`;
	}

	private async remember(name: string): Promise<void> {
		await confirmKey(this.context, name);
	}
}
