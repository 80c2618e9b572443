import { useExchange } from '../support';
import { describeRead, readError, readItems } from '../support/reads';
import { FILLED, seedOrders } from '../support/seedOrders';

const stand = useExchange();
const PATH = '/api/v3/spot/market_watch';
const TICKER = { resource: 'market', operation: 'getTicker', symbol: 'BTCUSDT' };

describe('Market: Get Ticker', () => {
	it('gives the documented keys their names', async () => {
		await seedOrders(stand, FILLED);
		expect(await readItems(stand, TICKER)).toEqual([
			{
				symbol: 'BTCUSDT',
				lastPrice: 62877.99,
				price24hAgo: 62877.99,
				high24h: 62877.99,
				low24h: 62877.99,
				baseVolume24h: expect.any(Number),
				quoteVolume24h: expect.any(Number),
				baseAsset: 'BTC',
				quoteAsset: 'USDT',
				time: expect.stringMatching(/^2025-.*Z$/),
			},
		]);
	});

	it('leaves the raw answer as it is', async () => {
		const [ticker] = await readItems(stand, { ...TICKER, options: { simplify: false } });
		expect(ticker).toMatchObject({ s: 'BTCUSDT', p: 62877.99, a: true, av: 0, vc: 0, lbl: [] });
	});

	it('returns all markets without a symbol, one item each', async () => {
		const tickers = await readItems(stand, { ...TICKER, symbol: '' });
		expect(tickers.map(({ symbol }) => symbol)).toEqual(stand.exchange.symbols);
	});

	it('tells when the exchange does not list the symbol', async () => {
		const body = JSON.stringify({ status: 'ok', data: [] });
		const answer = { kind: 'raw', status: 200, headers: {}, body } as const;
		const fault = { name: 'nothing', accept: 'no', answer } as const;
		stand.exchange.faults.add({ match: { path: PATH }, fault });
		const { error } = await readError(stand, TICKER);
		expect(error).toMatchObject({ reason: 'not_found', symbol: 'BTCUSDT' });
	});

	it('sends neither key nor signature', async () => {
		await readItems(stand, TICKER);
		const request = stand.exchange.requests.at(-1);
		expect(request?.url).toBe(`${PATH}?symbol=BTCUSDT`);
		expect(request?.headers['x-api-key']).toBeUndefined();
	});

	describeRead(stand, { path: PATH, parameters: TICKER });
});
