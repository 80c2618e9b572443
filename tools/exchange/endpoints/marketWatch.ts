import { ok } from '../http/answer';
import type { Endpoint } from '../http/endpoint';
import { tickerView } from '../views/tickerView';
import { marketsAsked } from './markets';

export const marketWatch: Endpoint = {
	method: 'GET',
	path: '/api/v3/spot/market_watch',
	signed: false,
	handle: (call) =>
		ok(marketsAsked(call).map((market) => tickerView(market, call.world.clock.now()))),
};
