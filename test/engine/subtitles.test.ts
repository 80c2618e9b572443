import type { INodeParameters } from 'n8n-workflow';
import { subtitle } from '../../tools/harness';
import { ORDERS } from './support';

const BTC = { __rl: true, mode: 'list', value: 'BTCUSDT', cachedResultName: 'BTC/USDT' };
const TRIGGER = 'n8n-nodes-nami.namiSpotTrigger';

/** What n8n writes below the node's name on the canvas. */
test.each<[string, INodeParameters]>([
	['Buy limit BTCUSDT', { ...ORDERS.LIMIT, symbol: BTC }],
	['Sell market BTCUSDT', { ...ORDERS.MARKET, side: 'SELL' }],
	['Buy stop limit BTCUSDT', ORDERS.STOP_LIMIT],
	['Buy OCO BTCUSDT', ORDERS.OCO],
	['Buy limit', { ...ORDERS.LIMIT, symbol: { __rl: true, mode: 'list', value: '' } }],
	['Buy limit BTCUSDT', { ...ORDERS.LIMIT, symbol: 'BTCUSDT' }],
	['Cancel order BTCUSDT', { resource: 'order', operation: 'cancel', symbol: BTC }],
	['Get many orders', { resource: 'order', operation: 'getAll' }],
	['Get many trades', { resource: 'trade', operation: 'getAll' }],
	['Get price BTCUSDT', { resource: 'market', operation: 'getTicker', symbol: BTC }],
	['Get balances', { resource: 'account', operation: 'getBalances' }],
	['Buy limit', {}],
	['Buy order BTCUSDT', { ...ORDERS.LIMIT, type: '={{ $json.type }}' }],
	[
		'Buy or sell limit',
		{
			...ORDERS.LIMIT,
			side: '={{ $json.side }}',
			symbol: { __rl: true, mode: 'name', value: '={{ $json.symbol }}' },
		},
	],
	[
		'Buy or sell order',
		{
			...ORDERS.LIMIT,
			side: '={{ $json.side }}',
			type: '={{ $("Gone").item.json.type }}',
			symbol: '={{ $json.a.b }}',
		},
	],
])('%s: %j', async (words, parameters) => {
	expect(await subtitle({ parameters })).toBe(words);
});

test.each<[string, INodeParameters]>([
	['Order filled', {}],
	[
		'Order filled, Order canceled ETHUSDT',
		{ events: ['orderFilled', 'orderCanceled'], symbolNames: 'ETHUSDT' },
	],
	[
		'Price above 70000 BTCUSDT',
		{ events: ['priceAbove'], priceAboveLevel: '70000', symbols: ['BTCUSDT'] },
	],
	[
		'Price below 60000 BTCUSDT, ETHUSDT',
		{ events: ['priceBelow'], priceBelowLevel: '60000', symbols: ['BTCUSDT', 'ETHUSDT'] },
	],
	[
		'Price moves by 2.5% BTCUSDT',
		{ events: ['priceMovedBy'], movedByPercent: '2.5', symbols: ['BTCUSDT'] },
	],
])('of the trigger: %s', async (words, parameters) => {
	expect(await subtitle({ type: TRIGGER, parameters })).toBe(words);
});
