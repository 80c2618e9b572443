import type { Account } from './account';
import { end } from './filling';
import { type Order, isOpen } from './order';
import { Refusal } from './refusals';
import type { World } from './world';

/** Names an order as cancellations do. */
export interface OrderName {
	readonly displayingId: bigint;
	readonly symbol: string;
}

/**
 * Cancels an account's open order; an OCO goes as a whole, whichever of its ids is named.
 * NO_SUCH_ORDER (2013) means that the account never had such an order of that symbol,
 * NOT_FOUND_ORDER (6101) that it had, and that it is no longer open.
 */
export function cancelOrder(world: World, account: Account, name: OrderName): Order {
	if (world.breakdown !== undefined) throw new Refusal(world.breakdown);
	if (!world.markets.has(name.symbol)) throw new Refusal('BAD_SYMBOL');
	const order = ownOrder(world, account, name);
	if (order === undefined) throw new Refusal('NO_SUCH_ORDER');
	if (!isOpen(order)) throw new Refusal('NOT_FOUND_ORDER');
	if (world.broker === 'down') throw new Refusal('BROKER_ERROR');
	end(world, order, 'CANCELED');
	if (world.broker === 'places') throw new Refusal('BROKER_ERROR');
	return order;
}

/** Cancels those of the named orders that are open, and answers them; the others are passed over. */
export function cancelOrders(world: World, account: Account, names: readonly OrderName[]): Order[] {
	if (world.breakdown !== undefined) throw new Refusal(world.breakdown);
	if (world.broker === 'down') throw new Refusal('BROKER_ERROR');
	const canceled = names.flatMap((name) => {
		const order = ownOrder(world, account, name);
		if (order === undefined || !isOpen(order)) return [];
		end(world, order, 'CANCELED');
		return [order];
	});
	if (world.broker === 'places') throw new Refusal('BROKER_ERROR');
	return canceled;
}

function ownOrder(world: World, account: Account, name: OrderName): Order | undefined {
	const order = world.ordersById.get(name.displayingId);
	const matches = order?.account === account && order.market.symbol === name.symbol;
	return matches ? order : undefined;
}
