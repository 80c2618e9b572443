import type { IDataObject } from 'n8n-workflow';

/** An item that the workflow is given, and what has to become of it. */
export interface Signal {
	readonly why: string;
	readonly order: IDataObject;
	/** Undefined: it is placed. */
	readonly refusal?: { readonly reason: string; readonly code?: number };
}

const btc = { symbol: 'BTCUSDT', amountIn: 'base', quantity: '0.0005' };

/** The last price is 62877.99; the account has 5000 USDT, 1 BTC and no ETH. */
export const SIGNALS: readonly Signal[] = [
	{
		why: 'buy below the market',
		order: { ...btc, side: 'BUY', type: 'LIMIT', price: '60000' },
	},
	{
		why: 'buy for 25 USDT, now',
		order: { ...btc, side: 'BUY', type: 'MARKET', amountIn: 'quote', quoteOrderQty: 25 },
	},
	{
		why: 'more than the account can pay for',
		order: { ...btc, side: 'BUY', type: 'LIMIT', quantity: 0.5, price: 61000 },
		refusal: { reason: 'refused', code: 6103 },
	},
	{
		why: 'stop loss',
		order: { ...btc, side: 'SELL', type: 'STOP_LIMIT', stopPrice: 60000, price: 59900 },
	},
	{
		why: 'a coin that the account does not have',
		order: { symbol: 'ETH/USDT', side: 'SELL', type: 'MARKET', amountIn: 'base', quantity: 1 },
		refusal: { reason: 'refused', code: 6102 },
	},
	{
		why: 'take profit or stop loss',
		order: { ...btc, side: 'SELL', type: 'OCO', price: 70000, stopPrice: 60000, limitPrice: 59900 },
	},
	{
		why: 'a stop price on the wrong side',
		order: { ...btc, side: 'SELL', type: 'STOP_LIMIT', stopPrice: 65000, price: 64900 },
		refusal: { reason: 'refused', code: 6107 },
	},
	{
		why: 'a price with a thousands separator',
		order: { ...btc, side: 'BUY', type: 'LIMIT', price: '60,000' },
		refusal: { reason: 'invalid_input' },
	},
];
