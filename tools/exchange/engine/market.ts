import { Heap } from 'heap-js';
import { type Asset, assetNamed } from '../data/assets';
import type { Filter, SymbolConfig, SymbolSeed } from '../data/symbols';
import { type Big, Decimal, ZERO, larger, smaller } from '../support/decimal';
import type { Order, Side } from './order';
import { type Rules, readRules } from './rules';

/** A trade as the public sees it. */
export interface PublicTrade {
	readonly side: Side;
	readonly price: Big;
	readonly quantity: Big;
	readonly at: number;
}

const RECENT_TRADES = 100;

/** One symbol: its rules, its last price, and the open orders that wait for a price. */
export class Market {
	readonly base: Asset;
	readonly quote: Asset;
	readonly recentTrades: PublicTrade[] = [];
	/** Limit orders in the book; the one that fills first is on top. Closed ones are dropped when they surface. */
	readonly resting: Readonly<Record<Side, Heap<Order>>> = {
		BUY: new Heap((a, b) => priority(b.price.cmp(a.price), a, b)),
		SELL: new Heap((a, b) => priority(a.price.cmp(b.price), a, b)),
	};
	/** Stop orders that have not triggered; the one that triggers first is on top. */
	readonly stops: Readonly<Record<Side, Heap<Order>>> = {
		BUY: new Heap((a, b) => priority(a.stopPrice.cmp(b.stopPrice), a, b)),
		SELL: new Heap((a, b) => priority(b.stopPrice.cmp(a.stopPrice), a, b)),
	};
	config: SymbolConfig;
	rules: Rules;
	last: Big | undefined;
	start: Big | undefined;
	high: Big | undefined;
	low: Big | undefined;
	baseVolume = ZERO;
	quoteVolume = ZERO;

	constructor(seed: SymbolSeed) {
		const { startPrice, ...config } = seed;
		this.config = config;
		this.rules = readRules(seed.filters);
		this.base = assetNamed(seed.baseAsset);
		this.quote = assetNamed(seed.quoteAsset);
		if (startPrice !== undefined) this.move(new Decimal(startPrice));
	}

	get symbol(): string {
		return this.config.symbol;
	}

	/** Changes how the symbol trades: status, order types, filters … */
	configure(change: Partial<SymbolConfig>): void {
		this.config = { ...this.config, ...change };
		this.rules = readRules(this.config.filters);
	}

	setFilters(filters: readonly Filter[]): void {
		this.configure({ filters });
	}

	/** Notes a new last price. */
	move(price: Big): void {
		this.last = price;
		this.start ??= price;
		this.high = larger(this.high ?? price, price);
		this.low = smaller(this.low ?? price, price);
	}

	/** Notes a trade that the public may see. */
	publish(trade: PublicTrade): void {
		this.baseVolume = this.baseVolume.plus(trade.quantity);
		this.quoteVolume = this.quoteVolume.plus(trade.quantity.times(trade.price));
		this.recentTrades.push(trade);
		if (this.recentTrades.length > RECENT_TRADES) this.recentTrades.shift();
	}
}

function priority(byPrice: number, a: Order, b: Order): number {
	if (byPrice !== 0) return byPrice;
	return a.displayingId < b.displayingId ? -1 : 1;
}
