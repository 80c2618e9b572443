import { type Big, Decimal, ZERO } from '../support/decimal';
import { randomOf } from '../support/random';
import { remaining } from './filling';
import type { Market } from './market';
import { type Side, isOpen } from './order';
import { stepOf } from './rules';

/** A price and the quantity that is offered at it. */
export type Level = readonly [number, number];

const HOUSE_LEVELS = 20;

const DIRECTION: Readonly<Record<Side, number>> = { BUY: -1, SELL: 1 };

/** One side of a symbol's book, best price first: the house's levels around the last price, and resting orders. */
export function bookOf(market: Market, side: Side, seed: number): Level[] {
	const levels = new Map<string, Big>();
	const add = (price: Big, quantity: Big) =>
		levels.set(price.toFixed(), (levels.get(price.toFixed()) ?? ZERO).plus(quantity));
	addHouse(market, side, seed, add);
	for (const order of market.resting[side].toArray()) {
		if (isOpen(order)) add(order.price, remaining(order));
	}
	return [...levels]
		.map(([price, quantity]): Level => [Number(price), Number(quantity)])
		.sort(([a], [b]) => DIRECTION[side] * (a - b));
}

function addHouse(
	{ last, symbol, rules }: Market,
	side: Side,
	seed: number,
	add: (price: Big, quantity: Big) => void,
): void {
	if (last === undefined) return;
	const tick = rules['PRICE_FILTER']?.['tickSize'] ?? new Decimal('0.01');
	for (let away = 1; away <= HOUSE_LEVELS; away++) {
		const price = last.plus(tick.times(away * DIRECTION[side]));
		const lots = 1 + (randomOf(seed, `${symbol}${side}${away}`).uint32() % 10000);
		if (price.gt(0)) add(price, stepOf(rules).times(lots));
	}
}
