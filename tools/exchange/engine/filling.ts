import { type Big, ZERO } from '../support/decimal';
import { feeOf } from './fees';
import { type EndedStatus, type Order, type OrderStatus, type Side, isOpen } from './order';
import type { World } from './world';

/** Whether the order took liquidity from the book or made it. */
export type Liquidity = 'TAKER' | 'MAKER';

const OTHER_SIDE: Readonly<Record<Side, Side>> = { BUY: 'SELL', SELL: 'BUY' };

/** What an order has still to fill. */
export function remaining(order: Order): Big {
	return order.quantity.minus(order.executedQty);
}

/** Fills part or all of an order against the house. An OCO's other leg ends with the first fill. */
export function fill(
	world: World,
	order: Order,
	quantity: Big,
	price: Big,
	liquidity: Liquidity,
): void {
	const fee = settle(world, order, quantity, price);
	recordTrade(world, order, { quantity, price, fee, liquidity });
	for (const changed of order.parent ? [order, order.parent] : [order]) {
		advance(world, changed, quantity, price, fee, liquidity);
	}
	endOtherLeg(world, order);
	if (remaining(order).eq(0)) finish(world, order, 'FILLED');
}

/** Ends an order, or the whole OCO that it belongs to, as it is filled so far. */
export function end(world: World, order: Order, status: EndedStatus): void {
	finish(world, order, status);
}

function finish(world: World, order: Order, status: OrderStatus): void {
	const root = order.parent ?? order;
	for (const leg of legsOf(root)) close(world, leg, leg === order ? status : 'CANCELED');
	close(world, root, status);
	root.hold.release();
}

function legsOf(root: Order): Order[] {
	return root.legs === undefined ? [] : [root.legs.limit, root.legs.stopLimit];
}

/** Ends one order; one that has ended already stays as it is. */
export function close(world: World, order: Order, status: OrderStatus): void {
	if (!isOpen(order)) return;
	order.status = status;
	order.updatedAt = world.clock.now();
	order.closedAt = order.updatedAt;
	order.account.file(order);
}

function endOtherLeg(world: World, order: Order): void {
	for (const leg of order.parent ? legsOf(order.parent) : []) {
		if (leg !== order) close(world, leg, 'CANCELED');
	}
}

/** Moves the money of a fill, and answers the fee. */
function settle(world: World, order: Order, quantity: Big, price: Big): Big {
	const quote = quantity.times(price);
	const { market, side } = order;
	const [paid, got] = side === 'BUY' ? [market.quote, market.base] : [market.base, market.quote];
	const [cost, gain] = side === 'BUY' ? [quote, quantity] : [quantity, quote];
	world.house.add(paid.name, order.hold.spend(paid.name, cost));
	world.house.add(got.name, gain.times(-1));
	order.account.wallet.free.add(got.name, gain);
	return takeFee(world, order, feeOf(order, quote, order.fee.ratio));
}

/** A sale's fee comes out of its proceeds; any other was locked, and is never more than what was locked. */
function takeFee(world: World, order: Order, due: Big): Big {
	const { asset } = order.fee;
	const fromProceeds = order.side === 'SELL' && asset === order.market.quote.name;
	const fee = fromProceeds ? due : order.hold.spend(asset, due);
	if (fromProceeds) order.account.wallet.free.add(asset, fee.times(-1));
	world.feesTaken.add(asset, fee);
	return fee;
}

interface Fill {
	readonly quantity: Big;
	readonly price: Big;
	readonly fee: Big;
	readonly liquidity: Liquidity;
}

function recordTrade(world: World, order: Order, { quantity, price, fee, liquidity }: Fill): void {
	const takerSide = liquidity === 'TAKER' ? order.side : OTHER_SIDE[order.side];
	const createdAt = world.clock.now();
	order.account.trades.push({
		displayingId: world.newTradeId(),
		recordId: world.newRecordId(),
		order,
		takerSide,
		quantity,
		quoteQty: quantity.times(price),
		price,
		fee,
		createdAt,
	});
	order.market.publish({ side: takerSide, price, quantity, at: createdAt });
}

function advance(
	world: World,
	order: Order,
	quantity: Big,
	price: Big,
	fee: Big,
	liquidity: Liquidity,
): void {
	order.executedQty = order.executedQty.plus(quantity);
	order.executedQuoteQty = order.executedQuoteQty.plus(quantity.times(price));
	order.fee.executed = order.fee.executed.plus(fee);
	order.executedAs = liquidity;
	order.updatedAt = world.clock.now();
}

/** The average price of what was filled. */
export function executedPrice(order: Order): Big {
	return order.executedQty.eq(0) ? ZERO : order.executedQuoteQty.div(order.executedQty);
}
