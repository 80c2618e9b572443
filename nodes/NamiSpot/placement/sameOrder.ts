import type { IDataObject } from 'n8n-workflow';

import { compareDecimals, parseDecimal, type Decimal } from '../exchange/decimal';
import type { SpotOrder } from '../exchange/spotOrder';

/** Whether an order of the exchange is one that was asked for so, by exact decimals. */
export function isSameOrder(found: IDataObject, asked: SpotOrder): boolean {
	return (
		found.symbol === asked.symbol &&
		found.side === asked.side &&
		found.type === asked.type &&
		!isLeg(found) &&
		hasSameAmount(found, asked) &&
		hasSamePrices(found, asked)
	);
}

/** The legs of an OCO may be listed beside it, as orders of other types that nobody asked for. */
function isLeg(found: IDataObject): boolean {
	return found.type !== 'OCO' && Boolean(found.ocoOrderId);
}

function hasSameAmount(found: IDataObject, asked: SpotOrder): boolean {
	if (found.useQuoteQty !== undefined && found.useQuoteQty !== asked.useQuoteQty) return false;
	if (!asked.useQuoteQty) return isEqual(found.quantity, asked.quantity);
	return (
		isEqual(found.quoteOrderQty, asked.quoteOrderQty) ||
		isEqual(found.quoteQty, asked.quoteOrderQty)
	);
}

const PRICES = ['price', 'stopPrice', 'limitPrice'] as const;

function hasSamePrices(found: IDataObject, asked: SpotOrder): boolean {
	return PRICES.every(
		(name) =>
			asked[name] === undefined || found[name] === undefined || isEqual(found[name], asked[name]),
	);
}

function isEqual(found: unknown, asked: Decimal | undefined): boolean {
	const value = parseDecimal(found);
	return value !== undefined && asked !== undefined && compareDecimals(value, asked) === 0;
}
