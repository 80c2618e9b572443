import type { IDataObject } from 'n8n-workflow';

import { newestFirst } from '../../exchange/api/newestFirst';
import { timeOf } from '../../exchange/orderRow';
import { readAs } from '../../exchange/api/read';
import { toIsoTime, toNumber } from '../../exchange/realTypes';
import { rowsOf } from '../../exchange/rows';
import { listFields, readLimit } from '../../fields/list';
import type { Operation } from '../operation';
import { readOptions, timeoutOptionField } from '../../fields/readOptions';
import { symbolField } from '../../fields/symbol';

export const getRecentTrades: Operation = {
	option: {
		name: 'Get Recent Trades',
		value: 'getRecentTrades',
		action: 'Get the recent trades of a market',
		description:
			'Get the latest trades that anybody made on a market. For the fills of your own orders use Trade: Get Many.',
	},
	fields: [symbolField('The market whose trades to read'), ...listFields, timeoutOptionField],
	isRead: true,

	async execute(run, item) {
		const fields = run.fields(item);
		const symbol = fields.symbol();
		const limit = readLimit(fields);
		const { timeout } = readOptions(fields);
		const parameters = { symbol };
		const call = { path: '/api/v3/spot/recent_trade', parameters, isSigned: false, timeout };
		const trades = await readAs(await run.connection(), call, rowsOf);
		const latest = newestFirst(trades, ({ t }) => timeOf(t)).slice(0, limit);
		return latest.map(present);
	},
};

/** What `Q` says is not documented, so it keeps its letter. */
function present({ s, S, p, q, t, ...rest }: IDataObject): IDataObject {
	return {
		symbol: s,
		side: S,
		price: toNumber(p),
		quantity: toNumber(q),
		time: toIsoTime(t),
		...rest,
	};
}
