import type { IDataObject } from 'n8n-workflow';

import { clock, DAY_MS } from '../clock';
import { isRecord, textOf } from '../guards';
import { toNumber } from '../realTypes';
import { rowsOf } from '../rows';
import type { Connection } from '../wire/request';
import { readAs } from './read';

const ASLEEP_AFTER_MS = 7 * DAY_MS;

/** Which tickers are asked for. */
export interface TickerSearch {
	/** Only that of this symbol; all if it is undefined. */
	readonly symbol?: string | undefined;
	/** Milliseconds. */
	readonly timeout: number;
}

/**
 * Reads the tickers of the last 24 hours (`GET /api/v3/spot/market_watch`), with the exchange's keys:
 * `s` is the symbol, `p` the last price, `t` the time in Unix milliseconds.
 *
 * @throws Failure when they cannot be read
 */
export async function readTickers(
	connection: Connection,
	{ symbol, timeout }: TickerSearch,
): Promise<IDataObject[]> {
	const parameters = { symbol };
	const call = { path: '/api/v3/spot/market_watch', parameters, isSigned: false, timeout };
	const tickers = await readAs(connection, call, tickersOf);
	return symbol === undefined ? tickers : tickers.filter(({ s }) => s === symbol);
}

/** Tickers in a list, or one alone. */
function tickersOf(data: unknown): IDataObject[] | undefined {
	const rows = rowsOf(isRecord(data) && data.s !== undefined ? [data] : data);
	return rows?.every(({ s }) => textOf(s) !== undefined) ? rows : undefined;
}

/** A market whose ticker is that old has no price any more: the exchange's own services say so. */
export function isAsleep({ t }: IDataObject): boolean {
	const time = toNumber(t);
	return typeof time === 'number' && clock.now() - time > ASLEEP_AFTER_MS;
}
