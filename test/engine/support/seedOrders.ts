import type { IDataObject } from 'n8n-workflow';
import { LIMIT, ORDER, sendBoth } from '../../tools/exchange/testClient';
import type { Exchange } from '../../../tools/exchange';
import type { VirtualClock } from '../../../tools/harness/virtualClock';
import type { TestExchange } from './exchange';

export const FIRST_ID = 435372;

/**
 * Places orders at the stand-in exchange without the node, one second after another: by default
 * limit orders that rest. They get the ids from FIRST_ID on.
 */
export async function seedOrders(
	{ exchange, clock }: TestExchange,
	...orders: IDataObject[]
): Promise<void> {
	for (const order of orders) {
		clock.jump(1000);
		await placeAsAnother(exchange, clock, { ...LIMIT, ...order });
	}
}

/** Places an order as another client does, of the default account unless another key is given, at another address. Answers its id. */
export async function placeAsAnother(
	exchange: Exchange,
	clock: Pick<VirtualClock, 'now'>,
	order: IDataObject,
	key: { apiKey?: string; apiSecret?: string } = {},
): Promise<bigint> {
	const { length } = exchange.orders;
	const call = { exchange, now: clock.now(), address: `192.0.2.${length % 250}`, ...key };
	const { text } = await sendBoth(call, 'POST', ORDER, {
		quoteOrderQty: 100,
		price: 60000,
		...order,
	});
	const placed = exchange.orders[length];
	if (placed === undefined) throw new Error(`The stand-in refused: ${text}`);
	return placed.displayingId;
}

export const FILLED = { type: 'MARKET' };

/** So many orders that are filled at once. */
export function filled(count: number): IDataObject[] {
	return Array.from({ length: count }, () => FILLED);
}
