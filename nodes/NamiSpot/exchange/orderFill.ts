import type { IDataObject } from 'n8n-workflow';

import { USUAL_FEE } from './fee';
import {
	divideDown,
	HUNDRED,
	isPositive,
	min,
	multiply,
	parseComputed,
	subtract,
	ZERO,
	type Decimal,
} from './decimal';
import { isRecord, textOf } from './guards';
import { stateOf } from './orderRow';

interface Fee {
	readonly amount: Decimal;
	/** Undefined where the exchange names neither the asset nor one that the order is about. */
	readonly asset: string | undefined;
}

const PERCENT_PLACES = 4;

/**
 * Quote asset for one unit of the base asset; undefined while nothing is filled, and where it is not told.
 * `executedPrice` is 0 in filled orders of markets that the exchange matches itself: only the amounts tell.
 */
export function averagePriceOf(order: IDataObject): Decimal | undefined {
	const base = positive(order.executedQty);
	if (base === undefined) return undefined;
	const quote = positive(order.executedQuoteQty);
	return quote === undefined ? positive(order.executedPrice) : divideDown(quote, base);
}

/** From 0 to 100, cut to four places, so that 100 is all of it; undefined where it is not told. */
export function filledPercentOf(order: IDataObject): Decimal | undefined {
	if (stateOf(order) === 'filled') return HUNDRED;
	const isByQuote = order.useQuoteQty === true;
	const asked = positive(isByQuote ? order.quoteQty : order.quantity);
	const executed = parseComputed(isByQuote ? order.executedQuoteQty : order.executedQty);
	if (asked === undefined || executed === undefined || executed.units < 0n) return undefined;
	return min(HUNDRED, divideDown(multiply(executed, HUNDRED), asked, PERCENT_PLACES));
}

/**
 * What the exchange took; undefined where it is not told. `value` is the fee of the whole order,
 * `executed`, where it is there, what was taken so far.
 */
export function feeOf(order: IDataObject): Fee | undefined {
	const { feeMetadata: fee } = order;
	if (!isRecord(fee)) return undefined;
	const amount = parseComputed(
		fee.executed ?? (stateOf(order) === 'filled' ? fee.value : undefined),
	);
	return amount && { amount, asset: feeAssetOf(order, fee) };
}

function feeAssetOf(order: IDataObject, fee: IDataObject): string | undefined {
	const { assetId } = fee;
	if (textOf(fee.asset) !== undefined) return textOf(fee.asset);
	if (assetId === undefined || assetId === null) return undefined;
	if (assetId === order.baseAssetId) return textOf(order.baseAsset);
	return assetId === order.quoteAssetId ? textOf(order.quoteAsset) : undefined;
}

/**
 * What a filled part of an order has brought of the base asset: what was executed, less the fee if
 * that was taken in the base asset. Where the row does not tell in which asset, or how much, a fee of
 * 0.1 % is reckoned with, so that nobody sells more than there is. Undefined where it does not tell
 * what was executed.
 */
export function boughtBy(order: IDataObject): Decimal | undefined {
	const executed = parseComputed(order.executedQty);
	return executed && subtract(executed, feeInBase(order) ?? multiply(executed, USUAL_FEE));
}

/** Zero for a fee in another asset; undefined where the row does not tell. */
function feeInBase(order: IDataObject): Decimal | undefined {
	const { feeMetadata: fee, baseAsset, baseAssetId } = order;
	if (!isRecord(fee)) return undefined;
	const [asset, base] =
		textOf(fee.asset) !== undefined && textOf(baseAsset) !== undefined
			? [fee.asset, baseAsset]
			: [fee.assetId, baseAssetId];
	if ((asset ?? undefined) === undefined || (base ?? undefined) === undefined) return undefined;
	return String(asset) === String(base) ? feeOf(order)?.amount : ZERO;
}

function positive(value: unknown): Decimal | undefined {
	const decimal = parseComputed(value);
	return decimal !== undefined && isPositive(decimal) ? decimal : undefined;
}
