import { clock, isWithin, MINUTE_MS } from '../clock';
import type { Decimal } from '../decimal';
import { storeOf } from '../memory';
import type { Connection } from '../wire/request';
import { SharedReads } from './sharedReads';
import { lastPriceIn, readTickers } from './tickers';

const TIMEOUT_MS = 3_000;
/** A price that is asked for is no older than this. */
const FRESH_MS = 5_000;
/** A price that happens to be known may be this old where only its magnitude counts. */
const ROUGHLY_RIGHT_MS = MINUTE_MS;

interface KnownPrice {
	/** Undefined if the symbol has never traded, or not for days. */
	readonly price: Decimal | undefined;
	/** Unix milliseconds. */
	readonly readAt: number;
}

/** The last prices at one base URL. */
class LastPrices {
	private readonly known = new Map<string, KnownPrice>();

	private readonly reads = new SharedReads<KnownPrice>();

	atHand(symbol: string, oldest: number): KnownPrice | undefined {
		const kept = this.known.get(symbol);
		return kept !== undefined && isWithin(oldest, kept.readAt) ? kept : undefined;
	}

	/** @throws Failure when it cannot be read, which is not remembered: the next order asks again */
	async read(connection: Connection, symbol: string): Promise<KnownPrice> {
		return await this.reads.read(symbol, connection.signal, async () => {
			const [ticker] = await readTickers(connection, { symbol, timeout: TIMEOUT_MS });
			const price = { price: ticker && lastPriceIn(ticker), readAt: clock.now() };
			if (ticker !== undefined) this.keep(symbol, price);
			return price;
		});
	}

	/** Forgets what is too old to be of use, so that symbols that are not any do not pile up. */
	private keep(symbol: string, price: KnownPrice): void {
		for (const [other, { readAt }] of this.known) {
			if (!isWithin(ROUGHLY_RIGHT_MS, readAt)) this.known.delete(other);
		}
		this.known.set(symbol, price);
	}
}

const pricesAt = storeOf(() => new LastPrices());

/**
 * The last price of a symbol, at most a few seconds old; undefined if there is none, if the market is
 * asleep, or if it cannot be read although it was asked for again. Never throws.
 */
export async function lastPriceOf(
	connection: Connection,
	symbol: string,
): Promise<Decimal | undefined> {
	const prices = pricesAt(connection.baseUrl);
	const fresh = prices.atHand(symbol, FRESH_MS);
	if (fresh !== undefined) return fresh.price;
	const read = await prices.read(connection, symbol).catch(() => undefined);
	return read?.price;
}

/** The last price of a symbol if it was read within the last minute, without any call. */
export function priceAtHand(connection: Connection, symbol: string): Decimal | undefined {
	return pricesAt(connection.baseUrl).atHand(symbol, ROUGHLY_RIGHT_MS)?.price;
}
