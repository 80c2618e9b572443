import { randomUUID } from 'node:crypto';

import type { IDataObject } from 'n8n-workflow';

import { clock, DAY_MS, MINUTE_MS } from '../exchange/clock';
import { idNumber } from '../exchange/api/descent';
import { keepNewest, storeOf } from '../exchange/memory';
import { cameToNothing, orderIdOf } from '../exchange/orderRow';
import { fromRecord } from '../exchange/spotOrder';
import type { Connection } from '../exchange/wire/request';
import { Incoming } from './incoming';
import type { Intent, IntentRecord } from './intent';
import type { Ledger } from './ledger';
import { isSameOrder, isSameWish, type Wish } from './sameOrder';

const LISTED_AFTER_MS = MINUTE_MS;
const INTENTS_KEPT_MS = DAY_MS;
const CLAIMS_KEPT = 100_000;
const PLACED_KEPT = 1_000;

interface Placed extends Wish {
	readonly data: IDataObject;
	/** Of the monotonic clock. */
	readonly at: number;
}

/** Who has which of the orders of one exchange, by symbol and id. */
type Claims = Map<string, AccountOrders>;

/**
 * The orders that this process has sent for one account, over all its runs and workflows: which of
 * the exchange's orders are accounted for, and which orders are still without an answer. Two equal
 * orders can only be told apart by knowing both.
 */
export class AccountOrders {
	/** No other process names its intents so, nor this one after a restart. */
	private readonly prefix = randomUUID();

	private readonly remembered = new WeakSet<object>();

	private opened = 0;

	private readonly unresolved = new Map<string, Intent>();

	private readonly placed: Placed[] = [];

	/** By symbol: nothing promises that ids are unique across symbols. */
	private readonly highestIds = new Map<string, bigint>();

	/** Orders that were canceled on purpose, by symbol and id. */
	private readonly withdrawn = new Map<string, true>();

	readonly incoming = new Incoming();

	/** Whether somebody else has placed orders for this account since the process runs. */
	isShared = false;

	constructor(private readonly claims: Claims) {}

	open({ order, asked }: Wish, sentAt: number, name?: string): Intent {
		this.opened += 1;
		const id = `${this.prefix}-${this.opened}`;
		return this.add({
			id,
			order,
			asked,
			name,
			sentAt,
			endedAt: undefined,
			after: this.highestIds.get(order.symbol),
		});
	}

	/** The intent of an earlier try: the one that this process knows, or one made from its record. */
	reopen(record: IntentRecord): Intent {
		const { intentId: id, sentAt, endedAt = sentAt, after, asked, name } = record;
		const known = this.unresolved.get(id);
		if (known !== undefined) return known;
		const order = fromRecord(record.order);
		return this.add({ id, order, asked, name, sentAt, endedAt, after: idNumber(after) });
	}

	/** The intent has become this order; nobody else may take it for theirs. */
	claim(intent: Intent, data: IDataObject): void {
		this.unresolved.delete(intent.id);
		this.mark(intent.order.symbol, orderIdOf(data));
		if (cameToNothing(data)) return;
		const { order, asked } = intent;
		const { symbol, side } = order;
		if (side === 'SELL') this.incoming.sold(symbol);
		else this.incoming.bought({ symbol, side, ...data });
		this.placed.push({ order, asked, data, at: clock.monotonic() });
		if (this.placed.length > PLACED_KEPT) this.placed.shift();
	}

	/**
	 * What a ledger had of this account before this run placed anything is accounted for: once, as orders
	 * of this run are claimed one by one.
	 */
	remember(ledger: Pick<Ledger, 'placed'>, account: string): void {
		if (this.remembered.has(ledger)) return;
		this.remembered.add(ledger);
		for (const { symbol, displayingId } of ledger.placed(account)) this.mark(symbol, displayingId);
	}

	/** An order that an earlier try has placed is accounted for. */
	mark(symbol: string, orderId: string | undefined): void {
		if (orderId === undefined) return;
		keepNewest(this.claims, nameOf(symbol, orderId), this, CLAIMS_KEPT);
		this.see(symbol, orderId);
	}

