import { formatDecimal, parseDecimal } from '../exchange/decimal';
import { storeOf } from '../exchange/memory';
import type { SpotOrder } from '../exchange/spotOrder';
import type { RequestParameters } from '../exchange/wire/signature';

/**
 * The orders of each account that the rails have let through and that are being placed: the last
 * wall signs no other order where a rail needs more than the order itself to be judged.
 */
export const clearedOrders = storeOf(() => new Set<SpotOrder>());

/** Whether the parameters of a request are those of a cleared order. */
export function isCleared(account: string, parameters: RequestParameters): boolean {
	return [...clearedOrders(account)].some((order) => isOrder(order, parameters));
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
