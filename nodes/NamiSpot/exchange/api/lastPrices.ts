import type { IDataObject } from 'n8n-workflow';

import { clock } from '../clock';
import { formatDecimal, isPositive, parseDecimal } from '../decimal';
import { Failure } from '../reply/failure';
import { isRecord } from '../guards';
import { readAs } from './read';
import type { Connection } from '../wire/request';
import { rowsOf } from '../rows';

const TICKER_PATH = '/api/v3/spot/market_watch';
const TIMEOUT_MS = 3_000;
/** A price that is asked for is no older than this. */
const FRESH_MS = 5_000;
/** A price that happens to be known may be this old where only its magnitude counts. */
const ROUGHLY_RIGHT_MS = 60_000;

interface KnownPrice {
	/** An exact decimal; undefined if the symbol has never traded. */
	readonly price: string | undefined;
	/** Unix milliseconds. */
	readonly readAt: number;
}

const known = new Map<string, KnownPrice>();
const reading = new Map<string, Promise<string | undefined>>();

/**
 * The last price of a symbol (`GET /api/v3/spot/market_watch`), at most a few seconds old; undefined
 * if there is none, or it cannot be read although it was asked for again. Never throws.
 */
export async function lastPriceOf(
	connection: Connection,
	symbol: string,
): Promise<string | undefined> {
	const key = keyOf(connection, symbol);
	const kept = known.get(key);
	if (kept !== undefined && clock.now() - kept.readAt <= FRESH_MS) return kept.price;
	return await join(connection, symbol);
}

/** Joins a read that is under way, or starts one; makes up for one that another run canceled. */
async function join(connection: Connection, symbol: string): Promise<string | undefined> {
	const key = keyOf(connection, symbol);
	for (;;) {
		try {
			return await (reading.get(key) ?? start(connection, symbol));
		} catch (caught) {
			if (!wasCanceled(caught) || connection.signal?.aborted === true) return undefined;
		}
	}
}

async function start(connection: Connection, symbol: string): Promise<string | undefined> {
	const key = keyOf(connection, symbol);
	const started = readPrice(connection, symbol).finally(() => reading.delete(key));
	reading.set(key, started);
	return await started;
}

function wasCanceled(caught: unknown): boolean {
	return caught instanceof Failure && caught.facts.reason === 'execution_canceled';
}

/** The last price of a symbol if it was read within the last minute, without any call. */
export function priceAtHand(connection: Connection, symbol: string): string | undefined {
	const kept = known.get(keyOf(connection, symbol));
	return kept !== undefined && clock.now() - kept.readAt <= ROUGHLY_RIGHT_MS
		? kept.price
		: undefined;
}

/** @throws Failure when it cannot be read, which is not remembered: the next order asks again */
async function readPrice(connection: Connection, symbol: string): Promise<string | undefined> {
	const call = {
		path: TICKER_PATH,
		parameters: { symbol },
		isSigned: false,
		timeout: TIMEOUT_MS,
	};
	const tickers = await readAs(connection, call, tickersOf);
	const ticker = tickers.find(({ s }) => s === symbol);
	if (ticker === undefined) return undefined;
	const price = priceIn(ticker);
	keep(keyOf(connection, symbol), { price, readAt: clock.now() });
	return price;
}

/** Forgets what is too old to be of use, so that symbols that are not any do not pile up. */
function keep(key: string, price: KnownPrice): void {
	for (const [other, { readAt }] of known) {
		if (clock.now() - readAt > ROUGHLY_RIGHT_MS) known.delete(other);
	}
	known.set(key, price);
}

/** Tickers in a list, or one alone. */
function tickersOf(data: unknown): IDataObject[] | undefined {
	return rowsOf(isTicker(data) ? [data] : data);
}

function isTicker(data: unknown): boolean {
	return isRecord(data) && data.s !== undefined;
}

/** In a ticker, `s` is the symbol and `p` its last price; zero says that it has never traded. */
function priceIn({ p }: IDataObject): string | undefined {
	const price = parseDecimal(p);
	return price !== undefined && isPositive(price) ? formatDecimal(price) : undefined;
}

function keyOf({ host }: Connection, symbol: string): string {
	return `${host} ${symbol}`;
}

/** Forgets all prices, as a restart of n8n does. For tests. */
export function resetLastPrices(): void {
	known.clear();
	reading.clear();
}
