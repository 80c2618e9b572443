import { FUTURES_FUNDS, SPOT_FUNDS } from '../data/funds';
import { Purse, Wallet } from './balances';
import { type Order, type Trade, isOpen } from './order';

export interface AccountSeed {
	readonly apiKey: string;
	readonly apiSecret: string;
	/** What the account holds, by asset name; default: a fortune in every asset. */
	readonly funds?: Readonly<Record<string, string>>;
}

/** A customer: keys, wallets, and orders and trades indexed as the endpoints need them. */
export class Account {
	readonly wallet: Wallet;
	readonly futures = new Purse(FUTURES_FUNDS);
	readonly open = new Map<bigint, Order>();
	/** Filled and canceled orders, by id, so in the order of their creation. */
	readonly closed: Order[] = [];
	readonly trades: Trade[] = [];
	banned = false;
	/** The asset that fees are paid in; undefined: the quote asset of the trade. */
	feeAsset: string | undefined;
	private readonly openCounts = new Map<string, number>();

	constructor(
		readonly seed: AccountSeed,
		readonly userId: number,
	) {
		this.wallet = new Wallet(seed.funds ?? SPOT_FUNDS);
	}

	/** How many open orders of a symbol the account has. */
	openCount(symbol: string): number {
		return this.openCounts.get(symbol) ?? 0;
	}

	/** Files an order where it belongs now: among the open ones, or among the closed ones. */
	file(order: Order): void {
		const wasOpen = this.open.has(order.displayingId);
		if (isOpen(order) === wasOpen) return;
		this.count(order.market.symbol, wasOpen ? -1 : 1);
		if (wasOpen) this.open.delete(order.displayingId);
		else this.open.set(order.displayingId, order);
		if (wasOpen) this.insertClosed(order);
	}

	private count(symbol: string, change: number): void {
		this.openCounts.set(symbol, this.openCount(symbol) + change);
	}

	private insertClosed(order: Order): void {
		let low = 0;
		let high = this.closed.length;
		while (low < high) {
			const middle = (low + high) >> 1;
			if (isOlder(this.closed[middle], order)) low = middle + 1;
			else high = middle;
		}
		this.closed.splice(low, 0, order);
	}
}

function isOlder(a: Order | undefined, b: Order): boolean {
	return a !== undefined && a.displayingId < b.displayingId;
}
