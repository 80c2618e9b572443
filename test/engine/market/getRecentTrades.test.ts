import { useExchange } from '../support';
import { answerWith, describeRead, readError, readItems } from '../support/reads';
import { filled, seedOrders } from '../support/seedOrders';

const stand = useExchange();
const PATH = '/api/v3/spot/recent_trade';
const TRADES = { resource: 'market', operation: 'getRecentTrades', symbol: 'BTCUSDT' };

describe('Market: Get Recent Trades', () => {
	it('names the documented fields, with numbers as numbers', async () => {
		await seedOrders(stand, ...filled(2));
		stand.clock.jump(1);
		await seedOrders(stand, ...filled(1));
		const trades = await readItems(stand, { ...TRADES, returnAll: true });
		expect(trades.length).toBeGreaterThan(3);
		for (const trade of trades.slice(0, 3)) {
			expect(trade).toEqual({
				symbol: 'BTCUSDT',
				side: 'BUY',
				price: 62877.99,
				quantity: 0.001,
				time: expect.stringMatching(/^2025-.*Z$/),
				quoteQuantity: expect.any(Number),
			});
		}
		expect(await readItems(stand, { ...TRADES, limit: 2 })).toHaveLength(2);
	});

	it('returns the latest, in whatever order the exchange lists them', async () => {
		const times = [undefined, 1000, 3000, 2000, 3000];
		answerWith(
			stand,
			PATH,
			times.map((t, id) => ({ id, t })),
		);
		const idsOf = async (limit: number) =>
			(await readItems(stand, { ...TRADES, limit })).map(({ id }) => id);
		expect(await idsOf(9)).toEqual([2, 4, 3, 1, 0]);
		expect(await idsOf(2)).toEqual([2, 4]);
	});

	it('returns nothing when nobody traded', async () => {
		expect(await readItems(stand, { ...TRADES, symbol: 'FRESHUSDT' })).toEqual([]);
	});

	it.each(['refuses', 'knows nothing of'])(
		'says so of a symbol that the exchange %s',
		async (way) => {
			if (way !== 'refuses') answerWith(stand, PATH, []);
			const { error } = await readError(stand, { ...TRADES, symbol: 'NOPEUSDT' });
			expect(error).toMatchObject({ reason: 'not_found', symbol: 'NOPEUSDT' });
		},
	);

	it('does not take the trades of another symbol, or what is no list of trades', async () => {
		for (const data of [[{ s: 'ETHUSDT', p: 1, q: 1, t: 1 }], [1], { trades: [] }]) {
			answerWith(stand, PATH, data);
			const { error } = await readError(stand, TRADES);
			expect(error).toMatchObject({ reason: 'unreadable_answer' });
			stand.exchange.faults.clear();
		}
	});

	describeRead(stand, { path: PATH, parameters: TRADES });
});
