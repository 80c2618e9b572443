import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { walkOrders } from '../exchange/api/orders';
import { clock } from '../exchange/clock';
import { createdAt, orderIdOf, symbolOf } from '../exchange/orderRow';
import type { SpotOrder } from '../exchange/spotOrder';
import type { Connection } from '../exchange/wire/request';
import { confirmKey, keptKey, knownKeys } from './orderKey';
import { isSameOrder, mayBeSameOrder } from './sameOrder';

/** How far a signal with an Order Key has come in earlier deliveries. */
export type Progress = 'new' | 'begun' | 'ended';

type Outline = Parameters<typeof mayBeSameOrder>[1];

const MINUTE_MS = 60_000;
const MOST_ORDERS_SEEN = 1_000;

/**
 * What is remembered of a signal whose entry and exit are two orders, beside the keys of both, so that
 * its next delivery finds the entry of one that was cut short: where in time it was sent, its id, and
 * that nothing is left to do.
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

	/** @throws Failure when n8n's table cannot be used */
	async progress(): Promise<Progress> {
		const [entry, end] = [`${this.key}/entry`, `${this.key}/end`];
		const known = await knownKeys(this.context, [entry, end]);
		if (known.has(end)) return 'ended';
		return known.has(entry) ? 'begun' : 'new';
	}

	/** The entry is about to be sent. */
	async sending(): Promise<void> {
		await this.remember(this.minute(clock.now()));
	}

	async placed(entry: IDataObject): Promise<void> {
		await this.remember(this.id(entry));
		await this.remember(this.taken(entry));
	}

	/** Nothing is left to do for the signal. */
	async ended(): Promise<void> {
		await this.remember(`${this.key}/end`);
	}

	/**
	 * The entry that an earlier delivery has placed: the one whose id was remembered, or, if it was cut
	 * short before, the only equal order of the minute in which it was sent that is no other signal's.
	 * Undefined where none can be told for sure.
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
		const alike = rows.filter((row) => order !== undefined && isSameOrder(row, order));
		const names = [
			...rows.flatMap((row) => [this.id(row), this.taken(row)]),
			...alike.flatMap((row) => this.minutes(row)),
		];
		const known = await knownKeys(this.context, [...new Set(names)]);
		const named = rows.filter((row) => known.has(this.id(row)));
		const equal = alike.filter(
			(row) => !known.has(this.taken(row)) && this.minutes(row).some((minute) => known.has(minute)),
		);
		const found = named.length > 0 ? named : equal;
		return found.length === 1 ? found[0] : undefined;
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

	private id(row: IDataObject): string {
		return `${this.key}/entry is ${orderIdOf(row) ?? ''}`;
	}

	/** The same name for all signals of the node: an entry of one of them. */
	private taken(row: IDataObject): string {
		const { account } = this.connection;
		return keptKey(
			this.context,
			account,
			`entry is ${symbolOf(row) ?? ''} ${orderIdOf(row) ?? ''}`,
		);
	}

	private minutes(row: IDataObject): string[] {
		const time = createdAt(row);
		if (time === undefined) return [];
		return [time - MINUTE_MS, time, time + MINUTE_MS].map((at) => this.minute(at));
	}

	private minute(time: number): string {
		return `${this.key}/entry at ${Math.floor(time / MINUTE_MS)}`;
	}

	private async remember(name: string): Promise<void> {
		await confirmKey(this.context, name);
	}
}
