import type { PublicTrade } from '../engine/market';
import { ok } from '../http/answer';
import type { Endpoint } from '../http/endpoint';
import { marketAsked } from './markets';

/** The last public trades, newest first; `q` is a number in some and a string in others, as documented. */
export const recentTrades: Endpoint = {
	method: 'GET',
	path: '/api/v3/spot/recent_trade',
	signed: false,
	handle(call) {
		const { symbol, recentTrades } = marketAsked(call);
		return ok(recentTrades.map((trade) => tradeEntry(symbol, trade)).reverse());
	},
};

function tradeEntry(symbol: string, { side, price, quantity, at }: PublicTrade): object {
	const q = at % 2 === 0 ? Number(quantity) : quantity.toFixed();
	return { S: side, s: symbol, p: Number(price), q, Q: Number(quantity.times(price)), t: at };
}
