import type { Big } from '../support/decimal';
import type { Account } from './account';
import type { Hold } from './balances';
import type { Market } from './market';

export type Side = 'BUY' | 'SELL';
export type OrderType = 'LIMIT' | 'MARKET' | 'STOP_LIMIT' | 'OCO';
export type OrderStatus = 'NEW' | 'PARTIALLY_FILLED' | 'FILLED' | EndedStatus;
/** How an order can end without being filled. */
export type EndedStatus = 'CANCELED' | 'FAILED' | 'REJECTED' | 'EXPIRED';

/** What an order asks for, once it is understood and checked. */
export interface OrderTerms {
	readonly account: Account;
	readonly market: Market;
	readonly side: Side;
	readonly type: OrderType;
	readonly price: Big;
	readonly stopPrice: Big;
	readonly limitPrice: Big;
	readonly quantity: Big;
	readonly quoteQty: Big;
	readonly useQuoteQty: boolean;
}

export interface OrderFee {
	readonly asset: string;
	readonly value: Big;
	readonly ratio: Big;
	executed: Big;
}

/** An accepted order. OCO orders own two legs, which are orders themselves and share their parent's hold. */
export interface Order extends OrderTerms {
	readonly displayingId: bigint;
	/** The number of the request, in the request log, that created it. */
	readonly requestNo: number;
	readonly hold: Hold;
	readonly fee: OrderFee;
	readonly createdAt: number;
	readonly recordId: string;
	readonly parent?: Order;
	legs?: { readonly limit: Order; readonly stopLimit: Order };
	status: OrderStatus;
	triggered: boolean;
	executedQty: Big;
	executedQuoteQty: Big;
	executedAs: 'TAKER' | 'MAKER' | null;
	updatedAt: number;
	closedAt?: number;
}

export interface Trade {
	readonly displayingId: bigint;
	readonly recordId: string;
	readonly order: Order;
	readonly takerSide: Side;
	readonly quantity: Big;
	readonly quoteQty: Big;
	readonly price: Big;
	readonly fee: Big;
	readonly createdAt: number;
}

/** Whether the order can still be filled or canceled. */
export function isOpen(order: Order): boolean {
	return order.closedAt === undefined;
}
