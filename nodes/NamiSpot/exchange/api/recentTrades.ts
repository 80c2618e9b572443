import type { IDataObject } from 'n8n-workflow';

import { rowsOf } from '../guards';
import { timeOf } from '../orderRow';
import type { Connection } from '../wire/request';
import { newestFirst } from './newestFirst';
import { readAs } from './read';
import { readAboutSymbol, type MarketSearch } from './symbols';

/**
 * Reads the latest trades that anybody made on a market (`GET /api/v3/spot/recent_trade`), newest
 * first, with the exchange's keys: `s` symbol, `S` side, `p` price, `q` quantity, `Q` quantity in
 * the quote asset, `t` Unix milliseconds.
 *
 * @throws Failure when they cannot be read; `not_found` for a symbol that does not exist
 */
export async function readRecentTrades(
	connection: Connection,
	{ symbol, timeout }: MarketSearch,
): Promise<IDataObject[]> {
	const parameters = { symbol };
	const call = { path: '/api/v3/spot/recent_trade', parameters, isSigned: false, timeout };
	const areOfSymbol = (data: unknown): IDataObject[] | undefined => {
		const rows = rowsOf(data);
		return rows?.every(({ s }) => s === undefined || s === symbol) ? rows : undefined;
	};
	const reading = readAs(connection, call, areOfSymbol);
	const trades = await readAboutSymbol(connection, symbol, reading);
	return newestFirst(trades, ({ t }) => timeOf(t));
}
