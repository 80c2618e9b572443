import type { OrderType } from './orderType';

export const marketOrder: OrderType = {
	option: {
		name: 'Market',
		value: 'MARKET',
		description: 'Buys or sells at once, at the best prices on offer',
	},
	prices: [],
};
