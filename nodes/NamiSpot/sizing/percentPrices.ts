import { add, divideDown, HUNDRED, multiply, type Decimal } from '../exchange/decimal';
import type { AskedOrder, AskedPrice, PriceField } from './askedOrder';

const PLACES = 40;

/** A price that may be given in percent, which then counts from another price. */
export function priceFrom(asked: AskedPrice, from: Decimal): Decimal {
	if ('exact' in asked) return asked.exact;
	return divideDown(multiply(from, add(HUNDRED, asked.percent)), HUNDRED, PLACES);
}

/** The fields of an order whose prices are given in percent. */
export function percentFields({ prices }: Pick<AskedOrder, 'prices'>): PriceField[] {
	const names: readonly PriceField[] = ['price', 'stopPrice', 'limitPrice'];
	return names.filter((name) => prices[name] !== undefined && 'percent' in prices[name]);
}
