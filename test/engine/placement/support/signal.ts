import type { INodeParameters } from 'n8n-workflow';

/** An order for a signal whose id comes with the item. */
export const MARKET_WITH_KEY: INodeParameters = {
	resource: 'order',
	operation: 'create',
	symbol: { __rl: true, mode: 'name', value: 'BTCUSDT' },
	side: 'BUY',
	type: 'MARKET',
	amountIn: 'base',
	quantity: '0.0005',
	options: { symbolRules: 'off', orderKey: '={{ $json.key }}' },
};
