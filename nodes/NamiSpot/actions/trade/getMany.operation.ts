import type { IDataObject } from 'n8n-workflow';

import { isRecord } from '../../exchange/guards';
import { tradeHistory } from '../../exchange/api/orders';
import { firstEntries } from '../../exchange/api/pages';
import { toNumber, withRealTypes, type FieldTypes } from '../../exchange/realTypes';
import { filterFields, readFilters } from '../../fields/historyFilters';
import { listFields, readLimit } from '../../fields/list';
import type { Operation } from '../operation';
import { readOptions, readOptionsField } from '../../fields/readOptions';
import { pick } from '../simplify';

export const getMany: Operation = {
	option: {
		name: 'Get Many',
		value: 'getAll',
		action: 'Get many trades',
		description:
			'Get many trades of the account, newest first: each fill of its orders with price, amounts and fee',
	},
	fields: [...listFields, ...filterFields(), readOptionsField],
	isRead: true,

	async execute(run, item) {
		const fields = run.fields(item);
		const limit = readLimit(fields);
		const filters = readFilters(fields);
		const { simplify, timeout } = readOptions(fields);
		const connection = await run.connection();
		const trades = await firstEntries(tradeHistory(connection, { timeout }, filters), limit);
		return trades.map((trade) => present(trade, simplify));
	},
};

const TRADE_TYPES: FieldTypes = {
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

function present(trade: IDataObject, simplify: boolean): IDataObject {
	const typed = withRealTypes(trade, TRADE_TYPES);
	if (!simplify) return typed;
	const { feeValue, feeAsset } = isRecord(trade.feeMetadata) ? trade.feeMetadata : {};
	return pick({ ...typed, fee: toNumber(feeValue), feeAsset }, SIMPLE_FIELDS);
}
