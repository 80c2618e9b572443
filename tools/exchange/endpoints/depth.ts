import { bookOf } from '../engine/book';
import { ok } from '../http/answer';
import type { Endpoint } from '../http/endpoint';
import { marketAsked } from './markets';

/** The order book, in one of the two shapes that are told of it. */
export const depth: Endpoint = {
	method: 'GET',
	path: '/api/v3/spot/depth',
	signed: false,
	handle(call) {
		const market = marketAsked(call);
		const bids = bookOf(market, 'BUY', call.seed);
		const asks = bookOf(market, 'SELL', call.seed);
		const { symbol } = market;
		if (call.settings.depthShape === 'data') return ok({ symbol, bids, asks });
		return { status: 'ok', symbol, bid: bids, asks };
	},
};
