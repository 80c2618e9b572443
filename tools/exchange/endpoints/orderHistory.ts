import type { Order } from '../engine/order';
import { ok } from '../http/answer';
import type { Endpoint } from '../http/endpoint';
import { historyOrder } from '../views/orderView';
import { type Listed, pageOf } from './listing';

/** Filled and canceled orders, the newest order first, once the history's lag has passed. */
export const orderHistory: Endpoint = {
	method: 'GET',
	path: '/api/v4/spot/history',
	signed: true,
	handle(call) {
		const { closed } = call.account;
		const orders =
			call.settings.ocoLegs === 'listed' ? closed : closed.filter(({ parent }) => !parent);
		return ok(pageOf(call, orders, describe).map(historyOrder));
	},
};

function describe({ market, side, createdAt, closedAt, status }: Order): Listed {
	return {
		symbol: market.symbol,
		side,
		createdAt,
		since: closedAt ?? Infinity,
		isCanceled: status === 'CANCELED',
	};
}
