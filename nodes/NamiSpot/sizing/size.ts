import { WITH_FEE } from '../exchange/fee';
import {
	abs,
	compareDecimals,
	divideDown,
	floorToStep,
	HUNDRED,
	isPositive,
	max,
	min,
	multiply,
	subtract,
	ZERO,
	type Decimal,
} from '../exchange/decimal';
import type { SpotOrder } from '../exchange/spotOrder';

export interface Holding {
	/** What is locked in orders included. */
	readonly total: Decimal;
	readonly available: Decimal;
}

export interface SizingInput {
	/** The order without its amount: its side, its type, its prices. */
	readonly order: Omit<SpotOrder, 'quantity' | 'quoteOrderQty' | 'useQuoteQty'>;
	readonly base: Holding;
	readonly quote: Holding;
	/** Needed where the order has no price of its own, and for risk. */
	readonly lastPrice: Decimal | undefined;
	/** Whether a market order that buys can be given by what it spends, which no move of the price changes. */
	readonly marketByQuote: boolean;
	readonly quantityStep: Decimal;
	readonly quoteStep: Decimal;
}

export interface Size {
	readonly field: 'quantity' | 'quoteOrderQty';
	/** On the step; zero where what there is does not reach it. */
	readonly amount: Decimal;
	/** The price that it was computed with; undefined where none was needed. */
	readonly price: Decimal | undefined;
	/** Risk would have taken more than there is. */
	readonly isCapped?: true;
}

/**
 * A percentage of what is available: of the base asset to sell, of the quote asset to buy, the fee
 * kept free. Undefined where a price is needed and there is none.
 *
 * @param percent above 0, at most 100
 */
export function sizeByPercent(input: SizingInput, percent: Decimal): Size | undefined {
	const { order, base, quote, quantityStep, quoteStep } = input;
	if (order.side === 'SELL') {
		const amount = floorToStep(share(base.available, percent), quantityStep);
		return { field: 'quantity', amount, price: undefined };
	}
	const spend = share(quote.available, percent);
	if (order.type === 'MARKET' && input.marketByQuote) {
		const amount = floorToStep(divideDown(spend, WITH_FEE), quoteStep);
		return { field: 'quoteOrderQty', amount, price: undefined };
	}
	const price = buyingPrice(input);
	if (price === undefined) return undefined;
	return { field: 'quantity', amount: floorToStep(affordable(spend, price), quantityStep), price };
}

/**
 * As much that the way from the entry price to the stop price costs so many percent of what the
 * account holds of the quote asset, at most what is available. Undefined where a price is missing,
 * or both are the same.
 *
 * @param percent above 0, at most 100
 */
export function sizeByRisk(
	input: SizingInput,
	percent: Decimal,
	entry: Decimal | undefined,
): Size | undefined {
	const { order, base, quote, quantityStep } = input;
	const { stopPrice } = order;
	if (entry === undefined || stopPrice === undefined) return undefined;
	const distance = abs(subtract(entry, stopPrice));
	const price = order.side === 'BUY' ? buyingPrice(input) : entry;
	if (!isPositive(distance) || price === undefined) return undefined;
	const wanted = divideDown(share(quote.total, percent), distance);
	const most = order.side === 'BUY' ? affordable(quote.available, price) : base.available;
	return {
		field: 'quantity',
		amount: floorToStep(min(wanted, most), quantityStep),
		price: entry,
		...(compareDecimals(wanted, most) > 0 && { isCapped: true }),
	};
}

function share(amount: Decimal, percent: Decimal): Decimal {
	return divideDown(multiply(atLeastZero(amount), percent), HUNDRED);
}

function affordable(spend: Decimal, price: Decimal): Decimal {
	return divideDown(atLeastZero(spend), multiply(price, WITH_FEE));
}

function atLeastZero(amount: Decimal): Decimal {
	return max(amount, ZERO);
}

/** The highest price at which an order may buy. */
export function buyingPrice({
	order,
	lastPrice,
}: Pick<SizingInput, 'order' | 'lastPrice'>): Decimal | undefined {
	if (order.type === 'MARKET') return lastPrice;
	const [first, ...others] = [order.price, order.limitPrice].filter((price) => price !== undefined);
	return first && max(first, ...others);
}
