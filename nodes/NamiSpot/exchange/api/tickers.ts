import type { IDataObject } from 'n8n-workflow';

import { clock, DAY_MS } from '../clock';
import { isPositive, parseDecimal, type Decimal } from '../decimal';
import { keyedRowsOf } from '../guards';
import { toNumber } from '../realTypes';
import type { Connection } from '../wire/request';
import { readAs } from './read';

const ASLEEP_AFTER_MS = 7 * DAY_MS;

/**
 * Reads the tickers of the last 24 hours (`GET /api/v3/spot/market_watch`), with the exchange's keys:
 * `s` is the symbol, `p` the last price, `t` the time in Unix milliseconds.
 *
 * @param search only the ticker of `symbol`, all if it is undefined; `timeout` in milliseconds
 * @throws Failure when they cannot be read
 */
export async function readTickers(
	connection: Connection,
	{ symbol, timeout }: { symbol?: string | undefined; timeout: number },
): Promise<IDataObject[]> {
	const parameters = { symbol };
	const call = { path: '/api/v3/spot/market_watch', parameters, isSigned: false, timeout };
	const tickers = await readAs(connection, call, (data) => keyedRowsOf(data, 's'));
	return symbol === undefined ? tickers : tickers.filter(({ s }) => s === symbol);
}

/** The last price in a ticker; undefined if the market has never traded, which zero says, or is asleep. */
export function lastPriceIn(ticker: IDataObject): Decimal | undefined {
	const price = isAsleep(ticker) ? undefined : parseDecimal(ticker.p);
	return price !== undefined && isPositive(price) ? price : undefined;
}

/** A market whose ticker is that old has no price any more: the exchange's own services say so. */
export function isAsleep({ t }: IDataObject): boolean {
	const time = toNumber(t);
	return typeof time === 'number' && clock.now() - time > ASLEEP_AFTER_MS;
}
