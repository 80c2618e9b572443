import { isTriggered } from '../matching';
import type { OrderTerms } from '../order';
import { Refusal } from '../refusals';
import { minTotalOf } from '../rules';
import type { OrderTypeRules } from './orderTypeRules';

/** Waits for the stop price, then is a limit order: buys above the last price, sells below it. */
export const stopLimit: OrderTypeRules = {
	needs: ['price', 'stopPrice'],
	check(terms) {
		const { last, rules } = terms.market;
		if (last === undefined) throw new Refusal('STOP_LIMIT_UNKNOWN_LAST_PRICE');
		if (isTriggered(terms, last)) throw new Refusal('STOP_LIMIT_INVALID_STOP_PRICE');
		if (minTotalOf(rules)?.gt(leastTotal(terms))) throw new Refusal('STOP_LIMIT_INVALID_MIN_TOTAL');
	},
	restsAt: ({ price }) => [price],
	worstPrice: ({ price }) => price,
	start: (_world, order) => order.market.stops[order.side].push(order),
};

function leastTotal({ quantity, price }: OrderTerms) {
	return quantity.times(price);
}
