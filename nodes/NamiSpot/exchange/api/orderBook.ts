import type { IDataObject } from 'n8n-workflow';

import { compareDecimals, isPositive, parseDecimal, subtract, type Decimal } from '../decimal';
import { isRecord } from '../guards';
import { nearestNumber } from '../realTypes';
import type { Connection } from '../wire/request';
import { readAs } from './read';
import { readAboutSymbol, type MarketSearch } from './symbols';

/** A price and the quantity that is offered or asked for at it. */
interface Level {
	readonly price: Decimal;
	readonly quantity: Decimal;
}

/** An order book, the best prices first. */
export interface OrderBook {
	readonly symbol: string;
	readonly bids: readonly Level[];
	readonly asks: readonly Level[];
	/** What else the answer carried. */
	readonly rest: IDataObject;
}

/**
 * Reads the order book of a market (`GET /api/v3/spot/depth`).
 *
 * @throws Failure when it cannot be read; `not_found` for a symbol that does not exist
 */
export async function readOrderBook(
	connection: Connection,
	{ symbol, timeout }: MarketSearch,
): Promise<OrderBook> {
	const call = { path: '/api/v3/spot/depth', parameters: { symbol }, isSigned: false, timeout };
	return await readAboutSymbol(
		connection,
		symbol,
		readAs(connection, call, (data) => orderBookOf(symbol, data)),
		({ bids, asks }) => bids.length === 0 && asks.length === 0,
	);
}

const KNOWN_KEYS = new Set(['status', 'symbol', 's', 'bids', 'bid', 'asks', 'ask']);

/**
 * Reads an order book: `bids` (one page of the documents spells it `bid`) and `asks`, in whatever
 * order the exchange lists them. Undefined for what has neither, names another symbol, or holds a
 * level that cannot be read.
 */
function orderBookOf(symbol: string, data: unknown): OrderBook | undefined {
	if (!isRecord(data)) return undefined;
	const named = [data.symbol ?? symbol, data.s ?? symbol];
	if (named.some((name) => name !== symbol)) return undefined;
	const bids = levelsOf(data.bids ?? data.bid);
	const asks = levelsOf(data.asks ?? data.ask);
	if (bids === undefined || asks === undefined) return undefined;
	return {
		symbol,
		bids: bids.sort((a, b) => compareDecimals(b.price, a.price)),
		asks: asks.sort((a, b) => compareDecimals(a.price, b.price)),
		rest: Object.fromEntries(Object.entries(data).filter(([name]) => !KNOWN_KEYS.has(name))),
	};
}

/** One of quantity 0 is no level any more. */
function levelsOf(entries: unknown): Level[] | undefined {
	if (!Array.isArray(entries)) return undefined;
	const levels = entries.map(levelOf).filter((level) => level !== undefined);
	if (levels.length < entries.length) return undefined;
	return levels.filter(({ quantity }) => isPositive(quantity));
}

/** `[price, quantity]`, or the same by name. */
function levelOf(entry: unknown): Level | undefined {
	const [price, quantity] = Array.isArray(entry) ? entry.map(parseDecimal) : namedLevel(entry);
	return price === undefined || quantity === undefined ? undefined : { price, quantity };
}

function namedLevel(entry: unknown): Array<Decimal | undefined> {
	if (!isRecord(entry)) return [];
	const { price, p, quantity, qty, q } = entry;
	return [parseDecimal(price ?? p), parseDecimal(quantity ?? qty ?? q)];
}

/** The book as an item shows it, cut to so many levels a side. `null`: that side is empty. */
export function presentOrderBook(
	{ symbol, bids, asks, rest }: OrderBook,
	depth: number,
): IDataObject {
	const [bid] = bids;
	const [ask] = asks;
	return {
		symbol,
		bestBid: bid ? nearestNumber(bid.price) : null,
		bestAsk: ask ? nearestNumber(ask.price) : null,
		spread: bid && ask ? nearestNumber(subtract(ask.price, bid.price)) : null,
		bids: bids.slice(0, depth).map(present),
		asks: asks.slice(0, depth).map(present),
		...rest,
	};
}

function present({ price, quantity }: Level): IDataObject {
	return { price: nearestNumber(price), quantity: nearestNumber(quantity) };
}
