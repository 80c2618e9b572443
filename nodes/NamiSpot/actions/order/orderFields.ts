import type { INodeProperties } from 'n8n-workflow';

import { orderTypes, type OrderField } from '../../fields/orderTypes';
import { showOnlyFor } from '../../fields/showOnlyFor';
import { sideField, sideOptions } from '../../fields/side';
import { symbolField } from '../../fields/symbol';

/** What every order type has: which amount is given, and the amount in that asset. */
export const AMOUNTS: Readonly<Record<string, OrderField>> = {
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

export const typeField: INodeProperties = {
	displayName: 'Order Type',
	name: 'type',
	type: 'options',
	options: orderTypes.map(({ option }) => option),
	default: 'LIMIT',
	description: 'How the order is to be filled; it decides which prices the order needs',
};

export const amountInField: INodeProperties = {
	displayName: 'Amount In',
	name: 'amountIn',
	type: 'options',
	options: [
		{ name: 'Base Asset', value: 'base', description: 'The one that is traded, BTC in BTCUSDT' },
		{
			name: 'Quote Asset',
			value: 'quote',
			description: 'The one that is paid with, USDT in BTCUSDT',
		},
	],
	default: 'base',
	description: 'Which of the two assets the amount is given in',
};

/** The fields of Create, shown by order type and by the asset that the amount is in. */
export const orderFields: INodeProperties[] = [
	symbolField('The market to trade on'),
	{
		...sideField,
		type: 'options',
		options: sideOptions,
		default: 'BUY',
		description: 'Whether to buy or to sell the base asset',
	},
	typeField,
	amountInField,
	...Object.entries(AMOUNTS).flatMap(([amountIn, field]) =>
		showOnlyFor([toProperty(field)], { amountIn: [amountIn] }),
	),
	...orderTypes.flatMap(({ option, prices }) =>
		showOnlyFor(prices.map(toProperty), { type: [option.value] }),
	),
];

/**
 * Text, so that what is typed is what is sent; expressions may give numbers all the same. None is
 * marked as required: where an expression decides which of them show, n8n takes all of them to
 * show, and would not run the workflow while one is empty. The readers say what is missing.
 */
function toProperty(field: OrderField): INodeProperties {
	return { ...field, type: 'string', default: '' };
}
