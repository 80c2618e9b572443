import type { INodeParameters } from 'n8n-workflow';
import { useExchange } from './support';
import { answerWith, readError, readItems } from './support/reads';
import { seedOrders } from './support/seedOrders';

const stand = useExchange();

const PATHS = [
	'/api/v3/spot/market_watch',
	'/api/v3/spot/depth',
	'/api/v3/spot/recent_trade',
	'/api/v1/chart/history',
	'/api/v4/spot/open',
	'/api/v4/spot/history',
	'/api/v4/spot/trade',
];
const READS: Array<[string, INodeParameters]> = [
	['Get Ticker', { resource: 'market', operation: 'getTicker' }],
	['Get Candles', { resource: 'market', operation: 'getCandles', interval: '1h' }],
	['Get Order Book', { resource: 'market', operation: 'getOrderBook' }],
	['Get Recent Trades', { resource: 'market', operation: 'getRecentTrades' }],
	['Get Symbols', { resource: 'market', operation: 'getSymbols' }],
	['Get Many, open orders', { resource: 'order', operation: 'getAll', list: 'open' }],
	['Get Many, history', { resource: 'order', operation: 'getAll', list: 'history' }],
	['Get Many, trades', { resource: 'trade', operation: 'getAll' }],
	['Cancel Many', { resource: 'order', operation: 'cancelMany', which: 'symbol' }],
	['Get', { resource: 'order', operation: 'get', orderId: '435372' }],
];

describe('a symbol that the exchange does not have', () => {
	beforeEach(async () => await seedOrders(stand, {}));

	test.each(READS)('is refused by %s', async (_, parameters) => {
		const { error } = await readError(stand, { ...parameters, symbol: 'NOPEUSDT' });
		expect(error).toMatchObject({ reason: 'not_found', symbol: 'NOPEUSDT' });
	});

	test.each(READS)('is refused by %s where its lists are empty', async (_, parameters) => {
		for (const path of PATHS) {
			answerWith(stand, path, path.endsWith('depth') ? { bids: [], asks: [] } : []);
		}
		const { error } = await readError(stand, { ...parameters, symbol: 'NOPEUSDT' });
		expect(error).toMatchObject({ reason: 'not_found', symbol: 'NOPEUSDT' });
	});
});

test.each(READS.filter(([name]) => name.startsWith('Get Many')))(
	'%s of a symbol without any is nothing',
	async (_, parameters) => {
		expect(await readItems(stand, { ...parameters, symbol: 'ETHUSDT' })).toEqual([]);
	},
);
