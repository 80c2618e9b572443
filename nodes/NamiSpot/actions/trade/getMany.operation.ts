import { historyOf } from '../../exchange/api/orders';
import { firstEntries } from '../../exchange/api/pages';
import { readAboutSymbol } from '../../exchange/api/symbols';
import { filterFields, readFilters } from '../../fields/historyFilters';
import { listFields, readLimit } from '../../fields/list';
import type { Operation } from '../operation';
import { readOptions, readOptionsField } from '../../fields/readOptions';
import { presentTrade } from '../../presentation/trade';

export const getMany: Operation = {
	option: {
		name: 'Get Many',
		value: 'getAll',
		action: 'Get many trades',
		description:
			'Get many trades of the account, newest first: each fill with its price, amounts and fee',
	},
	fields: [...listFields, ...filterFields(), readOptionsField],
	isRead: true,

	async execute(run) {
		const { fields } = run;
		const limit = readLimit(fields);
		const filters = readFilters(fields);
		const { simplify, timeout } = readOptions(fields);
		const connection = await run.connection();
		const pages = historyOf(connection, 'trades', { timeout, refusalIsEnd: true }, filters);
		const reading = firstEntries(pages, limit);
		const trades = await readAboutSymbol(connection, filters.symbol, reading);
		return trades.map((trade) => presentTrade(trade, simplify));
	},
};
