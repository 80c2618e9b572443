import {
	ceilToStep,
	compareDecimals,
	floorToStep,
	formatDecimal,
	isPositive,
	parseDecimal,
	type Decimal,
} from '../exchange/decimal';
import type { Grid, SymbolRules } from './parse';

export type AmountField = 'quantity' | 'quoteOrderQty' | 'price' | 'stopPrice' | 'limitPrice';

type Amounts = { readonly [field in AmountField]?: string | undefined };

/** The part of an order that symbol rules are about. Amounts are exact decimals as text. */
export interface OrderAmounts extends Amounts {
	readonly symbol: string;
	readonly side: 'BUY' | 'SELL';
	readonly type: string;
}

export interface Adjustment {
	readonly field: AmountField;
	readonly from: string;
	readonly to: string;
}

type Rounding = (value: Decimal, step: Decimal) => Decimal;

export interface Amount {
	readonly field: AmountField;
	readonly rounding: Readonly<Record<OrderAmounts['side'], Rounding>>;
	readonly grid: (rules: SymbolRules, order: OrderAmounts) => Grid | undefined;
}

export const LABELS: Readonly<Record<AmountField, string>> = {
	quantity: 'Quantity',
	quoteOrderQty: 'Quote Quantity',
	price: 'Price',
	stopPrice: 'Stop Price',
	limitPrice: 'Stop Leg Limit Price',
};

const neverMore = { BUY: floorToStep, SELL: floorToStep };
const neverWorse = { BUY: floorToStep, SELL: ceilToStep };
const triggersEarlier = { BUY: floorToStep, SELL: ceilToStep };

const priceGrid = (rules: SymbolRules): Grid | undefined => rules.price;

function quantityGrid(rules: SymbolRules, order: OrderAmounts): Grid | undefined {
	const { quantity, marketQuantity } = rules;
	if (order.type !== 'MARKET' || marketQuantity === undefined) return quantity;
	return {
		min: marketQuantity.min ?? quantity?.min,
		max: marketQuantity.max ?? quantity?.max,
		step: marketQuantity.step ?? quantity?.step,
	};
}

const quoteGrid = ({ quoteStep }: SymbolRules): Grid => ({
	min: undefined,
	max: undefined,
	step: quoteStep,
});

export const AMOUNTS: readonly Amount[] = [
	{ field: 'quantity', rounding: neverMore, grid: quantityGrid },
	{ field: 'quoteOrderQty', rounding: neverMore, grid: quoteGrid },
	{ field: 'price', rounding: neverWorse, grid: priceGrid },
	{ field: 'limitPrice', rounding: neverWorse, grid: priceGrid },
	{ field: 'stopPrice', rounding: triggersEarlier, grid: priceGrid },
];

function adjustmentOf(
	amount: Amount,
	order: OrderAmounts,
	rules: SymbolRules,
): Adjustment | undefined {
	const from = order[amount.field];
	const value = parseDecimal(from);
	const step = amount.grid(rules, order)?.step;
	if (from === undefined || value === undefined || step === undefined) return undefined;

	const target = amount.rounding[order.side](value, step);
	if (!isPositive(target) || compareDecimals(target, value) === 0) return undefined;
	return { field: amount.field, from, to: formatDecimal(target) };
}

/**
 * Moves off-grid amounts to their grid. An amount that is on it keeps its text, and one that
 * would become zero is left for the check of the minimum.
 */
export function adjustAmounts<T extends OrderAmounts>(
	order: T,
	rules: SymbolRules,
): { order: T; adjusted: Adjustment[] } {
	const adjusted = AMOUNTS.flatMap((amount) => adjustmentOf(amount, order, rules) ?? []);
	const changes = Object.fromEntries(adjusted.map(({ field, to }) => [field, to]));
	return { order: { ...order, ...changes }, adjusted };
}
