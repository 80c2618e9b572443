import { useExchange } from '../support';
import { answerWith, describeRead, readItems } from '../support/reads';
import { filled, FILLED, FIRST_ID, seedOrders } from '../support/seedOrders';

const stand = useExchange();
const TRADES = { resource: 'trade', operation: 'getAll' };

describe('Trade: Get Many', () => {
	it('returns fills with price, amounts and fee', async () => {
		await seedOrders(stand, FILLED, {});
		expect(await readItems(stand, TRADES)).toEqual([
			{
				displayingId: expect.stringMatching(/^\d+$/),
				orderId: String(FIRST_ID),
				symbol: 'BTCUSDT',
				side: 'BUY',
				price: 62877.99,
				baseQty: 0.001,
				quoteQty: 62.87799,
				fee: 0.06287799,
				feeAsset: 'USDT',
				createdAt: '2025-01-01T00:00:01.000Z',
			},
		]);
	});

	it('returns every field when it does not simplify', async () => {
		await seedOrders(stand, FILLED);
		const [trade] = await readItems(stand, { ...TRADES, options: { simplify: false } });
		expect(trade).toMatchObject({
			_id: expect.any(String),
			takerSide: 'BUY',
			flag: 'BUY_ORDER_FILL',
			feeMetadata: { feeAsset: 'USDT' },
		});
	});

	it('returns all pages, or up to the limit', async () => {
		stand.exchange.settings.maxPageSize = 3;
		await seedOrders(stand, ...filled(8));
		const all = await readItems(stand, { ...TRADES, returnAll: true });
		expect(all.map(({ orderId }) => Number(orderId) - FIRST_ID)).toEqual([7, 6, 5, 4, 3, 2, 1, 0]);
		expect(await readItems(stand, { ...TRADES, limit: 4 })).toHaveLength(4);
	});

	it('filters by side and symbol', async () => {
		await seedOrders(stand, FILLED, { ...FILLED, side: 'SELL' });
		const filters = { side: 'SELL' };
		expect(await readItems(stand, { ...TRADES, filters })).toMatchObject([{ side: 'SELL' }]);
		expect(await readItems(stand, { ...TRADES, symbol: 'ETHUSDT' })).toEqual([]);
	});

	it('returns both sides of a trade that share its id, and nothing twice', async () => {
		const trade = { displayingId: '900001', symbol: 'BTCUSDT', price: 2, baseQty: 1, quoteQty: 2 };
		const bought = { ...trade, orderId: 1, side: 'BUY' };
		answerWith(stand, '/api/v4/spot/trade', [
			bought,
			{ ...trade, orderId: 2, side: 'SELL' },
			bought,
		]);
		const items = await readItems(stand, TRADES);
		expect(items.map(({ side }) => side)).toEqual(['BUY', 'SELL']);
	});

	it('returns nothing when there are none', async () => {
		expect(await readItems(stand, TRADES)).toEqual([]);
	});

	describeRead(stand, { path: '/api/v4/spot/trade', parameters: TRADES });
});
