import type { IDataObject } from 'n8n-workflow';
import { LIMIT, ORDER, sendBody } from '../../tools/exchange/testClient';
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
		const call = { exchange, now: clock.now() };
		const { text, body } = await sendBody(call, 'POST', ORDER, { ...LIMIT, ...order });
		if (String(body['status']) !== 'ok') throw new Error(`The stand-in refused: ${text}`);
	}
}

export const FILLED = { type: 'MARKET' };

/** So many orders that are filled at once. */
export function filled(count: number): IDataObject[] {
	return Array.from({ length: count }, () => FILLED);
}
