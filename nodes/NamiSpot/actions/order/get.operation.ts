import { symbolOf } from '../../exchange/orderRow';
import { Failure } from '../../exchange/reply/failure';
import { findOrders } from '../../exchange/api/orders';
import { optionalSymbolField } from '../../fields/historyFilters';
import type { Operation } from '../operation';
import { readOptions, readOptionsField } from '../../fields/readOptions';
import { orderIdField, readOrderId } from '../../fields/orderId';
import { presentOrder } from '../../presentation/order';

export const get: Operation = {
	option: {
		name: 'Get',
		value: 'get',
		action: 'Get order',
		description:
			'Get one order by its ID, whether it is open, filled or canceled. Searches the open orders first, then the history.',
	},
	fields: [
		{
			...optionalSymbolField,
			description: 'The market of the order. Optional; it speeds up the search in a long history.',
		},
		orderIdField,
		readOptionsField,
	],
	isRead: true,

	async execute(run) {
		const { fields } = run;
		const id = readOrderId(fields);
		const symbol = fields.optionalSymbol();
		const { simplify, timeout } = readOptions(fields);
		const connection = await run.connection();
		const search = await findOrders(connection, [id], { timeout });
		const narrower =
			symbol !== undefined && search.found.size === 0 && !search.isComplete
				? await findOrders(connection, [id], { timeout }, symbol)
				: search;
		const found = narrower.found.get(id)?.order;
		if (found !== undefined && (symbolOf(found) ?? symbol) === (symbol ?? symbolOf(found))) {
			return [presentOrder(found, simplify)];
		}
		const looked = search.isComplete
			? 'neither among the open orders nor in the history'
			: `neither among the open orders nor in the newest ${search.historyOrders} of the history`;
		throw new Failure(
			{ reason: 'not_found', displayingId: id, ...(symbol !== undefined && { symbol }) },
			`Order ${id}${symbol === undefined ? '' : ` of ${symbol}`} was not found: it is ${looked}`,
			'Check the ID, the symbol and the credential’s account; an order may take some seconds to be listed',
		);
	},
};
