import type { Trade } from '../engine/order';
import { ok } from '../http/answer';
import type { Endpoint } from '../http/endpoint';
import { tradeView } from '../views/tradeView';
import { type Listed, listAnswer, readQuery } from './listing';

/** The account's fills, newest first, once the history's lag has passed. */
export const tradeHistory: Endpoint = {
	method: 'GET',
	path: '/api/v4/spot/trade',
	signed: true,
	handle(call) {
		const { account, settings } = call;
		const lagMs = settings.historyLagMs;
		const list = { entries: account.trades, lagMs, describe, view: tradeView, answer: ok };
		return listAnswer(call, list, readQuery(call));
	},
};

function describe({ displayingId, order, createdAt }: Trade): Listed {
	const { market, side } = order;
	return {
		id: displayingId,
		symbol: market.symbol,
		side,
		createdAt,
		since: createdAt,
		isCanceled: false,
	};
}
