import {
	ceilToStep,
	compareDecimals,
	floorToStep,
	formatDecimal,
	isPositive,
	type Decimal,
} from '../exchange/decimal';
import type { DecimalField, SpotOrder } from '../exchange/spotOrder';
import type { Grid, SymbolRules } from './parse';

/** A change of what was asked for, as an item shows it. */
export interface Adjustment {
	readonly field: DecimalField;
	readonly from: string;
	readonly to: string;
}

type Rounding = (value: Decimal, step: Decimal) => Decimal;

export interface Amount {
	readonly field: DecimalField;
	readonly rounding: Readonly<Record<SpotOrder['side'], Rounding>>;
	readonly grid: (rules: SymbolRules, order: SpotOrder) => Grid | undefined;
}

export const LABELS: Readonly<Record<DecimalField, string>> = {
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

function quantityGrid(rules: SymbolRules, order: SpotOrder): Grid | undefined {
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

interface Move {
	readonly field: DecimalField;
	readonly from: Decimal;
	readonly to: Decimal;
}

function moveOf(amount: Amount, order: SpotOrder, rules: SymbolRules): Move | undefined {
	const from = order[amount.field];
	const step = amount.grid(rules, order)?.step;
	if (from === undefined || step === undefined) return undefined;

	const to = amount.rounding[order.side](from, step);
	if (!isPositive(to) || compareDecimals(to, from) === 0) return undefined;
	return { field: amount.field, from, to };
}

/**
 * Moves off-grid amounts to their grid. One that would become zero is left for the check of the
 * minimum.
 */
export function adjustAmounts(
	order: SpotOrder,
	rules: SymbolRules,
): { order: SpotOrder; adjusted: Adjustment[] } {
	const moves = AMOUNTS.flatMap((amount) => moveOf(amount, order, rules) ?? []);
	const changes = Object.fromEntries(moves.map(({ field, to }) => [field, to]));
	const adjusted = moves.map(({ field, from, to }) => ({
		field,
		from: formatDecimal(from),
		to: formatDecimal(to),
	}));
	return { order: { ...order, ...changes }, adjusted };
}
