import type { OrderType } from './orderType';

export const limitOrder: OrderType = {
	option: {
		name: 'Limit',
		value: 'LIMIT',
		description: 'Buys at your price or lower, sells at your price or higher',
	},
	prices: [
		{
			displayName: 'Price',
			name: 'price',
			placeholder: 'e.g. 60000, or -2%',
			description: 'The worst price you accept, in the quote asset for one unit of the base asset',
			whenSelling: { placeholder: 'e.g. 70000, or 2%' },
		},
	],
};
