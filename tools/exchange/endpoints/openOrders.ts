import type { Order } from '../engine/order';
import { ok } from '../http/answer';
import type { Endpoint, SignedCall } from '../http/endpoint';
import { listedOrder } from '../views/orderView';

/** All open orders, newest first. */
export const openOrders: Endpoint = {
	method: 'GET',
	path: '/api/v4/spot/open',
	signed: true,
	handle(call) {
		const pair = call.params.optionalText('filterByPair');
		const orders = [...call.account.open.values()]
			.filter(
				(order) => (pair ?? order.market.symbol) === order.market.symbol && shows(order, call),
			)
			.map(listedOrder)
			.reverse();
		return ok(call.settings.openShape === 'array' ? orders : { orders });
	},
};

function shows(order: Order, { settings, world }: SignedCall): boolean {
	const isOld = order.createdAt <= world.clock.now() - settings.openLagMs;
	return isOld && (settings.ocoLegs === 'listed' || order.parent === undefined);
}
