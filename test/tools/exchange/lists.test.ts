import { type Exchange, startExchange } from '../../../tools/exchange';
import { LIMIT, ORDER, send, sendBody, sendQuery, type TestBody } from './testClient';

const START = Date.UTC(2025, 1, 1);

describe('lists', () => {
	let exchange: Exchange;
	let now = START;

	beforeAll(async () => {
		exchange = await startExchange({ clock: { now: () => now } });
	});
	afterAll(() => exchange.close());
	beforeEach(() => {
		now = START;
		exchange.reset();
	});

	const create = (order: object = {}) =>
		sendBody({ exchange, now }, 'POST', ORDER, { ...LIMIT, ...order });

	const get = (path: string, params = {}) =>
		sendQuery({ exchange, now }, 'GET', `/api/v4/spot/${path}`, params);

	const ids = async (path: string, params = {}) => {
		const data = (await get(path, params)).body['data'] as unknown as TestBody[];
		return data.map((entry) => Number(entry['orderId'] ?? entry['displayingId']) - 435372);
	};

	it('pages through history and trades, newest first', async () => {
		for (let i = 0; i < 7; i++) await create({ type: 'MARKET' });
		for (const path of ['history', 'trade']) {
			expect(await ids(path, { pageSize: 3, page: 1 })).toEqual([6, 5, 4]);
			expect(await ids(path, { pageSize: 3, page: 3 })).toEqual([0]);
			expect(await ids(path, { pageSize: 3, page: 4 })).toEqual([]);
		}
		expect((await get('history', { page: 0 })).body['message']).toContain('page');
	});

	it('filters by symbol, side, time and cancellation', async () => {
		await create({ type: 'MARKET' });
		now += 1000;
		await create({ type: 'MARKET', side: 'SELL' });
		now += 1000;
		await create({ type: 'MARKET', symbol: 'ETHUSDT', quantity: 1 });
		now += 1000;
		await create();
		exchange.state.cancel(435375);
		expect(await ids('history')).toEqual([3, 2, 1, 0]);
		expect(await ids('history', { hideCanceled: true })).toEqual([2, 1, 0]);
		expect(await ids('history', { symbol: 'BTCUSDT', side: 'BUY' })).toEqual([3, 0]);
		const time = (ms: number) => new Date(START + ms).toISOString();
		expect(await ids('history', { timeFrom: time(1000), timeTo: time(2000) })).toEqual([2, 1]);
		expect(await ids('trade', { side: 'SELL' })).toEqual([1]);
		expect((await get('trade', { timeFrom: 'yesterday' })).status).toBe(400);
	});

	it('shows closed orders and trades after the lag, open orders after theirs', async () => {
		Object.assign(exchange.settings, { historyLagMs: 3000, openLagMs: 500 });
		await create({ type: 'MARKET' });
		await create();
		expect((await get('open')).body['data']?.['orders']).toHaveLength(0);
		now += 2999;
		expect((await get('open')).body['data']?.['orders']).toHaveLength(1);
		expect([await ids('history'), await ids('trade')]).toEqual([[], []]);
		now += 1;
		expect([await ids('history'), await ids('trade')]).toEqual([[0], [0]]);
		Object.assign(exchange.settings, { historyLagMs: 0, openLagMs: 0 });
	});

	it('lists open orders in both shapes, of one pair or all', async () => {
		await create();
		await create({ symbol: 'ETHUSDT', price: 3000, quantity: 1 });
		const { orders } = (await get('open', { filterByPair: 'ETHUSDT' })).body['data'] as TestBody;
		expect(orders).toMatchObject([{ symbol: 'ETHUSDT', createdAt: '2025-02-01T00:00:00.000Z' }]);
		exchange.settings.openShape = 'array';
		expect(await ids('open')).toEqual([1, 0]);
		exchange.settings.openShape = 'orders';
	});

	it('cancels many, and passes over those that are gone', async () => {
		await create();
		await create();
		await create({ type: 'MARKET' });
		const orders = [0, 1, 2, 9].map((n) => ({ displayingId: 435372 + n, symbol: 'BTCUSDT' }));
		const answer = await sendBody({ exchange, now }, 'DELETE', '/api/v4/spot/all_order', {
			orders,
		});
		expect(answer.body['data']).toMatchObject([
			{ displayingId: 435372, status: 'CANCELED' },
			{ displayingId: 435373, status: 'CANCELED' },
		]);
		expect(exchange.state.balance('USDT').locked).toBe('0');
		const asText = { orders: JSON.stringify(orders) };
		const again = await sendQuery({ exchange, now }, 'DELETE', '/api/v4/spot/all_order', asText);
		expect(again.body).toEqual({ status: 'ok', data: [] });
	});

	it('wants the id of one cancellation as a string, and those of many as numbers', async () => {
		await create();
		const one = await sendBody({ exchange, now }, 'DELETE', ORDER, {
			symbol: 'BTCUSDT',
			displayingId: 435372,
		});
		const orders = [{ displayingId: '435372', symbol: 'BTCUSDT' }];
		const many = await sendBody({ exchange, now }, 'DELETE', '/api/v4/spot/all_order', { orders });
		expect([one.status, many.status]).toEqual([400, 400]);
	});

	it('serves candles that do not change', async () => {
		const query = `from=${START / 1000 - 7200}&to=${START / 1000}&resolution=1h&broker=NAMI_SPOT&symbol=BTCUSDT`;
		const first = await send({ exchange }, 'GET', `/api/v1/chart/history?${query}`);
		const second = await send({ exchange }, 'GET', `/api/v1/chart/history?${query}`);
		expect(first.body).toEqual(second.body);
		const candles = first.body as unknown as number[][];
		expect(candles.map(([time]) => time)).toEqual([-7200, -3600, 0].map((s) => START / 1000 + s));
		for (const [, open = 0, high = 0, low = 0, close = 0] of candles) {
			expect(high).toBeGreaterThanOrEqual(Math.max(open, close));
			expect(low).toBeLessThanOrEqual(Math.min(open, close));
		}
		expect(candles[2]?.[4]).toBe(62877.99);
	});

	it('serves the wallets', async () => {
		const balance = async (params: object) =>
			(await sendQuery({ exchange, now }, 'GET', '/api/v4/user/balance', { ...params })).body;
		await create();
		expect((await balance({ type: 0 }))['data']?.['22']).toEqual({
			value: 1e11,
			locked_value: 60.06,
			type: 0,
		});
		expect((await balance({ type: 2, currency: 22 }))['data']).toEqual({
			22: { value: 5000, locked_value: 0, type: 2 },
		});
		expect((await balance({}))['statusCode']).toBe(400);
	});

	it('keeps accounts apart', async () => {
		const accounts = ['a', 'b'].map((name) => ({ apiKey: `key ${name}`, apiSecret: name }));
		const other = await startExchange({ accounts });
		await sendBody({ exchange: other }, 'POST', ORDER, LIMIT);
		const asB = { exchange: other, apiKey: 'key b', apiSecret: 'b' };
		const open = await sendQuery(asB, 'GET', '/api/v4/spot/open');
		expect(open.body['data']?.['orders']).toEqual([]);
		const cancel = { symbol: 'BTCUSDT', displayingId: '435372' };
		expect((await sendBody(asB, 'DELETE', ORDER, cancel)).body['code']).toBe(2013);
		await other.close();
	});

	it('serves ids beyond 2^53 as plain numbers, and understands them', async () => {
		const other = await startExchange({ firstDisplayingId: 9007199254740993n });
		const created = await sendBody({ exchange: other }, 'POST', ORDER, LIMIT);
		expect(created.text).toContain('"displayingId":9007199254740993,');
		await sendBody({ exchange: other }, 'POST', ORDER, { ...LIMIT, type: 'MARKET' });
		const trades = await sendQuery({ exchange: other }, 'GET', '/api/v4/spot/trade');
		expect(trades.text).toContain('"orderId":9007199254740994,');
		const dated = { orders: [{}], timestamp: Date.now() };
		const { requests } = other;
		await sendBody({ exchange: other }, 'DELETE', '/api/v4/spot/all_order', dated);
		const body = (requests.at(-1)?.body ?? '').replace(
			'[{}]',
			'[{"displayingId":9007199254740993,"symbol":"BTCUSDT"}]',
		);
		const canceled = await send({ exchange: other }, 'DELETE', '/api/v4/spot/all_order', body);
		expect(canceled.text).toContain('"displayingId":9007199254740993,');
		await other.close();
	});
});