	/** An order of the account has been seen: what is placed on its symbol from now on has a higher id. */
	see(symbol: string | undefined, orderId: string | undefined): void {
		const id = idNumber(orderId);
		if (symbol === undefined || id === undefined) return;
		const highest = this.highestIds.get(symbol);
		if (highest === undefined || id > highest) this.highestIds.set(symbol, id);
	}

	/** An order that was found by looking, with a mark where it may as well be somebody else's. */
	asFound(data: IDataObject): IDataObject {
		return this.isShared ? { ...data, mayBeAnothers: true } : data;
	}

	/** The intent is proven not to have become an order. */
	drop(intent: Intent): void {
		this.unresolved.delete(intent.id);
	}

	/** Whether an order is somebody's, be it an order of another account. */
	isClaimed(symbol: string, orderId: string | undefined): boolean {
		return orderId !== undefined && this.claims.has(nameOf(symbol, orderId));
	}

	/** Whether an order is one that this process has placed for this account. */
	isOwn(symbol: string, orderId: string | undefined): boolean {
		return orderId !== undefined && this.claims.get(nameOf(symbol, orderId)) === this;
	}

	/** Other intents without an outcome whose orders look like one that was found. */
	othersExpecting(intent: Intent, found: IDataObject): Intent[] {
		return [...this.unresolved.values()].filter(
			(other) => other.id !== intent.id && isSameOrder(found, other.order),
		);
	}

	/** An equal order that was sent, since a time, and whose outcome is not known; with a name, only the one of that name. */
	twinOf(wish: Wish, name?: string, since = -Infinity): Intent | undefined {
		return [...this.unresolved.values()].find(
			(intent) =>
				(name === undefined || intent.name === name) &&
				intent.sentAt >= since &&
				isSameWish(intent, wish),
		);
	}

	/** An order was canceled because somebody asked for that: who asks for the same again, wants another one. */
	withdraw(symbol: string, orderId: string): void {
		keepNewest(this.withdrawn, nameOf(symbol, orderId), true, PLACED_KEPT);
	}

	isWithdrawn(symbol: string, order: IDataObject): boolean {
		return this.withdrawn.has(nameOf(symbol, orderIdOf(order) ?? ''));
	}

	/** An equal order that was placed within the last so many milliseconds. */
	placedWithin(wish: Wish, ms: number): IDataObject | undefined {
		const since = clock.monotonic() - ms;
		return [...this.placed]
			.reverse()
			.filter(({ order, data }) => !this.isWithdrawn(order.symbol, data))
			.find((placed) => placed.at >= since && isSameWish(placed, wish))?.data;
	}

	/** The orders of a symbol that were placed so recently that the exchange's lists may not show them yet. */
	placedLately(symbol: string): IDataObject[] {
		const since = clock.monotonic() - LISTED_AFTER_MS;
		return this.placed.flatMap(({ order, data, at }) =>
			order.symbol === symbol && at >= since ? [{ symbol, side: order.side, ...data }] : [],
		);
	}

	private add(intent: Intent): Intent {
		for (const oldest of this.unresolved.values()) {
			if (oldest.sentAt >= intent.sentAt - INTENTS_KEPT_MS) break;
			this.unresolved.delete(oldest.id);
		}
		this.unresolved.set(intent.id, intent);
		return intent;
	}
}

/** Nothing promises that ids are unique across symbols. */
function nameOf(symbol: string, orderId: string): string {
	return `${symbol} ${orderId}`;
}

const claimsOf = storeOf(() => new Map<string, AccountOrders>());
const ordersOf = storeOf((): { orders?: AccountOrders } => ({}));

/** The orders of this process for a connection's account. */
export function ordersOfAccount({
	account,
	baseUrl,
}: Pick<Connection, 'account' | 'baseUrl'>): AccountOrders {
	const kept = ordersOf(account);
	kept.orders ??= new AccountOrders(claimsOf(baseUrl));
	return kept.orders;
}
