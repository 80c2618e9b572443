import type { IDataObject } from 'n8n-workflow';

import { compareDecimals, formatDecimal, parseDecimal, ZERO } from '../../exchange/decimal';
import { isRecord, numberOf } from '../../exchange/guards';
import { createdAt, hasFailed, stateOf, timeOf } from '../../exchange/orderRow';
import { entryId } from '../pages';
import { LARGEST_LAG_MS } from '../timeline';

/** What is remembered of an order. Times are Unix milliseconds. */
export interface KnownOrder extends IDataObject {
	/** By the exchange’s clock. */
	created: number;
	status: string;
	executed: string;
	/** When it was seen to have ended. Nothing happens to it any more. */
	closed?: number;
	/** When it was first looked for in vain, after it had left the open orders. */
	missing?: number | undefined;
	/** When history first showed it with the status of an open order, though it was not among those. */
	leftOpen?: number | undefined;
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

/** How an order ended; `closed` is any other way than those that have a name. */
export type Ending = 'filled' | 'canceled' | 'failed' | 'closed';

/** When the memory is used, and what is of interest of what happened before. Unix milliseconds. */
interface Period {
	/** What happened before is remembered, but no change. */
	readonly since: number;
	readonly now: number;
	/** Nothing was read before: what has no date is history. */
	readonly isFirst: boolean;
	/** Called once for an order whose date cannot be read. */
	readonly onUndated?: (order: IDataObject) => void;
}

/** The orders that are remembered. They only move forward, in whatever order they are seen. */
export class OrderMemory {
	readonly changes: OrderChange[] = [];

	private readonly known: Map<string, KnownOrder>;

	private open: ReadonlySet<string> = new Set();

	constructor(
		known: Readonly<Record<string, KnownOrder>>,
		private readonly period: Period,
	) {
		this.known = new Map(Object.entries(known));
	}

	/** Takes in all open orders; known ones that are not among them have ended, or hide. */
	noteOpen(orders: readonly IDataObject[]): void {
		this.open = new Set(orders.map(entryId));
		for (const order of orders) {
			const known = this.known.get(entryId(order));
			if (known !== undefined) {
				delete known.missing;
				delete known.leftOpen;
			}
			this.note(order, namedEnding(order));
		}
	}

	/**
	 * Takes in an order as history shows it. What is there and not among the open orders has ended,
	 * whatever its status, unless that is the one of an open order: then lists may only be late.
	 */
	noteClosed(order: IDataObject): void {
		const id = entryId(order);
		const isOpen = this.open.has(id);
		const ending = namedEnding(order) ?? (isOpen ? undefined : this.otherEnding(id, order));
		this.note(order, ending);
		const known = this.known.get(id);
		if (known === undefined || isOpen) return;
		if (known.closed === undefined) known.leftOpen ??= this.period.now;
		else if (createdAt(order) === undefined) known.closed = this.period.now;
	}

	has(id: string): boolean {
		return this.known.has(id);
	}

	isClosed(id: string): boolean {
		return this.known.get(id)?.closed !== undefined;
	}

	/** Known orders, newest first, that have not ended and are not open either. */
	missing(): Array<[string, KnownOrder]> {
		return [...this.known]
			.filter(([id, { closed }]) => closed === undefined && !this.open.has(id))
			.sort(([, a], [, b]) => b.created - a.created);
	}

	forget(id: string): void {
		this.known.delete(id);
	}

	/** What has to be remembered: open orders, and ended ones that lists may show again. */
	remember(from: number, recently: number): Record<string, KnownOrder> {
		return Object.fromEntries(
			[...this.known].filter(
				([, { created, closed }]) => closed === undefined || created >= from || closed >= recently,
			),
		);
	}

	private note(order: IDataObject, ending: Ending | undefined): void {
		const { since, now, isFirst, onUndated } = this.period;
		const id = entryId(order);
		const before = this.known.get(id);
		if (id === '' || before?.closed !== undefined) return;
		const ownDate = createdAt(order);
		if (before === undefined && ownDate === undefined) onUndated?.(order);
		const created = before?.created ?? ownDate ?? now;
		const seen = parseDecimal(order.executedQty) ?? ZERO;
		const hasGrown = compareDecimals(seen, parseDecimal(before?.executed) ?? ZERO) > 0;
		const executed = hasGrown ? formatDecimal(seen) : (before?.executed ?? '0');
		if (before !== undefined && !hasGrown && ending === undefined) return;
		this.known.set(id, {
			created,
			status: String(order.status),
			executed,
			...(ending === undefined
				? { missing: before?.missing, leftOpen: before?.leftOpen }
				: { closed: now }),
		});
		const lastChange = timeOf(order.updatedAt) ?? ownDate;
		const isHistory = lastChange === undefined ? isFirst : Math.max(created, lastChange) < since;
		if (before === undefined && isHistory) return;
		const isNew = before === undefined && created >= since;
		this.changes.push({ id, order, before, executed, isNew, hasGrown, ending });
	}

	private otherEnding(id: string, order: IDataObject): Ending | undefined {
		if (stateOf(order) === 'unclear') return 'closed';
		const { leftOpen } = this.known.get(id) ?? {};
		const hadItsTime = leftOpen !== undefined && this.period.now - leftOpen >= LARGEST_LAG_MS;
		return hadItsTime ? 'closed' : undefined;
	}
}

/** The ending that a status names; undefined for that of an open order, or one that nobody has documented. */
function namedEnding(order: IDataObject): Ending | undefined {
	if (hasFailed(order)) return 'failed';
	const state = stateOf(order);
	return state === 'open' || state === 'unclear' ? undefined : state;
}

export function isKnownOrder(value: unknown): value is KnownOrder {
	return (
		isRecord(value) &&
		numberOf(value.created) !== undefined &&
		typeof value.status === 'string' &&
		parseDecimal(value.executed) !== undefined &&
		[value.closed, value.missing, value.leftOpen].every(
			(time) => time === undefined || numberOf(time) !== undefined,
		)
	);
}
