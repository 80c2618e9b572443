import type { IDataObject } from 'n8n-workflow';

import { averagePriceOf, feeOf, filledPercentOf } from '../exchange/orderFill';
import { nearestNumber, pick, withRealTypes, type FieldTypes } from '../exchange/realTypes';

const ORDER_TYPES: FieldTypes = {
	ids: ['displayingId', 'ocoOrderId', 'limitOrderId', 'stopLimitOrderId'],
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
	'stopPrice',
	'limitPrice',
	'quantity',
	'quoteQty',
	'executedQty',
	'executedQuoteQty',
	'averagePrice',
	'filledPercent',
	'fee',
	'feeAsset',
	'createdAt',
	'updatedAt',
	'ocoOrderId',
	'limitOrderId',
	'stopLimitOrderId',
];
/** Zero or null in orders that have no such thing. */
const OF_SOME_ORDERS = new Set([
	'price',
	'stopPrice',
	'limitPrice',
	'ocoOrderId',
	'limitOrderId',
	'stopLimitOrderId',
]);

/**
 * An order of the exchange as an item shows it, wherever it comes from: ids as text, amounts as
 * numbers, dates as ISO text, and what was filled of it: `averagePrice` (null while that is
 * nothing), `filledPercent`, `fee` and `feeAsset` where the exchange tells them. Simplified, it is
 * the fields that orders have in common; otherwise all that the exchange gave.
 */
export function presentOrder(order: IDataObject, simplify: boolean): IDataObject {
	const shown = { ...withRealTypes(order, ORDER_TYPES), ...fillFields(order) };
	if (!simplify) return shown;
	const isTelling = (name: string) => !OF_SOME_ORDERS.has(name) || Boolean(shown[name]);
	return pick(shown, SIMPLE_FIELDS.filter(isTelling));
}

function fillFields(order: IDataObject): IDataObject {
	const averagePrice = averagePriceOf(order);
	const filledPercent = filledPercentOf(order);
	const fee = feeOf(order);
	return {
		averagePrice: averagePrice ? nearestNumber(averagePrice) : null,
		...(filledPercent && { filledPercent: nearestNumber(filledPercent) }),
		...(fee && { fee: nearestNumber(fee.amount) }),
		...(fee?.asset !== undefined && { feeAsset: fee.asset }),
	};
}
