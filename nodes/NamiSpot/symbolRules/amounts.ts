import type { DecimalField, SpotOrder } from '../exchange/spotOrder';
import type { Grid, SymbolRules } from './parse';

export interface Amount {
	readonly field: DecimalField;
	/** Its bounds and step; undefined where they are not known. */
	readonly grid: (rules: SymbolRules, order: SpotOrder) => Grid | undefined;
}

export const LABELS: Readonly<Record<DecimalField, string>> = {
	quantity: 'Quantity',
	quoteOrderQty: 'Quote Quantity',
	price: 'Price',
	stopPrice: 'Stop Price',
	limitPrice: 'Stop Leg Limit Price',
};

const priceGrid = (rules: SymbolRules): Grid | undefined => rules.price;

/** Bounds and step of an order's quantity; market orders may have their own. */
export function quantityGrid(rules: SymbolRules, order: Pick<SpotOrder, 'type'>): Grid | undefined {
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

/** The amounts and prices of an order, in the order in which they are reported. */
export const AMOUNTS: readonly Amount[] = [
	{ field: 'quantity', grid: quantityGrid },
	{ field: 'quoteOrderQty', grid: quoteGrid },
	{ field: 'price', grid: priceGrid },
	{ field: 'limitPrice', grid: priceGrid },
	{ field: 'stopPrice', grid: priceGrid },
];

/** The price at which a stop is placed once it is triggered; undefined for an order without a stop. */
export function limitOfStop({ stopPrice, limitPrice }: SpotOrder): DecimalField | undefined {
	if (stopPrice === undefined) return undefined;
	return limitPrice === undefined ? 'price' : 'limitPrice';
}
