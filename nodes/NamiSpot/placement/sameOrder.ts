import type { IDataObject } from 'n8n-workflow';

import {
	abs,
	compareDecimals,
	multiply,
	parseDecimal,
	subtract,
	type Decimal,
} from '../exchange/decimal';
import { symbolOf, wordIn } from '../exchange/orderRow';
import type { SpotOrder } from '../exchange/spotOrder';

/**
 * Whether an order of the exchange is one that was asked for so. What the row does not say (some
 * markets list flags and prices as null) is not compared, but for symbol, side, type and amount.
 */
export function isSameOrder(found: IDataObject, asked: SpotOrder): boolean {
	return (
		symbolOf(found) === asked.symbol &&
		wordIn(found.side) === asked.side &&
		wordIn(found.type) === asked.type &&
		!isLeg(found) &&
		hasSameAmount(found, asked) &&
		hasSamePrices(found, asked)
	);
}

/** Whether an order may be one that was asked for so, however oddly the exchange shows it. */
export function mayBeSameOrder(
	found: IDataObject,
	asked: Pick<SpotOrder, 'symbol' | 'side'>,
): boolean {
	return (
		(symbolOf(found) ?? asked.symbol) === asked.symbol &&
		(wordIn(found.side) ?? asked.side) === asked.side
	);
}

/** What is asked for. */
export interface Wish {
	readonly order: SpotOrder;
	/** What its amounts and prices were made of, where the account and the market had a say: each time they say something else. */
	readonly asked?: string | undefined;
}

/** Whether two wishes are the same, whatever each of them has come to. */
export function isSameWish(a: Wish, b: Wish): boolean {
	return (a.asked !== undefined && a.asked === b.asked) || asksForTheSame(a.order, b.order);
}

function asksForTheSame(a: SpotOrder, b: SpotOrder): boolean {
	return (
		a.symbol === b.symbol &&
		a.side === b.side &&
		a.type === b.type &&
		a.useQuoteQty === b.useQuoteQty &&
		[...AMOUNT_NAMES, ...PRICES].every((name) => isEqual(a[name], b[name]))
	);
}

function isEqual(a: Decimal | undefined, b: Decimal | undefined): boolean {
	return a === undefined || b === undefined ? a === b : compareDecimals(a, b) === 0;
}

/** The legs of an OCO may be listed beside it, as orders of other types that nobody asked for. */
export function isLeg(found: IDataObject): boolean {
	return wordIn(found.type) !== 'OCO' && Boolean(found.ocoOrderId);
}

const AMOUNT_NAMES = ['quantity', 'quoteOrderQty'] as const;
const PRICES = ['price', 'stopPrice', 'limitPrice'] as const;

function hasSameAmount(found: IDataObject, asked: SpotOrder): boolean {
	const { useQuoteQty } = found;
	if (typeof useQuoteQty === 'boolean' && useQuoteQty !== asked.useQuoteQty) return false;
	if (!asked.useQuoteQty) return isNearly(found.quantity, asked.quantity);
	return (
		isNearly(found.quoteOrderQty, asked.quoteOrderQty) ||
		isNearly(found.quoteQty, asked.quoteOrderQty)
	);
}

function hasSamePrices(found: IDataObject, asked: SpotOrder): boolean {
	return PRICES.every((name) => {
		const listed = found[name] ?? undefined;
		return asked[name] === undefined || listed === undefined || isNearly(listed, asked[name]);
	});
}

const LAST_BITS: Decimal = { units: 1n, scale: 12 };

/** Equal but for the last bits of a double: the exchange computes with them, 2408786.7600000002. */
function isNearly(found: unknown, asked: Decimal | undefined): boolean {
	const value = parseDecimal(found);
	if (value === undefined || asked === undefined) return false;
	return compareDecimals(abs(subtract(value, asked)), multiply(asked, LAST_BITS)) <= 0;
}
