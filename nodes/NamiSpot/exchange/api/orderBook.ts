import type { IDataObject } from 'n8n-workflow';

import { compareDecimals, formatDecimal, parseDecimal, subtract, type Decimal } from '../decimal';
import { isRecord } from '../guards';
import { toNumber } from '../realTypes';

/** A price and the quantity that is offered or asked for at it. */
interface Level {
	readonly price: Decimal;
	readonly shown: IDataObject;
}

/** An order book, the best prices first. */
interface OrderBook {
	readonly bids: readonly Level[];
	readonly asks: readonly Level[];
	/** What else the answer carried. */
	readonly rest: IDataObject;
}

const KNOWN_KEYS = new Set(['status', 'bids', 'bid', 'asks', 'ask']);

/**
 * Reads an order book: `bids` (one page of the documents spells it `bid`) and `asks`, each of
 * `[price, quantity]`. Undefined for what has neither.
 */
export function orderBookOf(data: unknown): OrderBook | undefined {
	if (!isRecord(data)) return undefined;
	const buyers = data.bids ?? data.bid;
	const sellers = data.asks ?? data.ask;
	if (!Array.isArray(buyers) || !Array.isArray(sellers)) return undefined;
	return {
		bids: buyers.flatMap(levelOf).sort((a, b) => compareDecimals(b.price, a.price)),
		asks: sellers.flatMap(levelOf).sort((a, b) => compareDecimals(a.price, b.price)),
		rest: Object.fromEntries(Object.entries(data).filter(([name]) => !KNOWN_KEYS.has(name))),
	};
}

function levelOf(entry: unknown): Level[] {
	if (!Array.isArray(entry)) return [];
	const price = parseDecimal(entry[0]);
	if (price === undefined) return [];
	return [{ price, shown: { price: toNumber(entry[0]), quantity: toNumber(entry[1]) } }];
}

/** The book as an item shows it, cut to so many levels a side. `null`: that side is empty. */
export function presentOrderBook(
	symbol: string,
	{ bids, asks, rest }: OrderBook,
	depth: number,
): IDataObject {
	const bid = bids[0];
	const ask = asks[0];
	return {
		symbol,
		bestBid: bid?.shown.price ?? null,
		bestAsk: ask?.shown.price ?? null,
		spread: bid && ask ? toNumber(formatDecimal(subtract(ask.price, bid.price))) : null,
		bids: bids.slice(0, depth).map(({ shown }) => shown),
		asks: asks.slice(0, depth).map(({ shown }) => shown),
		...rest,
	};
}
