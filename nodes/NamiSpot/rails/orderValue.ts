import {
	compareDecimals,
	divideUp,
	formatDecimal,
	multiply,
	parseDecimal,
	type Decimal,
} from '../exchange/decimal';
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
export function orderValue(
	order: SpotOrder,
	lastPrice: string | undefined,
): OrderValue | undefined {
	const last = parseDecimal(lastPrice);
	if (isWorthWhatTheMarketPays(order) && last === undefined) return undefined;
	return order.type === 'MARKET' ? marketValue(order, last) : limitValue(order, last);
}

function marketValue(order: SpotOrder, last: Decimal | undefined): OrderValue | undefined {
	const quote = parseDecimal(order.quoteOrderQty);
	if (quote !== undefined) return { value: quote, origin: 'the quote quantity' };
	const quantity = parseDecimal(order.quantity);
	if (quantity === undefined || last === undefined) return undefined;
	return {
		value: multiply(multiply(quantity, last), MARKET_MARGIN),
		origin: `quantity ${order.quantity} × last price ${formatDecimal(last)}, and 5 % more`,
	};
}

function limitValue(order: SpotOrder, last: Decimal | undefined): OrderValue | undefined {
	const own = decimals(order.price, order.limitPrice);
	const [lowest, highest] = [
		extreme(own, -1),
		extreme(
			order.side === 'SELL' ? [...own, ...decimals(order.stopPrice), ...present(last)] : own,
			1,
		),
	];
	const [quantity, quote] = [parseDecimal(order.quantity), parseDecimal(order.quoteOrderQty)];
	if (lowest === undefined || highest === undefined) return undefined;
	if (quantity !== undefined) {
		const origin = `quantity ${order.quantity} × ${formatDecimal(highest)}`;
		return { value: multiply(quantity, highest), origin };
	}
	if (quote === undefined) return undefined;
	return {
		value: divideUp(multiply(quote, highest), lowest, DECIMAL_PLACES),
		origin: `quote quantity ${order.quoteOrderQty} at ${formatDecimal(lowest)}, filled at ${formatDecimal(highest)}`,
	};
}

function decimals(...texts: Array<string | undefined>): Decimal[] {
	return texts.flatMap((text) => present(parseDecimal(text)));
}

function present(value: Decimal | undefined): Decimal[] {
	return value === undefined ? [] : [value];
}

/** The highest of some values (1), or the lowest (-1). */
function extreme(values: readonly Decimal[], sign: 1 | -1): Decimal | undefined {
	return [...values].sort((a, b) => -sign * compareDecimals(a, b))[0];
}
