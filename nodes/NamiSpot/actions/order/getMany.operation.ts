import type { INodeProperties } from 'n8n-workflow';

import { newestFirst } from '../../exchange/api/newestFirst';
import { historyOf, readOpenOrders } from '../../exchange/api/orders';
import { readAboutSymbol } from '../../exchange/api/symbols';
import { createdAt } from '../../exchange/orderRow';
import { firstEntries } from '../../exchange/api/pages';
import { filterFields, readFilters } from '../../fields/historyFilters';
import { listFields, readLimit } from '../../fields/list';
import type { Operation } from '../operation';
import { readOptions, readOptionsField } from '../../fields/readOptions';
import { presentOrder } from '../../presentation/order';

const LISTS = ['open', 'history'] as const;

const listField: INodeProperties = {
	displayName: 'List',
	name: 'list',
	type: 'options',
	options: [
		{ name: 'History', value: 'history', description: 'Orders that are filled or canceled' },
		{ name: 'Open', value: 'open', description: 'Orders that are waiting in the order book' },
	],
	default: 'open',
	description: 'Which list of orders to read',
};

export const getMany: Operation = {
	option: {
		name: 'Get Many',
		value: 'getAll',
		action: 'Get many orders',
		description: 'Get many orders of the account: the open orders or the history, newest first',
	},
	fields: [
		listField,
		...listFields,
		...filterFields({ show: { '/list': ['history'] } }),
		readOptionsField,
	],
	isRead: true,

	async execute(run) {
		const { fields } = run;
		const list = fields.choice(listField, LISTS);
		const limit = readLimit(fields);
		const filters = readFilters(fields);
		const { simplify, timeout } = readOptions(fields);
		const connection = await run.connection();
		const pages = historyOf(connection, 'orders', { timeout, refusalIsEnd: true }, filters);
		const read = async () => {
			if (list === 'history') return await firstEntries(pages, limit);
			const { value } = await readOpenOrders(connection, { timeout }, filters);
			return newestFirst(value, createdAt).slice(0, limit);
		};
		const orders = await readAboutSymbol(connection, filters.symbol, read());
		return orders.map((order) => presentOrder(order, simplify));
	},
};
