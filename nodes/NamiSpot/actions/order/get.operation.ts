import { Failure } from '../../exchange/reply/failure';
import { findOrder } from '../../exchange/api/findOrder';
import { optionalSymbolField } from '../../fields/historyFilters';
import type { Operation } from '../operation';
import { readOptions, readOptionsField } from '../../fields/readOptions';
import { orderIdField, readOrderId } from '../../fields/orderId';
import { presentOrder } from './presentOrder';

export const get: Operation = {
	option: {
		name: 'Get',
		value: 'get',
		action: 'Get an order',
		description:
			'Get the state of one order by its ID, whether it is open, filled or canceled. Looks among the open orders first, then in the history.',
	},
	fields: [
		orderIdField,
		{
			...optionalSymbolField,
			description:
				'The market that the order was placed on. Optional; it makes the search of a long history shorter.',
		},
		readOptionsField,
	],
	isRead: true,

	async execute(run, item) {
		const fields = run.fields(item);
		const id = readOrderId(fields);
		const symbol = fields.optionalSymbol();
		const { simplify, timeout } = readOptions(fields);
		const found = await findOrder(await run.connection(), { id, symbol, timeout });
		if (found !== undefined) return [presentOrder(found, simplify)];
		throw new Failure(
			{ reason: 'not_found', displayingId: id, ...(symbol !== undefined && { symbol }) },
			`This account has no order ${id}${symbol === undefined ? '' : ` on ${symbol}`}, neither open nor in its history`,
			'Check the ID, the symbol and the credential’s account; an order may take some seconds to be listed',
		);
	},
};
