import { add, divideDown, HUNDRED, multiply, type Decimal } from '../exchange/decimal';
import type { SpotOrder } from '../exchange/spotOrder';

export type PriceField = 'price' | 'stopPrice' | 'limitPrice';

/** A price as it was given: itself, or in percent away from another price, below it if negative. */
export type AskedPrice = { readonly exact: Decimal } | { readonly percent: Decimal };

/** How much is asked for: an amount in one of the two assets, or a share of what the account holds. */
export type AskedAmount =
	| { readonly in: 'base' | 'quote'; readonly value: Decimal }
	/** Above 0, at most 100. */
	| { readonly in: 'percent' | 'risk'; readonly percent: Decimal };

/** An order as its fields describe it, of which the market and the account may have to say more. */
export interface AskedOrder extends Pick<SpotOrder, 'symbol' | 'side' | 'type'> {
	readonly amount: AskedAmount;
	readonly prices: Readonly<Partial<Record<PriceField, AskedPrice>>>;
	/** What prices in percent count from; the last price if it is undefined. */
	readonly percentOf?: Decimal | undefined;
	/** The stop of another order that protects this one: what a risk is sized by. It may be in percent from the price of this one. */
	readonly stop?: AskedPrice | undefined;
}

/** A price that may be given in percent, which then counts from another price. */
export function priceFrom(asked: AskedPrice, from: Decimal): Decimal {
	if ('exact' in asked) return asked.exact;
	return divideDown(multiply(from, add(HUNDRED, asked.percent)), HUNDRED);
}

/** The fields of an order whose prices are given in percent. */
export function percentFields({ prices }: Pick<AskedOrder, 'prices'>): PriceField[] {
	const names: readonly PriceField[] = ['price', 'stopPrice', 'limitPrice'];
	return names.filter((name) => prices[name] !== undefined && 'percent' in prices[name]);
}
