import { divideUp, formatDecimal, max, min, multiply, type Decimal } from '../exchange/decimal';
import type { SpotOrder } from '../exchange/spotOrder';

/** What an order may be worth at most, in the quote asset, and how that comes about. */
export interface OrderValue {
	readonly value: Decimal;
	readonly origin: string;
}

/** The last price may move, and a market order eats into the book, before it is filled. */
const MARKET_MARGIN: Decimal = { units: 105n, scale: 2 };
const DECIMAL_PLACES = 18;

/**
 * Whether only the market tells what an order is worth: market orders by base quantity, and limit
 * orders that sell, since one below the market is filled at the market's better price.
 */
export function isWorthWhatTheMarketPays({ type, side, useQuoteQty }: SpotOrder): boolean {
	if (type === 'MARKET') return !useQuoteQty;
	return side === 'SELL' && type !== 'STOP_LIMIT';
}

/**
 * What an order may be worth at most; undefined if that needs a last price and there is none.
 * - market: the quote amount, or quantity × last price, and 5 % more;
 * - others: quantity × their highest price, so of an OCO the worse leg. For sells the stop price
 *   and the last price count too. A quote amount is first turned into a quantity at the lowest price.
 */
export function orderValue(order: SpotOrder, last: Decimal | undefined): OrderValue | undefined {
	if (isWorthWhatTheMarketPays(order) && last === undefined) return undefined;
	return order.type === 'MARKET' ? marketValue(order, last) : limitValue(order, last);
}

function marketValue(order: SpotOrder, last: Decimal | undefined): OrderValue | undefined {
	const { quantity, quoteOrderQty } = order;
	if (quoteOrderQty !== undefined) return { value: quoteOrderQty, origin: 'the quote quantity' };
	if (quantity === undefined || last === undefined) return undefined;
	return {
		value: multiply(multiply(quantity, last), MARKET_MARGIN),
		origin: `quantity ${formatDecimal(quantity)} × last price ${formatDecimal(last)}, and 5 % more`,
	};
}

function limitValue(order: SpotOrder, last: Decimal | undefined): OrderValue | undefined {
	const { quantity, quoteOrderQty } = order;
	const [first, ...others] = present(order.price, order.limitPrice);
	if (first === undefined) return undefined;
	const lowest = min(first, ...others);
	const market = order.side === 'SELL' ? present(order.stopPrice, last) : [];
	const highest = max(first, ...others, ...market);
	if (quantity !== undefined) {
		const origin = `quantity ${formatDecimal(quantity)} × ${formatDecimal(highest)}`;
		return { value: multiply(quantity, highest), origin };
	}
	if (quoteOrderQty === undefined) return undefined;
	return {
		value: divideUp(multiply(quoteOrderQty, highest), lowest, DECIMAL_PLACES),
		origin: `quote quantity ${formatDecimal(quoteOrderQty)} at ${formatDecimal(lowest)}, filled at ${formatDecimal(highest)}`,
	};
}

function present(...values: Array<Decimal | undefined>): Decimal[] {
	return values.filter((value) => value !== undefined);
}
