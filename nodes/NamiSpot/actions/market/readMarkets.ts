import type { IDataObject } from 'n8n-workflow';

import { Failure } from '../../exchange/reply/failure';
import { readAs } from '../../exchange/api/read';
import type { Connection } from '../../exchange/wire/request';
import { rowsOf } from '../../exchange/rows';

interface Source {
	readonly path: string;
	/** Where its rows say which symbol they are about. */
	readonly key: string;
	/** Only this one; all if it is undefined. */
	readonly symbol: string | undefined;
	readonly timeout: number;
}

/**
 * Reads what the exchange lists by symbol.
 *
 * @throws Failure when it cannot be read, or the symbol that was asked for is not on the list
 */
export async function readMarkets(
	connection: Connection,
	{ path, key, symbol, timeout }: Source,
): Promise<IDataObject[]> {
	const call = { path, parameters: { symbol }, isSigned: false, timeout };
	const rows = await readAs(connection, call, rowsOf);
	if (symbol === undefined) return rows;
	const asked = rows.filter((row) => row[key] === symbol);
	if (asked.length > 0) return asked;
	throw new Failure(
		{ reason: 'not_found', symbol },
		`The exchange does not list the symbol ${symbol}`,
		'Check its spelling, base asset first, e.g. BTCUSDT',
	);
}
