import type { IDataObject } from 'n8n-workflow';

import { isRecord } from '../exchange/guards';
import { pick, toCleanNumber, withRealTypes, type FieldTypes } from '../exchange/realTypes';

const TRADE_TYPES: FieldTypes = {
	ids: ['displayingId', 'orderId'],
	numbers: ['baseQty', 'quoteQty', 'price'],
	dates: ['createdAt'],
};

const SIMPLE_FIELDS = [
	'displayingId',
	'orderId',
	'symbol',
	'side',
	'price',
	'baseQty',
	'quoteQty',
	'fee',
	'feeAsset',
	'createdAt',
];

/** A trade of the exchange as an item shows it: ids as text, amounts as numbers, dates as ISO text. */
export function presentTrade(trade: IDataObject, simplify: boolean): IDataObject {
	const typed = withRealTypes(trade, TRADE_TYPES);
	const { feeValue, feeAsset } = isRecord(trade.feeMetadata) ? trade.feeMetadata : {};
	const shown = { ...typed, fee: toCleanNumber(feeValue), feeAsset };
	return simplify ? pick(shown, SIMPLE_FIELDS) : shown;
}
