import { DAY_MS } from '../exchange/clock';
import { formatDecimal, parseDecimal, type Decimal } from '../exchange/decimal';
import { storeOf } from '../exchange/memory';
import type { SpotOrder } from '../exchange/spotOrder';
import type { RequestParameters } from '../exchange/wire/signature';

export const LOOKS_BACK_MS = DAY_MS;

/** An order that this process may have sent, and what it may cost. */
export interface Reservation {
	readonly order: SpotOrder;
	/** Undefined where no rail needed it. */
	readonly quoteAsset: string | undefined;
	readonly value: Decimal | undefined;
	/** Unix milliseconds: when it was let through. */
	readonly at: number;
	/** Undefined while it is on its way; null if its outcome is unknown. */
	outcome?: { readonly displayingId: string } | null;
	/** Unix milliseconds. */
	settledAt?: number;
}

/**
 * The orders of each account that this process has let through, so that the lists of the exchange
 * need not show them yet. Those that are proven not to be placed are taken out.
 */
export const reservationsOf = storeOf(() => new Set<Reservation>());

/** Counts an order from now on; what is older than any rail looks back is forgotten. */
export function reserve(account: string, reservation: Reservation): void {
	const reservations = reservationsOf(account);
	for (const oldest of reservations) {
		if (reservation.at - oldest.at < 2 * LOOKS_BACK_MS) break;
		reservations.delete(oldest);
	}
	reservations.add(reservation);
}

/**
 * Whether the parameters of a request are those of an order that the rails have let through and that is
 * being placed: the last wall signs no other one where a rail needs more than the order itself to be judged.
 */
export function isCleared(account: string, parameters: RequestParameters): boolean {
	for (const { order, outcome } of reservationsOf(account)) {
		if (outcome === undefined && isOrder(order, parameters)) return true;
	}
	return false;
}

function isOrder(order: SpotOrder, parameters: RequestParameters): boolean {
	const { symbol, side, type, useQuoteQty } = order;
	const outline = { symbol, side, type, useQuoteQty };
	const isAlike = Object.entries(outline).every(([name, value]) => parameters[name] === value);
	if (!isAlike) return false;
	// A market order may carry a price and its other amount for information only.
	const amounts =
		type === 'MARKET'
			? ([useQuoteQty ? 'quoteOrderQty' : 'quantity'] as const)
			: (['quantity', 'quoteOrderQty', 'price', 'stopPrice', 'limitPrice'] as const);
	return amounts.every((name) => {
		const [asked, sent] = [order[name], parseDecimal(parameters[name])];
		return (asked && formatDecimal(asked)) === (sent && formatDecimal(sent));
	});
}
