import type { IDataObject } from 'n8n-workflow';

import { readRecentTrades } from '../../exchange/api/recentTrades';
import { toCleanNumber, toIsoTime, toNumber } from '../../exchange/realTypes';
import { listFields, readLimit } from '../../fields/list';
import type { Operation } from '../operation';
import { readOptions, timeoutOptionField } from '../../fields/readOptions';
import { symbolField } from '../../fields/symbol';

export const getRecentTrades: Operation = {
	option: {
		name: 'Get Recent Trades',
		value: 'getRecentTrades',
		action: 'Get recent trades',
		description:
			'Get the latest trades of everybody on a market. For your own fills, use Trade: Get Many.',
	},
	fields: [symbolField('The market whose trades to read'), ...listFields, timeoutOptionField],
	isRead: true,

	async execute(run) {
		const { fields } = run;
		const symbol = fields.symbol();
		const limit = readLimit(fields);
		const { timeout } = readOptions(fields);
		const trades = await readRecentTrades(await run.publicConnection(), { symbol, timeout });
		return trades.slice(0, limit).map((trade) => present({ s: symbol, ...trade }));
	},
};

function present({ s, S, p, q, Q, t, ...rest }: IDataObject): IDataObject {
	return {
		symbol: s,
		side: S,
		price: toCleanNumber(p),
		quantity: toCleanNumber(q),
		quoteQuantity: toCleanNumber(Q),
		time: toIsoTime(toNumber(t)),
		...rest,
	};
}
