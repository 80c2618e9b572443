import { formatDecimal, type Decimal } from '../../exchange/decimal';
import type { SpotOrder } from '../../exchange/spotOrder';

/** What a summary tells beside the order itself; what cannot be told is undefined. */
export interface Prospects {
	readonly baseAsset: string | undefined;
	readonly quoteAsset: string | undefined;
	/** At most. */
	readonly value: Decimal | undefined;
	readonly fee: Decimal | undefined;
	/** Guard rails that the order comes close to, in words. */
	readonly near: readonly string[];
}

/**
 * An order in one plain sentence, for whoever has to approve it: what is traded, for how much at
 * most, for which fee, and which guard rail it comes close to.
 */
export function summaryOf(order: SpotOrder, prospects: Prospects): string {
	const { quoteAsset, value, fee, near } = prospects;
	const most =
		value === undefined
			? 'for a value that is not known'
			: `for ${amount(value, quoteAsset)} at most`;
	return [
		`${whatOf(order, prospects)} ${howOf(order, quoteAsset)}`,
		most,
		...(fee === undefined ? [] : [`with a fee of about ${amount(fee, quoteAsset)}`]),
		...(near.length === 0 ? [] : [`close to ${near.join(' and ')}`]),
	].join(', ');
}

function whatOf(
	{ side, symbol, quantity, quoteOrderQty }: SpotOrder,
	prospects: Prospects,
): string {
	const { baseAsset = symbol, quoteAsset } = prospects;
	const verb = side === 'BUY' ? 'Buy' : 'Sell';
	if (quoteOrderQty !== undefined) {
		return `${verb} ${baseAsset} for ${amount(quoteOrderQty, quoteAsset)}`;
	}
	return quantity === undefined ? `${verb} ${baseAsset}` : `${verb} ${amount(quantity, baseAsset)}`;
}

function howOf(order: SpotOrder, quoteAsset: string | undefined): string {
	const { side, price, stopPrice, limitPrice } = order;
	const bound = side === 'BUY' ? 'or less' : 'or more';
	const at = (limit: Decimal | undefined) =>
		limit === undefined ? 'at the market price' : `at ${amount(limit, quoteAsset)} ${bound}`;
	if (stopPrice === undefined || order.type === 'MARKET') return at(price);
	const once = `once the last price reaches ${formatDecimal(stopPrice)}`;
	return limitPrice === undefined
		? `${at(price)} ${once}`
		: `${at(price)}, or ${at(limitPrice)} ${once}`;
}

function amount(value: Decimal, asset: string | undefined): string {
	return `${formatDecimal(value)} ${asset ?? ''}`.trim();
}
