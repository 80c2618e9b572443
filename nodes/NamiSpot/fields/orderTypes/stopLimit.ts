import type { OrderType } from './orderType';

export const stopLimit: OrderType = {
	option: {
		name: 'Stop Limit',
		value: 'STOP_LIMIT',
		description: 'Places a limit order once the last price reaches the stop price',
	},
	prices: [
		{
			displayName: 'Stop Price',
			name: 'stopPrice',
			placeholder: 'e.g. 60000',
			description: 'The last price at which the limit order is placed',
		},
		{
			displayName: 'Price',
			name: 'price',
			placeholder: 'e.g. 59900',
			description: 'The price of the limit order that is then placed',
		},
	],
};
