import type { Trade } from '../engine/order';
import { ok } from '../http/answer';
import type { Endpoint } from '../http/endpoint';
import { tradeView } from '../views/tradeView';
import { type Listed, pageOf } from './listing';

/** The account's fills, newest first, once the history's lag has passed. */
export const tradeHistory: Endpoint = {
	method: 'GET',
	path: '/api/v4/spot/trade',
	signed: true,
	handle: (call) => ok(pageOf(call, call.account.trades, describe).map(tradeView)),
};

function describe({ order, createdAt }: Trade): Listed {
	const { market, side } = order;
	return { symbol: market.symbol, side, createdAt, since: createdAt, isCanceled: false };
}
