import type { INodeProperties } from 'n8n-workflow';

import { orderTypes, type OrderField, type OrderPriceField } from '../../fields/orderTypes';
import { showOnlyFor } from '../../fields/showOnlyFor';
import { sideProperty } from '../../fields/side';
import { symbolField } from '../../fields/symbol';

/** What every order type has: which amount is given, and the amount in that asset. */
export const AMOUNT_FIELDS: Readonly<Record<'base' | 'quote', OrderField>> = {
	base: {
		displayName: 'Quantity',
		name: 'quantity',
		placeholder: 'e.g. 0.0005',
		description: 'How much of the base asset to buy or sell, e.g. of BTC in BTCUSDT',
	},
	quote: {
		displayName: 'Quote Quantity',
		name: 'quoteOrderQty',
		placeholder: 'e.g. 25',
		description: 'How much of the quote asset to spend or receive, e.g. of USDT in BTCUSDT',
	},
};

/** Amounts that are made of what the account holds. */
export const SHARES = {
	percent: {
		displayName: 'Percent',
		name: 'percent',
		placeholder: 'e.g. 25',
		description:
			'The share of what is available: of the quote asset when you buy, of the base asset when you sell. 100 means all of it. When you buy, the fee is kept free.',
	},
	risk: {
		displayName: 'Risk Percent',
		name: 'riskPercent',
		placeholder: 'e.g. 1',
		description:
			'The share of the account’s quote asset that you may lose if the price goes from the last price to Stop Price. The order never uses more than is available.',
	},
} as const;

export const typeField: INodeProperties = {
	displayName: 'Order Type',
	name: 'type',
	type: 'options',
	options: orderTypes.map(({ option }) => option),
	default: 'LIMIT',
	description: 'How the order is executed. It determines which prices are needed.',
};

export const amountInField: INodeProperties = {
	displayName: 'Amount In',
	name: 'amountIn',
	type: 'options',
	options: [
		{ name: 'Base Asset', value: 'base', description: 'The asset that is traded: BTC in BTCUSDT' },
		{
			name: 'Quote Asset',
			value: 'quote',
			description: 'The asset that you pay with: USDT in BTCUSDT',
		},
		{
			name: 'Percent of Available',
			value: 'percent',
			description: 'A share of what is available in the account',
		},
		{
			name: 'Risk Percent',
			value: 'risk',
			description:
				'The amount for which the stop costs a share of the account. For order types with a stop.',
		},
	],
	default: 'base',
	description: 'How you give the amount: in one of the two assets, or as a share of the account',
};

/** How much: what the amount is given in, and the amount. */
export const amountFields: INodeProperties[] = [
	amountInField,
	...Object.entries({ ...AMOUNT_FIELDS, ...SHARES }).flatMap(([amountIn, field]) =>
		showOnlyFor([toProperty(field)], { amountIn: [amountIn] }),
	),
];

/** The fields of Create, shown by order type and by the asset that the amount is in. */
export const orderFields: INodeProperties[] = [
	symbolField('The market to trade on'),
	sideProperty('Whether to buy or to sell the base asset'),
	typeField,
	...amountFields,
	...orderTypes.flatMap(({ option, prices }) =>
		showOnlyFor(prices.flatMap(forEachSide), { type: [option.value] }),
	),
];

/**
 * A price once for each side, where an example for one would mislead on the other. The one that buys
 * hides for the other instead of showing for its own, so that it shows where an expression decides.
 */
function forEachSide({ whenSelling, ...field }: OrderPriceField): INodeProperties[] {
	const property = toProperty(field);
	if (whenSelling === undefined) return [property];
	return [
		{ ...property, displayOptions: { hide: { side: ['SELL'] } } },
		...showOnlyFor([{ ...property, ...whenSelling }], { side: ['SELL'] }),
	];
}

/** `Buy limit`, for a subtitle. */
export const orderSubtitle = `[${JSON.stringify({ BUY: 'Buy', SELL: 'Sell' })}[field("side")] ?? "Buy or sell", ${JSON.stringify(typeWords())}[field("type")] ?? "order"].join(" ")`;

/** In small letters, except for abbreviations. */
function typeWords(): Record<string, string> {
	return Object.fromEntries(
		orderTypes.map(({ option: { name, value } }) => [
			value,
			name === name.toUpperCase() ? name : name.toLowerCase(),
		]),
	);
}

/**
 * Text, so that what is typed is what is sent; expressions may give numbers all the same. None is
 * marked as required: where an expression decides which of them show, n8n takes all of them to
 * show, and would not run the workflow while one is empty. The readers say what is missing.
 */
export function toProperty(field: Omit<INodeProperties, 'type' | 'default'>): INodeProperties {
	return { ...field, type: 'string', default: '' };
}
