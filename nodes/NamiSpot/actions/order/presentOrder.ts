import type { IDataObject } from 'n8n-workflow';

import { withRealTypes, type FieldTypes } from '../../exchange/realTypes';
import { pick } from '../simplify';

const ORDER_TYPES: FieldTypes = {
	numbers: [
		'price',
		'quantity',
		'executedQty',
		'quoteQty',
		'quoteOrderQty',
		'executedQuoteQty',
		'executedPrice',
		'stopPrice',
		'limitPrice',
	],
	dates: ['createdAt', 'updatedAt'],
};

const SIMPLE_FIELDS = [
	'displayingId',
	'symbol',
	'side',
	'type',
	'status',
	'price',
	'quantity',
	'executedQty',
	'executedPrice',
	'createdAt',
];
/** Of a stop order, the stop price says more than the average price that it was filled at. */
const SIMPLE_STOP_FIELDS = SIMPLE_FIELDS.map((name) =>
	name === 'executedPrice' ? 'stopPrice' : name,
);

/** An order with amounts as numbers and dates as ISO text, however the exchange wrote them. */
export function withOrderTypes(order: IDataObject): IDataObject {
	return withRealTypes(order, ORDER_TYPES);
}

/** An order of the exchange's lists as an item shows it. */
export function presentOrder(order: IDataObject, simplify: boolean): IDataObject {
	const typed = withOrderTypes(order);
	if (!simplify) return typed;
	return pick(typed, typed.stopPrice ? SIMPLE_STOP_FIELDS : SIMPLE_FIELDS);
}
