import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { newestFirst } from '../../exchange/api/newestFirst';
import { orderHistory, readOpenOrders, type ListFilters } from '../../exchange/api/orders';
import { readAboutSymbol } from '../../exchange/api/symbols';
import { createdAt } from '../../exchange/orderRow';
import { firstEntries } from '../../exchange/api/pages';
import type { Connection } from '../../exchange/wire/request';
import { filterFields, readFilters } from '../../fields/historyFilters';
import { listFields, readLimit } from '../../fields/list';
import type { Operation } from '../operation';
import { readOptions, readOptionsField } from '../../fields/readOptions';
import { presentOrder } from '../../presentation/order';

interface ManySearch {
	readonly filters: ListFilters;
	readonly limit: number;
	readonly timeout: number;
}

const READERS = { open: readOpen, history: readHistory };
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

	async execute(run, item) {
		const fields = run.fields(item);
		const list = fields.choice(listField, LISTS);
		const limit = readLimit(fields);
		const filters = readFilters(fields);
		const { simplify, timeout } = readOptions(fields);
		const search = { filters, limit, timeout };
		const connection = await run.connection();
		const orders = await readAboutSymbol(
			connection,
			filters.symbol,
			async () => await READERS[list](connection, search),
		);
		return orders.map((order) => presentOrder(order, simplify));
	},
};

async function readOpen(connection: Connection, search: ManySearch): Promise<IDataObject[]> {
	const { filters, limit, timeout } = search;
	const { value } = await readOpenOrders(connection, { timeout }, filters);
	return newestFirst(value, createdAt).slice(0, limit);
}

async function readHistory(
	connection: Connection,
	{ filters, limit, timeout }: ManySearch,
): Promise<IDataObject[]> {
	return await firstEntries(
		orderHistory(connection, { timeout, refusalIsEnd: true }, filters),
		limit,
	);
}
