import { useExchange } from '../support';
import { answerWith, describeRead, readError, readItems } from '../support/reads';
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
				asleep: false,
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

	it.each(['refuses', 'knows nothing of'])(
		'says so of a symbol that the exchange %s',
		async (way) => {
			if (way !== 'refuses') answerWith(stand, PATH, []);
			const { error, message } = await readError(stand, { ...TICKER, symbol: 'NOPEUSDT' });
			expect(error).toMatchObject({ reason: 'not_found', symbol: 'NOPEUSDT' });
			expect(message).toContain('does not list');
		},
	);

	it('says so of a symbol that has no ticker', async () => {
		answerWith(stand, PATH, []);
		const { error, message } = await readError(stand, TICKER);
		expect(error).toMatchObject({ reason: 'not_found', symbol: 'BTCUSDT' });
		expect(message).toContain('no ticker');
	});

	it('understands a ticker outside a list, and numbers as text', async () => {
		answerWith(stand, PATH, {
			s: 'BTCUSDT',
			p: '62877.990000000000000001',
			t: String(stand.clock.now()),
		});
		expect(await readItems(stand, TICKER)).toMatchObject([
			{ symbol: 'BTCUSDT', lastPrice: 62877.99, time: expect.stringMatching(/Z$/) },
		]);
	});

	it('says which markets are asleep', async () => {
		const week = 7 * 24 * 3_600_000;
		const now = stand.clock.now();
		answerWith(stand, PATH, [
			{ s: 'BTCUSDT', p: 1, t: now - week + 60_000 },
			{ s: 'ETHUSDT', p: 1, t: now - week - 60_000 },
		]);
		const tickers = await readItems(stand, { ...TICKER, symbol: '' });
		expect(tickers.map(({ asleep }) => asleep)).toEqual([false, true]);
	});

	it('sends neither key nor signature', async () => {
		await readItems(stand, TICKER);
		const request = stand.exchange.requests.at(-1);
		expect(request?.url).toBe(`${PATH}?symbol=BTCUSDT`);
		expect(request?.headers['x-api-key']).toBeUndefined();
	});

	describeRead(stand, { path: PATH, parameters: TICKER });
});
