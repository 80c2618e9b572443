import { type Exchange, startExchange } from '../../../tools/exchange';
import { LIMIT, ORDER, sendBody, sendQuery, type TestBody } from './testClient';

const OCO = {
	symbol: 'BTCUSDT',
	side: 'BUY',
	type: 'OCO',
	quantity: 0.001,
	price: 50000,
	stopPrice: 63520,
	limitPrice: 70000,
};

describe('matching', () => {
	let exchange: Exchange;

	beforeAll(async () => {
		exchange = await startExchange();
	});
	afterAll(() => exchange.close());
	beforeEach(() => exchange.reset());

	const create = async (order: object): Promise<TestBody> =>
		(await sendBody({ exchange }, 'POST', ORDER, { ...LIMIT, ...order })).body['data'] as TestBody;

	const list = async (path: string) =>
		(await sendQuery({ exchange }, 'GET', `/api/v4/spot/${path}`)).body['data'] as TestBody;

	const statuses = () => {
		const order = exchange.orders[0];
		return [order, order?.legs?.limit, order?.legs?.stopLimit].map((each) => each?.status);
	};

	it('fills a market order at once, at the last price', async () => {
		const order = await create({ type: 'MARKET', quantity: 2 });
		expect(order).toMatchObject({ status: 'FILLED', executedQty: 2, executedQuoteQty: 125755.98 });
		expect(exchange.state.balance('BTC')).toEqual({ free: '1000002', locked: '0' });
		expect(exchange.state.balance('USDT')).toEqual({ free: '99999874118.26402', locked: '0' });
	});

	it('buys by quote amount what the amount affords', async () => {
		const order = await create({ type: 'MARKET', useQuoteQty: true, quoteOrderQty: 100 });
		expect(order).toMatchObject({
			useQuoteQty: true,
			quoteQty: 100,
			quantity: 0.00159,
			executedQuoteQty: 99.9760041,
		});
	});

	it('lets a limit order rest, locks its money, and fills it when the price comes', async () => {
		const order = await create({ quantity: 1, price: 60000 });
		expect(order).toMatchObject({ status: 'NEW', executedQty: 0 });
		expect(exchange.state.balance('USDT').locked).toBe('60060');
		exchange.state.setPrice('BTCUSDT', 60000.01);
		expect(exchange.orders[0]?.status).toBe('NEW');
		exchange.state.setPrice('BTCUSDT', 59000);
		expect(exchange.orders[0]?.status).toBe('FILLED');
		expect(exchange.state.balance('USDT')).toEqual({ free: '99999939940', locked: '0' });
		expect(await list('trade')).toMatchObject([
			{
				orderId: order['displayingId'],
				takerSide: 'SELL',
				price: 60000,
				baseQty: 1,
				flag: 'BUY_ORDER_FILL',
			},
		]);
	});

	it('fills a limit order that crosses the market at the better price', async () => {
		expect(await create({ price: 63000 })).toMatchObject({
			status: 'FILLED',
			executedQuoteQty: 62.87799,
		});
		expect(exchange.state.balance('USDT').locked).toBe('0');
	});

	it.each([
		['BUY', 64000, 64100, 64000, 'FILLED'],
		['BUY', 64000, 63900, 64000, 'NEW'],
		['SELL', 61000, 60900, 61000, 'FILLED'],
		['SELL', 61000, 61100, 61000, 'NEW'],
	])(
		'triggers a stop-limit to %s at %d, priced %d',
		async (side, stopPrice, price, market, status) => {
			await create({ type: 'STOP_LIMIT', side, stopPrice, price });
			expect(exchange.orders[0]).toMatchObject({ triggered: false, status: 'NEW' });
			exchange.state.setPrice('BTCUSDT', market);
			expect(exchange.orders[0]).toMatchObject({ triggered: true, status });
		},
	);

	it('shows an OCO with its legs, linked both ways', async () => {
		await create(OCO);
		const { orders } = (await list('open')) as unknown as { orders: TestBody[] };
		expect(orders).toMatchObject([
			{
				displayingId: 435374,
				type: 'STOP_LIMIT',
				ocoOrderId: 435372,
				stopPrice: 63520,
				price: 70000,
			},
			{ displayingId: 435373, type: 'LIMIT', ocoOrderId: 435372, price: 50000, stopPrice: 0 },
			{ displayingId: 435372, type: 'OCO', limitOrderId: 435373, stopLimitOrderId: 435374 },
		]);
		expect(exchange.state.balance('USDT').locked).toBe('70.07');
		exchange.settings.ocoLegs = 'hidden';
		expect((await list('open'))['orders']).toHaveLength(1);
		exchange.settings.ocoLegs = 'listed';
	});

	it('fills the limit leg of an OCO and cancels the other', async () => {
		await create(OCO);
		exchange.state.setPrice('BTCUSDT', 50000);
		expect(statuses()).toEqual(['FILLED', 'FILLED', 'CANCELED']);
		expect(exchange.state.balance('USDT')).toEqual({ free: '99999999949.95', locked: '0' });
	});

	it('triggers the stop leg of an OCO and cancels the other', async () => {
		await create(OCO);
		exchange.state.setPrice('BTCUSDT', 63520);
		expect(statuses()).toEqual(['FILLED', 'CANCELED', 'FILLED']);
		expect(exchange.orders[0]?.executedQuoteQty.toFixed()).toBe('63.52');
		expect(exchange.state.balance('USDT').locked).toBe('0');
	});

	it.each([435372, 435373, 435374])('cancels an OCO as a whole by the id %d', async (id) => {
		await create(OCO);
		const params = { symbol: 'BTCUSDT', displayingId: String(id), allowNotification: false };
		const { body } = await sendBody({ exchange }, 'DELETE', ORDER, params);
		expect(body['data']).toMatchObject({ displayingId: id, status: 'CANCELED' });
		expect(statuses()).toEqual(['CANCELED', 'CANCELED', 'CANCELED']);
		expect(exchange.state.balance('USDT')).toEqual({ free: '100000000000', locked: '0' });
	});

	it('fills in parts on request, and a stop leg ends with the first part', async () => {
		await create(OCO);
		exchange.state.fill(435373, '0.0004');
		expect(statuses()).toEqual(['NEW', 'PARTIALLY_FILLED', 'CANCELED']);
		expect(exchange.orders[0]?.executedQty.toFixed()).toBe('0.0004');
		exchange.state.fill(435373);
		expect(statuses()).toEqual(['FILLED', 'FILLED', 'CANCELED']);
	});

	it('fills quietly: executedQty grows while the status stays NEW', async () => {
		await create({});
		exchange.state.fillQuietly(435372, '0.0004');
		expect((await list('open'))['orders']).toMatchObject([
			{
				status: 'NEW',
				executedQty: 0.0004,
				executedPrice: 60000,
				feeMetadata: { executed: 0.024 },
			},
		]);
	});

	it('takes fees in another asset where the account says so', async () => {
		exchange.state.payFeesIn('NAMI');
		const { feeMetadata } = await create({ side: 'SELL', type: 'MARKET', quantity: 1 });
		expect(feeMetadata).toMatchObject({ asset: 'NAMI', value: 3143.8995, executed: 3143.8995 });
		expect(exchange.state.balance('NAMI')).toEqual({ free: '9999996856.1005', locked: '0' });
	});

	it('publishes trades, book and ticker', async () => {
		await create({ type: 'MARKET', quantity: 2 });
		await create({ quantity: 3, price: 62877.98 });
		const get = async (path: string) =>
			(await sendQuery({ exchange }, 'GET', `/api/v3/spot/${path}`, { symbol: 'BTCUSDT' })).body;
		expect((await get('recent_trade'))['data']?.[0]).toMatchObject({
			S: 'BUY',
			s: 'BTCUSDT',
			p: 62877.99,
		});
		const { bid, asks } = await get('depth');
		expect(bid?.[0]?.[0]).toBe(62877.98);
		expect(bid?.[0]?.[1]).toBeGreaterThan(3);
		expect(asks?.[0]?.[0]).toBe(62878);
		exchange.settings.depthShape = 'data';
		expect((await get('depth'))['data']).toEqual({ symbol: 'BTCUSDT', bids: bid, asks });
		exchange.settings.depthShape = 'topLevel';
		expect((await get('market_watch'))['data']).toMatchObject([
			{ s: 'BTCUSDT', b: 'BTC', q: 'USDT', bi: 9, qi: 22, p: 62877.99, u: true },
		]);
	});
});
