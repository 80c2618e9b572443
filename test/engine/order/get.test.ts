import { FIRST_ID, seedOrders, FILLED } from '../support/seedOrders';
import { readError, readItems, describeRead } from '../support/reads';
import { onlyWhere, useExchange } from '../support';

const stand = useExchange();
const GET = { resource: 'order', operation: 'get' };

describe('Order: Get', () => {
	beforeEach(
		async () =>
			await seedOrders(stand, {}, FILLED, { symbol: 'ETHUSDT', price: 3000, quantity: 1 }),
	);

	onlyWhere(
		{ ownQuotes: ['VNST', 'VNDC'] },
		'a broker stands behind BTCUSDT, whose orders show their fee',
		() => {
			it('finds an open order without looking into the history', async () => {
				const orders = await readItems(stand, { ...GET, orderId: String(FIRST_ID) });
				expect(orders).toEqual([
					{
						displayingId: String(FIRST_ID),
						symbol: 'BTCUSDT',
						side: 'BUY',
						type: 'LIMIT',
						status: 'NEW',
						price: 60000,
						quantity: 0.001,
						quoteQty: 60,
						executedQty: 0,
						executedQuoteQty: 0,
						averagePrice: null,
						filledPercent: 0,
						fee: 0,
						feeAsset: 'USDT',
						createdAt: '2025-01-01T00:00:01.000Z',
						updatedAt: '2025-01-01T00:00:01.000Z',
					},
				]);
				expect(stand.exchange.count({ path: '/api/v4/spot/history' })).toBe(0);
			});
		},
	);

	it('finds a filled order in the history', async () => {
		const orders = await readItems(stand, { ...GET, orderId: `={{ ${FIRST_ID + 1} }}` });
		expect(orders).toMatchObject([
			{ displayingId: String(FIRST_ID + 1), status: 'FILLED', filledPercent: 100 },
		]);
	});

	onlyWhere(
		{ ownQuotes: ['VNST', 'VNDC'] },
		'a broker stands behind BTCUSDT, whose orders show their fee',
		() => {
			it('returns every field when it does not simplify', async () => {
				const parameters = { ...GET, orderId: String(FIRST_ID), options: { simplify: false } };
				const [order] = await readItems(stand, parameters);
				expect(order).toMatchObject({ userId: expect.any(Number), feeMetadata: { asset: 'USDT' } });
			});
		},
	);

	it('looks only at the symbol that it is given', async () => {
		const symbol = { __rl: true, mode: 'name', value: 'eth/usdt' };
		const { error, message } = await readError(stand, {
			...GET,
			orderId: String(FIRST_ID),
			symbol,
		});
		expect(error).toEqual({
			reason: 'not_found',
			displayingId: String(FIRST_ID),
			symbol: 'ETHUSDT',
			todo: 'fix',
			message,
			advice: expect.stringContaining('symbol'),
		});
		expect(message).toContain('neither among the open orders nor in the history');
	});

	it.each([
		['12a', 'not a valid order ID'],
		['={{ 12345678901234567890 }}', 'not a valid order ID'],
		['={{ null }}', 'empty'],
	])('refuses the id %j', async (orderId, words) => {
		const { error, message } = await readError(stand, { ...GET, orderId });
		expect(error).toMatchObject({ reason: 'invalid_input', field: 'orderId' });
		expect(error).not.toHaveProperty('outcome');
		expect(message).toContain(words);
		expect(stand.exchange.count({ path: '/api/v4/spot/open' })).toBe(0);
	});

	it('understands open orders as a bare array', async () => {
		stand.exchange.settings.openShape = 'array';
		const orders = await readItems(stand, { ...GET, orderId: String(FIRST_ID) });
		expect(orders).toHaveLength(1);
	});

	describeRead(stand, {
		path: '/api/v4/spot/open',
		parameters: { ...GET, orderId: String(FIRST_ID) },
	});
});

describe('ids beyond 2^53', () => {
	const large = useExchange({ firstDisplayingId: 9007199254740993n });

	it('survive', async () => {
		await seedOrders(large, {});
		const orders = await readItems(large, { ...GET, orderId: '9007199254740993' });
		expect(orders).toMatchObject([{ displayingId: '9007199254740993' }]);
	});
});
