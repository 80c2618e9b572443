import type { Order } from '../engine/order';
import { ok } from '../http/answer';
import type { Endpoint } from '../http/endpoint';
import { listedOrder } from '../views/orderView';
import { type Listed, listAnswer, queryOfAll } from './listing';

/** All open orders, newest first. */
export const openOrders: Endpoint = {
	method: 'GET',
	path: '/api/v4/spot/open',
	signed: true,
	handle(call) {
		const { account, params, settings } = call;
		const { ocoLegs, openShape, openLagMs } = settings;
		const open = [...account.open.values()];
		return listAnswer(
			call,
			{
				entries: ocoLegs === 'listed' ? open : open.filter(({ parent }) => !parent),
				lagMs: openLagMs,
				describe,
				view: (order) => listedOrder(order, settings),
				answer: (orders) => ok(openShape === 'array' ? orders : { orders }),
			},
			queryOfAll(params.optionalText('filterByPair')),
		);
	},
};

function describe({ displayingId, market, side, createdAt }: Order): Listed {
	const { symbol } = market;
	return { id: displayingId, symbol, side, createdAt, since: createdAt, isCanceled: false };
}
