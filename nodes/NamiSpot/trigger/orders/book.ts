import type { IDataObject } from 'n8n-workflow';

import { compareDecimals, formatDecimal, parseDecimal, ZERO } from '../../exchange/decimal';
import { isRecord, numberOf } from '../../exchange/guards';
import { timeOf } from '../../exchange/orderRow';
import { entryId } from '../pages';

/** What is remembered of an order. Times are Unix milliseconds. */
export interface KnownOrder extends IDataObject {
	/** By the exchange’s clock. */
	created: number;
	status: string;
	executed: string;
	/** When it was seen filled or canceled. Nothing happens to it any more. */
	closed?: number;
	/** When it was first looked for in vain, after it had left the open orders. */
	missing?: number;
}

/** What an order did, as far as it was not known. */
export interface OrderChange {
	readonly id: string;
	readonly order: IDataObject;
	readonly before: KnownOrder | undefined;
	readonly executed: string;
	readonly isNew: boolean;
	readonly hasGrown: boolean;
	readonly ending: Ending | undefined;
}

export type Ending = 'filled' | 'canceled';

const ENDINGS: Readonly<Record<string, Ending>> = {
	FILLED: 'filled',
	CANCELED: 'canceled',
	CANCELLED: 'canceled',
	EXPIRED: 'canceled',
	REJECTED: 'canceled',
};

/** The orders that are remembered. They only move forward, in whatever order they are seen. */
export class Book {
	readonly changes: OrderChange[] = [];

	private readonly known: Map<string, KnownOrder>;

	/**
	 * @param since what happened before is remembered, but no change
	 */
	constructor(
		known: Readonly<Record<string, KnownOrder>>,
		private readonly since: number,
		private readonly now: number,
	) {
		this.known = new Map(Object.entries(known));
	}

	/** Takes in an order as a list shows it, however old the list. */
	note(order: IDataObject): void {
		const id = entryId(order);
		const before = this.known.get(id);
		if (id === '' || before?.closed !== undefined) return;
		const created = before?.created ?? timeOf(order.createdAt) ?? this.now;
		const seen = parseDecimal(order.executedQty) ?? ZERO;
		const hasGrown = compareDecimals(seen, parseDecimal(before?.executed) ?? ZERO) > 0;
		const ending = ENDINGS[String(order.status)];
		const executed = hasGrown ? formatDecimal(seen) : (before?.executed ?? '0');
		if (before !== undefined && !hasGrown && ending === undefined) return;
		this.known.set(id, {
			created,
			status: String(order.status),
			executed,
			...(ending !== undefined && { closed: this.now }),
			...(ending === undefined && before?.missing !== undefined && { missing: before.missing }),
		});
		if (before === undefined && this.isHistory(order, created)) return;
		const isNew = before === undefined && created >= this.since;
		this.changes.push({ id, order, before, executed, isNew, hasGrown, ending });
	}

	/** Takes in all open orders; known ones that are not among them have been closed, or hide. */
	noteOpen(orders: readonly IDataObject[]): void {
		for (const order of orders) {
			const known = this.known.get(entryId(order));
			if (known !== undefined) delete known.missing;
			this.note(order);
		}
	}

	has(id: string): boolean {
		return this.known.has(id);
	}

	isClosed(id: string): boolean {
		return this.known.get(id)?.closed !== undefined;
	}

	/** Known orders, newest first, that are neither closed nor among these. */
	without(open: readonly IDataObject[]): Array<[string, KnownOrder]> {
		const isOpen = new Set(open.map(entryId));
		return [...this.known]
			.filter(([id, { closed }]) => closed === undefined && !isOpen.has(id))
			.sort(([, a], [, b]) => b.created - a.created);
	}

	forget(id: string): void {
		this.known.delete(id);
	}

	/** What has to be remembered: open orders, and closed ones that lists may show again. */
	remember(from: number, recently: number): Record<string, KnownOrder> {
		return Object.fromEntries(
			[...this.known].filter(
				([, { created, closed }]) => closed === undefined || created >= from || closed >= recently,
			),
		);
	}

	private isHistory({ updatedAt }: IDataObject, created: number): boolean {
		return Math.max(created, timeOf(updatedAt) ?? created) < this.since;
	}
}

export function isKnownOrder(value: unknown): value is KnownOrder {
	return (
		isRecord(value) &&
		numberOf(value.created) !== undefined &&
		typeof value.status === 'string' &&
		parseDecimal(value.executed) !== undefined &&
		[value.closed, value.missing].every(
			(time) => time === undefined || numberOf(time) !== undefined,
		)
	);
}
