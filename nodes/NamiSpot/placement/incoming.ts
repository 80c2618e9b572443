import type { IDataObject } from 'n8n-workflow';

import { clock, MINUTE_MS } from '../exchange/clock';
import { add, isPositive, parseComputed, subtract, ZERO, type Decimal } from '../exchange/decimal';
import { boughtBy } from '../exchange/orderFill';
import { hasExecuted, orderIdOf, symbolOf, wordIn } from '../exchange/orderRow';
import { isLeg } from './sameOrder';

/** Balances that are later than this are not reckoned with. */
const LATEST_MS = MINUTE_MS;

interface Amount {
	readonly quantity: Decimal;
	/** Of the monotonic clock. */
	readonly at: number;
}

/**
 * What orders of this process have just brought of a symbol's base asset, or released of it: balances
 * may show that a while later. Once something is sold of the symbol, they have shown it.
 */
export class Incoming {
	/** By symbol, then by order. */
	private readonly amounts = new Map<string, Map<string, Amount>>();

	/** An order has bought, as far as its row tells. */
	bought(order: IDataObject): void {
		if (wordIn(order.side) === 'BUY' && hasExecuted(order)) this.note(order, boughtBy(order));
	}

	/** An order was canceled, and lets go of what it did not sell. */
	canceled(order: IDataObject): void {
		this.bought(order);
		if (wordIn(order.side) !== 'SELL' || isLeg(order)) return;
		const quantity = parseComputed(order.quantity);
		const sold = parseComputed(order.executedQty) ?? ZERO;
		this.note(order, quantity && subtract(quantity, sold));
	}

	sold(symbol: string): void {
		this.amounts.delete(symbol);
	}

	/** How much of it has come in lately, and was not sold since. */
	of(symbol: string): Decimal {
		const since = clock.monotonic() - LATEST_MS;
		return [...(this.amounts.get(symbol)?.values() ?? [])]
			.filter(({ at }) => at >= since)
			.reduce((sum, { quantity }) => add(sum, quantity), ZERO);
	}

	private note(order: IDataObject, quantity: Decimal | undefined): void {
		const [symbol, id] = [symbolOf(order), orderIdOf(order)];
		if (symbol === undefined || id === undefined) return;
		if (quantity === undefined || !isPositive(quantity)) return;
		const now = clock.monotonic();
		const amounts = [...(this.amounts.get(symbol) ?? [])];
		const fresh = amounts.filter(([, { at }]) => at >= now - LATEST_MS);
		this.amounts.set(symbol, new Map([...fresh, [id, { quantity, at: now }]]));
	}
}
