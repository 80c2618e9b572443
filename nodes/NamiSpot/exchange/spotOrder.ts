import type { IDataObject } from 'n8n-workflow';

import { formatDecimal, parseDecimal, type Decimal } from './decimal';

const DECIMAL_FIELDS = ['quantity', 'quoteOrderQty', 'price', 'stopPrice', 'limitPrice'] as const;

export type DecimalField = (typeof DECIMAL_FIELDS)[number];

interface Outline {
	readonly symbol: string;
	readonly side: 'BUY' | 'SELL';
	readonly type: string;
	/** True: the amount is `quoteOrderQty`, in the quote asset; false: `quantity`, in the base asset. */
	readonly useQuoteQty: boolean;
}

export interface SpotOrder extends Outline, Readonly<Partial<Record<DecimalField, Decimal>>> {}

/** An order as JSON keeps it, for the ledger: its decimals are text in plain notation. */
export interface OrderRecord extends Outline, Readonly<Partial<Record<DecimalField, string>>> {}

export function toRecord(order: SpotOrder): OrderRecord {
	return { ...outlineOf(order), ...changed(order, formatDecimal) };
}

/** @throws TypeError when a decimal of the record is none: an order must not be compared without it */
export function fromRecord(record: OrderRecord): SpotOrder {
	return { ...outlineOf(record), ...changed(record, decimalOf) };
}

/**
 * The parameters of `POST /api/v4/spot/order` for an order, in the order of the API reference. The
 * exchange takes JSON numbers; that a decimal survives as one is checked where it is read.
 */
export function orderParameters(order: SpotOrder): IDataObject {
	const { useQuoteQty, ...outline } = outlineOf(order);
	const numbers = changed(order, (value) => Number(formatDecimal(value)));
	return { ...outline, ...numbers, useQuoteQty };
}

function outlineOf({ symbol, side, type, useQuoteQty }: Outline): Outline {
	return { symbol, side, type, useQuoteQty };
}

/** The decimals that are there, in the order of the API reference. */
function changed<From, To>(
	fields: Readonly<Partial<Record<DecimalField, From>>>,
	change: (value: From) => To,
): Partial<Record<DecimalField, To>> {
	const result: Partial<Record<DecimalField, To>> = {};
	for (const name of DECIMAL_FIELDS) {
		const value = fields[name];
		if (value !== undefined) result[name] = change(value);
	}
	return result;
}

function decimalOf(text: string): Decimal {
	const value = parseDecimal(text);
	if (value !== undefined) return value;
	throw new TypeError(`“${text}” in the record of an order is not a decimal`);
}
