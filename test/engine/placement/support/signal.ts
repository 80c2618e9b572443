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

/** A protected order for a signal; how much comes with the item, too, so that no two are alike, and how long to wait. */
export const PROTECTED_WITH_KEY: INodeParameters = {
	resource: 'order',
	operation: 'createProtected',
	symbol: { __rl: true, mode: 'name', value: 'BTCUSDT' },
	type: 'LIMIT',
	price: '60000',
	amountIn: 'base',
	quantity: '={{ $json.key.split(" ")[1] }}',
	takeProfit: '+10%',
	stopPrice: '-5%',
	limitPrice: '-6%',
	dryRun: 'never',
	options: { orderKey: '={{ $json.key }}', waitUntilFilled: '={{ $json.key.split(" ")[2] }}' },
};
