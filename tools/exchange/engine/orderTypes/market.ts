import { fill } from '../filling';
import { Refusal } from '../refusals';
import type { OrderTypeRules } from './orderTypeRules';

/** Fills at once, at the last price; its terms' price is that price. */
export const market: OrderTypeRules = {
	needs: [],
	check({ market: { config, last }, useQuoteQty }) {
		if (last === undefined) throw new Refusal('BROKER_ERROR');
		if (useQuoteQty && !config.quoteOrderQtyMarketAllowed)
			throw new Refusal('ORDER_TYPE_NOT_SUPPORT');
	},
	restsAt: () => [],
	worstPrice: ({ price }) => price,
	start: (world, order) => fill(world, order, order.quantity, order.price, 'TAKER'),
};
