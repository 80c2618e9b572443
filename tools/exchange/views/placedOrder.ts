import type { Order } from '../engine/order';

const AMOUNTS = [
	'quantity',
	'quoteQty',
	'price',
	'stopPrice',
	'limitPrice',
	'executedQty',
	'executedQuoteQty',
] as const;

const FACTS = ['requestNo', 'side', 'type', 'status', 'useQuoteQty', 'createdAt'] as const;

/** An accepted order as plain data: exact decimal strings, and nothing circular. */
export type PlacedOrder = Readonly<Record<(typeof AMOUNTS)[number], string>> &
	Pick<Order, (typeof FACTS)[number]> & {
		readonly displayingId: string;
		readonly symbol: string;
		readonly apiKey: string;
	};

/** Makes plain data of an order. */
export function placedOrder(order: Order): PlacedOrder {
	const amounts = AMOUNTS.map((name) => [name, order[name].toFixed()]);
	const facts = FACTS.map((name) => [name, order[name]]);
	return {
		...(Object.fromEntries([...amounts, ...facts]) as Omit<PlacedOrder, 'displayingId'>),
		displayingId: String(order.displayingId),
		symbol: order.market.symbol,
		apiKey: order.account.seed.apiKey,
	};
}
