import type { IDataObject } from 'n8n-workflow';

import { HOUR_MS, MINUTE_MS } from '../exchange/clock';
import { add, max, multiply, parseDecimal, ZERO, type Decimal } from '../exchange/decimal';
import { wordIn, orderIdOf, stateOf, symbolOf, timeOf } from '../exchange/orderRow';
import { LOOKS_BACK_MS, type Reservation } from './reservations';

/** Clocks differ, and a list takes a moment to show an order. */
const SLACK_MS = MINUTE_MS;
/** An order whose outcome stayed unknown is listed after so long, or does not exist. */
const LISTED_AFTER_MS = 5 * MINUTE_MS;

export interface ListedOrders {
	readonly rows: readonly IDataObject[];
	/** Unix milliseconds: when the reading began. */
	readonly readAt: number;
	/** How far the exchange's clock is ahead of this machine's, in milliseconds. */
	readonly clockOffset: number;
}

/**
 * What the account has ordered: the exchange is the ledger, so that whatever any workflow, process or
 * person has ordered counts, and what this process has let through counts before the lists show it.
 */
export class AccountSums {
	constructor(
		private readonly listed: ListedOrders,
		/** As of when it is asked, since others go on ordering in the meantime. */
		private readonly reserved: () => readonly Reservation[],
		private readonly now: number,
	) {}

	/** How many orders were placed within the last 60 minutes. */
	ordersWithinHour(): number {
		const since = this.now - HOUR_MS - SLACK_MS;
		const rows = this.listed.rows.filter((row) => this.isSince(since, row.createdAt));
		return new Set(rows.map(groupOf)).size + this.unlisted(since).length;
	}

	/**
	 * What orders that buy may have spent within the last 24 hours, in a quote asset; open ones count
	 * as a whole. Undefined where a row does not say what it costs.
	 */
	spentWithinDay(quoteAsset: string): Decimal | undefined {
		const asset = quoteAsset.toUpperCase();
		const since = this.now - LOOKS_BACK_MS - SLACK_MS;
		const isSpent = (row: IDataObject) =>
			wordIn(row.side) !== 'SELL' &&
			(symbolOf(row) ?? asset).endsWith(asset) &&
			(['open', 'unclear'].includes(stateOf(row)) ||
				this.isSince(since, row.createdAt) ||
				this.isSince(since, row.updatedAt));
		const costs = costsByGroup(this.listed.rows.filter(isSpent));
		const own = this.unlisted(since)
			.filter(({ order }) => order.side === 'BUY')
			.filter((own) => (own.quoteAsset ?? own.order.symbol).toUpperCase().endsWith(asset))
			.map(({ value }) => value);
		return [...costs, ...own].reduce((sum, cost) => sum && cost && add(sum, cost), ZERO);
	}

	private isSince(since: number, time: unknown): boolean {
		return (timeOf(time) ?? Infinity) - this.listed.clockOffset >= since;
	}

	/** The orders of this process that the lists do not show, or do not show yet, each once. */
	private unlisted(since: number): Reservation[] {
		const listed = new Set(this.listed.rows.map((row) => nameOf(row, orderIdOf(row))));
		return this.reserved().filter(({ order, at, outcome, settledAt }) => {
			if ((settledAt ?? Infinity) < since && at < since) return false;
			if (outcome === null) return this.listed.readAt - (settledAt ?? at) < LISTED_AFTER_MS;
			if (outcome === undefined) return true;
			const name = nameOf({ symbol: order.symbol }, outcome.displayingId);
			const isCounted = listed.has(name);
			listed.add(name);
			return !isCounted;
		});
	}
}

/** The legs of an OCO are one order with it. */
function groupOf(row: IDataObject): string {
	const parent = row.ocoOrderId;
	const id = parent === null || parent === undefined ? orderIdOf(row) : String(parent);
	return id === undefined ? JSON.stringify(row) : nameOf(row, id);
}

/** Nothing promises that ids are unique across symbols. */
function nameOf(row: IDataObject, id: string | undefined): string {
	return `${symbolOf(row) ?? ''} ${id ?? ''}`;
}

function costsByGroup(rows: readonly IDataObject[]): Array<Decimal | undefined> {
	const costs = new Map<string, Decimal | undefined>();
	for (const row of rows) {
		const [group, cost] = [groupOf(row), costOf(row)];
		const other = costs.has(group) ? costs.get(group) : ZERO;
		costs.set(group, cost && other && max(cost, other));
	}
	return [...costs.values()];
}

/** What a row costs at most; undefined if it does not say. */
function costOf(row: IDataObject): Decimal | undefined {
	const executed = parseDecimal(row.executedQuoteQty);
	const isOver = ['filled', 'canceled', 'closed'].includes(stateOf(row));
	const hasExecuted = parseDecimal(row.executedQty)?.units !== 0n;
	if (isOver && executed !== undefined && (executed.units > 0n || !hasExecuted)) return executed;
	const quantity = parseDecimal(row.quantity);
	const atPrices = [row.price, row.limitPrice].map((price) => {
		const at = parseDecimal(price);
		return at && quantity && multiply(at, quantity);
	});
	const asked = [
		executed,
		parseDecimal(row.quoteQty),
		parseDecimal(row.quoteOrderQty),
		...atPrices,
	];
	const [first, ...others] = asked.filter((cost) => cost !== undefined && cost.units > 0n);
	return first && max(first, ...others.filter((cost) => cost !== undefined));
}
