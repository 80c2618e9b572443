import type { Filter, SymbolConfig } from '../data/symbols';
import { type Big, Decimal } from '../support/decimal';
import type { Account, AccountSeed } from './account';
import { end, fill, remaining } from './filling';
import type { Market } from './market';
import { movePrice } from './matching';
import { type EndedStatus, type Order, isOpen } from './order';
import type { RefusalStatus } from './refusals';
import type { Broker, World } from './world';

/** A decimal as callers write it. */
export type Amount = number | string | Big;

/** An id as callers have it: from JSON, from a text, or exact. */
export type OrderId = bigint | number | string;

/** Moves the exchange's state. Accounts are named by API key; left out, the default account is meant. */
export class ExchangeState {
	constructor(
		private readonly world: () => World,
		private readonly defaultKey: string,
	) {}

	/** Moves the last price: resting orders that it reaches fill, stops trigger. */
	setPrice(symbol: string, price: Amount): void {
		movePrice(this.world(), this.market(symbol), new Decimal(price));
	}

	/** Forgets the last price, as if the symbol had never traded. */
	clearPrice(symbol: string): void {
		this.market(symbol).last = undefined;
	}

	price(symbol: string): string | undefined {
		return this.market(symbol).last?.toFixed();
	}

	/** Sets what the account has free of an asset; what is locked stays. */
	setBalance(asset: string, free: Amount, apiKey?: string): void {
		this.account(apiKey).wallet.free.set(asset, new Decimal(free));
	}

	/** What the account has of an asset, as exact decimal strings. */
	balance(asset: string, apiKey?: string): { readonly free: string; readonly locked: string } {
		const { free, locked } = this.account(apiKey).wallet;
		return { free: free.get(asset).toFixed(), locked: locked.get(asset).toFixed() };
	}

	banAccount(banned = true, apiKey?: string): void {
		this.account(apiKey).banned = banned;
	}

	/** Gives an account another key; the ones that it has stay good. */
	addKey(seed: AccountSeed, apiKey?: string): void {
		const sameAccount: Account = Object.create(this.account(apiKey), { seed: { value: seed } });
		this.world().accounts.set(seed.apiKey, sameAccount);
	}

	/** Lets the account pay its fees in that asset; undefined: in the quote asset of each trade. */
	payFeesIn(asset: string | undefined, apiKey?: string): void {
		this.account(apiKey).feeAsset = asset;
	}

	/** Stops a symbol's trade in a status such as BREAK, HALT or MAINTAIN, or lets it go on. */
	haltSymbol(symbol: string, halted = true, status = 'BREAK'): void {
		this.configure(symbol, {
			status: halted ? status : 'TRADING',
			isSpotTradingAllowed: !halted,
		});
	}

	/** Changes what `/config` says about a symbol, and how it trades. */
	configure(symbol: string, change: Partial<SymbolConfig>): void {
		this.market(symbol).configure(change);
	}

	/** Replaces a symbol's filters; odd ones are served as they are and do not limit anything. */
	setFilters(symbol: string, filters: readonly Filter[]): void {
		this.market(symbol).setFilters(filters);
	}

	/** `down`: 6104 and nothing placed; `places`: 6104 although the order is placed; `up`: all is well. */
	breakBroker(broker: Broker = 'down'): void {
		this.world().broker = broker;
	}

	/** Every order is refused with that status (UNKNOWN, INVALID_REQUEST_ID …) until it is called with none. */
	breakDown(status?: RefusalStatus): void {
		this.world().breakdown = status;
	}

	/** Fills part of an open order (all of it by default), at its own price unless another is given. */
	fill(id: OrderId, quantity?: Amount, price?: Amount): void {
		const order = this.openOrder(id);
		const part = quantity === undefined ? remaining(order) : new Decimal(quantity);
		if (part.lte(0) || part.gt(remaining(order)))
			throw new Error(`Not fillable: ${part.toFixed()}`);
		fill(
			this.world(),
			order,
			part,
			price === undefined ? order.price : new Decimal(price),
			'MAKER',
		);
		if (isOpen(order)) order.status = 'PARTIALLY_FILLED';
	}

	/** As `fill`, but the order keeps the status NEW, the only open one that the documents show. */
	fillQuietly(id: OrderId, quantity: Amount): void {
		this.fill(id, quantity);
		const order = this.order(id);
		if (isOpen(order)) order.status = 'NEW';
	}

	/** Cancels an open order from outside, as another client would. */
	cancel(id: OrderId): void {
		this.end(id, 'CANCELED');
	}

	/** Ends an open order in such a status, as it is filled so far. */
	end(id: OrderId, status: EndedStatus): void {
		end(this.world(), this.openOrder(id), status);
	}

	/** Every order is accepted and ends at once in that status, with nothing executed, until it is called with none. */
	endNewOrders(status?: EndedStatus): void {
		this.world().fate = status;
	}

	/** The order with that id; an OCO's legs have ids too. */
	order(id: OrderId): Order {
		return found(this.world().ordersById.get(BigInt(id)), `order ${id}`);
	}

	account(apiKey = this.defaultKey): Account {
		return found(this.world().accounts.get(apiKey), `account ${apiKey}`);
	}

	private openOrder(id: OrderId): Order {
		const order = this.order(id);
		if (!isOpen(order)) throw new Error(`Order ${id} is ${order.status}`);
		return order;
	}

	private market(symbol: string): Market {
		return found(this.world().markets.get(symbol), `symbol ${symbol}`);
	}
}

function found<T>(value: T | undefined, what: string): T {
	if (value === undefined) throw new Error(`The stand-in exchange has no ${what}`);
	return value;
}
