import { useExchange } from '../support';
import { describeRead, readError, readItems } from '../support/reads';

const stand = useExchange();
const SYMBOLS = { resource: 'market', operation: 'getSymbols' };

describe('Market: Get Symbols', () => {
	it('flattens the rules', async () => {
		expect(await readItems(stand, { ...SYMBOLS, symbol: 'btc-usdt' })).toEqual([
			{
				symbol: 'BTCUSDT',
				status: 'TRADING',
				baseAsset: 'BTC',
				quoteAsset: 'USDT',
				tickSize: 0.01,
				stepSize: 0.00001,
				minQty: 0.00001,
				maxQty: 9000,
				minNotional: 5,
				orderTypes: ['LIMIT', 'MARKET', 'STOP_LIMIT', 'OCO'],
			},
		]);
	});

	it('says null where a symbol has no such rule', async () => {
		stand.exchange.state.setFilters('BTCUSDT', []);
		const [symbol] = await readItems(stand, { ...SYMBOLS, symbol: 'BTCUSDT' });
		expect(symbol).toMatchObject({ tickSize: null, stepSize: null, minNotional: null });
	});

	it('says so of a symbol that does not exist', async () => {
		const { error } = await readError(stand, { ...SYMBOLS, symbol: 'NOPEUSDT' });
		expect(error).toMatchObject({ reason: 'not_found', symbol: 'NOPEUSDT' });
	});

	it('leaves the raw answer as it is', async () => {
		const parameters = { ...SYMBOLS, symbol: 'BTCUSDT', options: { simplify: false } };
		const [symbol] = await readItems(stand, parameters);
		expect(symbol).toMatchObject({ baseAssetId: 9, filters: expect.any(Array) });
	});

	it('returns all, the tradable ones, or up to the limit', async () => {
		const names = async (more: object) =>
			(await readItems(stand, { ...SYMBOLS, ...more })).map(({ symbol }) => symbol);
		expect(await names({ returnAll: true })).toEqual(stand.exchange.symbols);
		expect(await names({ tradableOnly: true })).not.toContain('LUNAUSDT');
		expect(await names({ limit: 2 })).toHaveLength(2);
	});

	describeRead(stand, { path: '/api/v3/spot/config', parameters: SYMBOLS });
});
