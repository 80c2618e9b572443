import type { IDataObject, INodeParameters } from 'n8n-workflow';
import type { Exchange } from '../../../../tools/exchange';
import { FROM_ITEM, LIMIT_ITEM } from '../../support';

/** The items of a batch; each order has an amount of its own, so that orders tell their item. */
export const QUANTITIES: readonly number[] = [0.001, 0.002, 0.003];
export const POSITIONS: readonly number[] = [0, 1, 2];
export const MODES = ['stopWorkflow', 'continueRegularOutput', 'continueErrorOutput'] as const;
export type Mode = (typeof MODES)[number];

export function batch(type: 'LIMIT' | 'MARKET' = 'LIMIT'): IDataObject[] {
	return QUANTITIES.map((quantity) => ({ ...LIMIT_ITEM, type, quantity }));
}

/** Orders as asked for, without calls for symbol rules, so that every call can be accounted for. */
export function parameters(options: IDataObject = {}): INodeParameters {
	return { ...FROM_ITEM, options: { symbolRules: 'off', ...options } } as INodeParameters;
}

/** The exact body of the POST for an item, without timestamp and signature. */
export function bodyOf(item: number, type: 'LIMIT' | 'MARKET' = 'LIMIT'): IDataObject {
	return {
		symbol: 'BTCUSDT',
		side: 'BUY',
		type,
		quantity: QUANTITIES[item],
		...(type === 'LIMIT' && { price: 60000 }),
		useQuoteQty: false,
	};
}

/** The orders that the exchange has for an item. */
export function ordersOf(exchange: Exchange, item: number): Exchange['placed'] {
	return exchange.placed.filter(({ quantity }) => Number(quantity) === QUANTITIES[item]);
}
