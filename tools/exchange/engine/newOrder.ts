import { ZERO } from '../support/decimal';
import { Hold } from './balances';
import { startingFee } from './fees';
import type { Order, OrderTerms } from './order';
import type { World } from './world';

/** Gives terms an id and files them as an open order; `origin` is the request's number, or the parent of a leg. */
export function newOrder(world: World, terms: OrderTerms, origin: number | Order): Order {
	const parent = typeof origin === 'number' ? undefined : origin;
	const now = world.clock.now();
	const order: Order = {
		...terms,
		displayingId: world.newOrderId(),
		requestNo: typeof origin === 'number' ? origin : origin.requestNo,
		hold: parent?.hold ?? new Hold(terms.account.wallet),
		fee: startingFee(terms, world.feeRatio),
		createdAt: now,
		recordId: world.newRecordId(),
		...(parent && { parent }),
		status: 'NEW',
		triggered: false,
		executedQty: ZERO,
		executedQuoteQty: ZERO,
		executedAs: null,
		updatedAt: now,
	};
	world.ordersById.set(order.displayingId, order);
	terms.account.file(order);
	return order;
}
