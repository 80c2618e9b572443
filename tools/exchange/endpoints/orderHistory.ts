import type { Order } from '../engine/order';
import { ok } from '../http/answer';
import type { Endpoint } from '../http/endpoint';
import { historyOrder } from '../views/orderView';
import { type Listed, listAnswer, readQuery } from './listing';

/** Orders that have ended, the newest order first, once the history's lag has passed. */
export const orderHistory: Endpoint = {
	method: 'GET',
	path: '/api/v4/spot/history',
	signed: true,
	handle(call) {
		const { account, settings } = call;
		const { closed } = account;
		return listAnswer(
			call,
			{
				entries: settings.ocoLegs === 'listed' ? closed : closed.filter(({ parent }) => !parent),
				lagMs: settings.historyLagMs,
				describe,
				view: (order) => historyOrder(order, settings),
				answer: ok,
			},
			readQuery(call),
		);
	},
};

function describe({ displayingId, market, side, createdAt, closedAt, status }: Order): Listed {
	return {
		id: displayingId,
		symbol: market.symbol,
		side,
		createdAt,
		since: closedAt ?? Infinity,
		isCanceled: status === 'CANCELED',
	};
}
