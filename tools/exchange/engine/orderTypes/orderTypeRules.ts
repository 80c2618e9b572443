import type { Big } from '../../support/decimal';
import type { Order, OrderTerms } from '../order';
import type { World } from '../world';

export type PriceName = 'price' | 'stopPrice' | 'limitPrice';

/** What an order type adds to the common way of an order: one of these for each type. */
export interface OrderTypeRules {
	/** The prices that a request must name. */
	readonly needs: readonly PriceName[];
	/** Refuses terms that contradict the type or the market. */
	check(terms: OrderTerms): void;
	/** The prices at which the order could rest in the book. */
	restsAt(terms: OrderTerms): readonly Big[];
	/** The worst price that the order could be filled at: what a purchase must be covered for. */
	worstPrice(terms: OrderTerms): Big;
	/** Puts an accepted order to work. */
	start(world: World, order: Order): void;
}
