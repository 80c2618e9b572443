import type { Big } from '../support/decimal';
import type { Heap } from 'heap-js';
import { close, fill, remaining } from './filling';
import type { Market } from './market';
import { type Order, type Side, isOpen } from './order';
import type { World } from './world';

const SIDES: readonly Side[] = ['BUY', 'SELL'];

/** Puts a limit order to work: filled at the last price if that is as good as its own, else rests in the book. */
export function enterBook(world: World, order: Order): void {
	const { last } = order.market;
	if (last !== undefined && isReached(order, last)) {
		fill(world, order, remaining(order), last, 'TAKER');
	} else {
		order.market.resting[order.side].push(order);
	}
}

/** Moves a symbol's last price, fills the resting orders that it reaches and triggers the stops. */
export function movePrice(world: World, market: Market, price: Big): void {
	market.move(price);
	for (const side of SIDES) {
		takeWhile(
			market.resting[side],
			(order) => isReached(order, price),
			(order) => fill(world, order, remaining(order), order.price, 'MAKER'),
		);
		takeWhile(
			market.stops[side],
			(order) => isTriggered(order, price),
			(order) => trigger(world, order),
		);
	}
}

/** Whether a price is as good as the order's limit, or better. */
function isReached(order: Order, price: Big): boolean {
	return order.side === 'BUY' ? price.lte(order.price) : price.gte(order.price);
}

/** Whether a price is at the order's stop, or beyond it. */
export function isTriggered(order: Pick<Order, 'side' | 'stopPrice'>, price: Big): boolean {
	return order.side === 'BUY' ? price.gte(order.stopPrice) : price.lte(order.stopPrice);
}

/** A stop whose price has come: from now on it is a limit order, alone. */
function trigger(world: World, order: Order): void {
	order.triggered = true;
	order.updatedAt = world.clock.now();
	const limitLeg = order.parent?.legs?.limit;
	if (limitLeg !== undefined) close(world, limitLeg, 'CANCELED');
	enterBook(world, order);
}

/** Takes orders off the top as long as they match; those that have ended meanwhile are dropped. */
function takeWhile(
	heap: Heap<Order>,
	matches: (order: Order) => boolean,
	act: (order: Order) => void,
): void {
	for (let top = heap.peek(); top !== undefined; top = heap.peek()) {
		const live = isOpen(top);
		if (live && !matches(top)) return;
		heap.pop();
		if (live) act(top);
	}
}
