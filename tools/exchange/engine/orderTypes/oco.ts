import { larger, smaller } from '../../support/decimal';
import { enterBook, isTriggered } from '../matching';
import { newOrder } from '../newOrder';
import type { Order, OrderTerms } from '../order';
import { InvalidRequest, Refusal } from '../refusals';
import { minTotalOf } from '../rules';
import type { World } from '../world';
import type { OrderTypeRules } from './orderTypeRules';

/** A limit leg at `price`, and a stop leg that `stopPrice` triggers and `limitPrice` prices; one ends the other. */
export const oco: OrderTypeRules = {
	needs: ['price', 'stopPrice', 'limitPrice'],
	check(terms) {
		const { last, rules } = terms.market;
		if (last === undefined) throw new Refusal('STOP_LIMIT_UNKNOWN_LAST_PRICE');
		if (isTriggered(terms, last)) throw new Refusal('STOP_LIMIT_INVALID_STOP_PRICE');
		if (!limitLegRests(terms)) throw new InvalidRequest('price is on the wrong side of the market');
		if (minTotalOf(rules)?.gt(leastTotal(terms))) throw new Refusal('STOP_LIMIT_INVALID_MIN_TOTAL');
	},
	restsAt: ({ price, limitPrice }) => [price, limitPrice],
	worstPrice: ({ price, limitPrice }) => larger(price, limitPrice),
	start(world, order) {
		const legs = { limit: limitLeg(world, order), stopLimit: stopLeg(world, order) };
		order.legs = legs;
		enterBook(world, legs.limit);
		order.market.stops[order.side].push(legs.stopLimit);
	},
};

function limitLegRests({ side, price, market: { last } }: OrderTerms): boolean {
	return last !== undefined && (side === 'BUY' ? price.lt(last) : price.gt(last));
}

function leastTotal({ quantity, price, limitPrice }: OrderTerms) {
	return quantity.times(smaller(price, limitPrice));
}

function limitLeg(world: World, parent: Order): Order {
	const none = parent.price.times(0);
	return newOrder(
		world,
		{ ...termsOf(parent), type: 'LIMIT', stopPrice: none, limitPrice: none },
		parent,
	);
}

function stopLeg(world: World, parent: Order): Order {
	const terms = termsOf(parent);
	const none = parent.price.times(0);
	return newOrder(
		world,
		{ ...terms, type: 'STOP_LIMIT', price: parent.limitPrice, limitPrice: none },
		parent,
	);
}

/** A parent's terms for a leg: the amount in base, because both legs share one amount. */
function termsOf(parent: Order): OrderTerms {
	const { account, market, side, type, price, stopPrice, limitPrice } = parent;
	const { quantity, quoteQty, useQuoteQty } = parent;
	return {
		account,
		market,
		side,
		type,
		price,
		stopPrice,
		limitPrice,
		quantity,
		quoteQty,
		useQuoteQty,
	};
}
