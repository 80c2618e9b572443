import type { OrderType } from './orderType';

export const stopLimitOrder: OrderType = {
	option: {
		name: 'Stop Limit',
		value: 'STOP_LIMIT',
		description: 'Places a limit order once the last price reaches the stop price',
	},
	prices: [
		{
			displayName: 'Stop Price',
			name: 'stopPrice',
			placeholder: 'e.g. 70000, or 2%',
			description: 'When the last price reaches this, the limit order is placed',
			whenSelling: { placeholder: 'e.g. 60000, or -2%' },
		},
		{
			displayName: 'Price',
			name: 'price',
			placeholder: 'e.g. 70100, or 2.2%',
			description: 'The price of the limit order that is then placed',
			whenSelling: { placeholder: 'e.g. 59900, or -2.2%' },
		},
	],
};
