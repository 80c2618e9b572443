import { judge } from './answer';
import { clock } from './clock';
import { formatDecimal, isPositive, parseDecimal } from './decimal';
import { isRecord } from './guards';
import { send, type Connection } from './request';

const TICKER_PATH = '/api/v3/spot/market_watch';
const TIMEOUT_MS = 3_000;
/** A price that is asked for is no older than this; nor is it asked for again sooner in vain. */
const FRESH_MS = 5_000;
/** A price that happens to be known may be this old where only its magnitude counts. */
const ROUGHLY_RIGHT_MS = 60_000;

interface KnownPrice {
	/** An exact decimal; undefined if it could not be read, or the symbol has never traded. */
	readonly price: string | undefined;
	/** Unix milliseconds. */
	readonly readAt: number;
}

const known = new Map<string, KnownPrice>();
const reading = new Map<string, Promise<KnownPrice>>();

/**
 * The last price of a symbol (`GET /api/v3/spot/market_watch`), at most a few seconds old; undefined
 * if there is none, or it cannot be read now. Never throws.
 */
export async function lastPriceOf(
	connection: Connection,
	symbol: string,
): Promise<string | undefined> {
	const key = keyOf(connection, symbol);
	const kept = known.get(key);
	if (kept !== undefined && clock.now() - kept.readAt <= FRESH_MS) return kept.price;
	let shared = reading.get(key);
	if (shared === undefined) {
		shared = readPrice(connection, symbol).finally(() => reading.delete(key));
		reading.set(key, shared);
	}
	const { price } = await shared;
	return price;
}

/** The last price of a symbol if it was read within the last minute, without any call. */
export function priceAtHand(connection: Connection, symbol: string): string | undefined {
	const kept = known.get(keyOf(connection, symbol));
	return kept !== undefined && clock.now() - kept.readAt <= ROUGHLY_RIGHT_MS
		? kept.price
		: undefined;
}

async function readPrice(connection: Connection, symbol: string): Promise<KnownPrice> {
	const reply = await send(connection, {
		method: 'GET',
		path: TICKER_PATH,
		parameters: { symbol },
		isSigned: false,
		timeout: TIMEOUT_MS,
	});
	const judgement = reply.kind === 'answer' ? judge(reply) : undefined;
	const price = judgement?.kind === 'ok' ? priceIn(judgement.data, symbol) : undefined;
	const result = { price, readAt: clock.now() };
	if (reply.kind !== 'unsent') keep(keyOf(connection, symbol), result);
	return result;
}

/** Forgets what is too old to be of use, so that symbols that are not any do not pile up. */
function keep(key: string, price: KnownPrice): void {
	for (const [other, { readAt }] of known) {
		if (clock.now() - readAt > ROUGHLY_RIGHT_MS) known.delete(other);
	}
	known.set(key, price);
}

/** In a ticker, `s` is the symbol and `p` its last price; zero says that it has never traded. */
function priceIn(data: unknown, symbol: string): string | undefined {
	const tickers: unknown[] = Array.isArray(data) ? data : [data];
	const ticker = tickers.filter(isRecord).find(({ s }) => s === symbol);
	const price = parseDecimal(ticker?.p);
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
