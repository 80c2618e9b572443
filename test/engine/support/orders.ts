import type { IDataObject, INodeParameters } from 'n8n-workflow';

const BUY_BTC: INodeParameters = {
	resource: 'order',
	operation: 'create',
	symbol: { __rl: true, mode: 'name', value: 'BTCUSDT' },
	side: 'BUY',
	amountIn: 'base',
	quantity: '0.0005',
};

/** The node's parameters for an order of each type that a fresh stand-in exchange accepts. */
export const ORDERS = {
	LIMIT: { ...BUY_BTC, type: 'LIMIT', price: '60000' },
	MARKET: { ...BUY_BTC, type: 'MARKET' },
	STOP_LIMIT: { ...BUY_BTC, type: 'STOP_LIMIT', stopPrice: '64000', price: '64100' },
	OCO: { ...BUY_BTC, type: 'OCO', price: '60000', stopPrice: '64000', limitPrice: '64100' },
} as const satisfies Record<string, INodeParameters>;

/** Those of a buy that is protected, where BTCUSDT is traded around 60,000. A stalled answer is waited for in real time. */
export const PROTECTED: INodeParameters = {
	resource: 'order',
	operation: 'createProtected',
	symbol: { __rl: true, mode: 'name', value: 'BTCUSDT' },
	type: 'MARKET',
	amountIn: 'base',
	quantity: '0.001',
	takeProfit: '+4%',
	stopPrice: '-2%',
	limitPrice: '-2.5%',
	dryRun: 'never',
	options: { timeout: 0.3 },
};

/** Parameters that take every field of an order from the item; `LIMIT_ITEM` is one that fits. */
export const FROM_ITEM: INodeParameters = {
	resource: 'order',
	operation: 'create',
	symbol: { __rl: true, mode: 'name', value: '={{ $json.symbol }}' },
	...Object.fromEntries(
		[
			'side',
			'type',
			'amountIn',
			'quantity',
			'quoteOrderQty',
			'price',
			'stopPrice',
			'limitPrice',
		].map((name) => [name, `={{ $json.${name} }}`]),
	),
};

export const LIMIT_ITEM: IDataObject = {
	symbol: 'BTCUSDT',
	side: 'BUY',
	type: 'LIMIT',
	amountIn: 'base',
	quantity: 0.0005,
	price: 60000,
};
