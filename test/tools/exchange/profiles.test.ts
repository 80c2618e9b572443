import {
	type Exchange,
	type ExchangeOptions,
	PROFILES,
	faults,
	profileNamed,
	profileSettings,
	profilesIn,
	startExchange,
} from '../../../tools/exchange';
import { LIMIT, ORDER, send, sendBody, sendBoth, sendQuery, type TestBody } from './testClient';

const START = Date.UTC(2025, 1, 1);
const VNST = { ...LIMIT, symbol: 'NAOVNST', quantity: 10, price: 2900 };

let exchange: Exchange;
let now = START;

async function start(options: ExchangeOptions): Promise<void> {
	now = START;
	exchange = await startExchange({ clock: { now: () => now }, ...options });
}

afterEach(() => exchange.close());

const call = () => ({ exchange, now });
const post = (order: object = LIMIT) => sendBoth(call(), 'POST', ORDER, { ...order });
const get = (path: string, params = {}) => sendQuery(call(), 'GET', `/api/v4/spot/${path}`, params);
const history = async (params = {}) =>
	((await get('history', params)).body['data'] ?? []) as unknown as TestBody[];
const idsOf = (rows: readonly TestBody[]) => rows.map((row) => Number(row['displayingId']));

describe('markets that the exchange matches itself', () => {
	it('list their orders in their own form', async () => {
		await start({});
		exchange.state.setPrice('NAOVNST', 2399.19);
		exchange.state.setFilters('NAOVNST', []);
		await post({ ...VNST, quantity: 1004, price: 2399.19 });
		const [order] = await history();
		expect(order).toMatchObject({
			status: 'FILLED',
			useQuoteQty: null,
			stopPrice: null,
			limitPrice: null,
			executedType: null,
			liquiditySymbol: null,
			limitOrderId: null,
			stopLimitOrderId: null,
			ocoOrderId: null,
			executedPrice: 0,
			executedQty: 1004,
			quoteQty: 2408786.7600000002,
			executedQuoteQty: 2408786.7600000002,
		});
		expect(Object.keys(order?.['feeMetadata'] ?? {}).sort()).toEqual(
			['assetId', 'feeMode', 'feeRatio', 'originBaseQty', 'value'].sort(),
		);
	});

	it('do so among open orders and in the answer to a cancellation, too', async () => {
		await start({});
		await post({ ...VNST, price: 2000 });
		const open = (await get('open')).body['data']?.['orders'] as unknown as TestBody[];
		expect(open[0]).toMatchObject({ useQuoteQty: null, stopPrice: null });
		const canceled = await sendBoth(call(), 'DELETE', ORDER, {
			symbol: 'NAOVNST',
			displayingId: '435372',
		});
		expect(canceled.body['data']).toMatchObject({ useQuoteQty: null, status: 'CANCELED' });
	});

	it.each([
		['documented', false, 62877.99],
		['own-markets', null, 0],
	] as const)('under %s are not, or are, all of them', async (profile, useQuoteQty, price) => {
		await start({ profile });
		await post({ ...LIMIT, price: 63000 });
		expect((await history())[0]).toMatchObject({ useQuoteQty, executedPrice: price });
	});
});

describe('pages from zero', () => {
	it('begin with page 0, which is also what comes without a page', async () => {
		await start({ profile: 'pages-from-zero' });
		for (let i = 0; i < 5; i++) await post({ ...LIMIT, type: 'MARKET' });
		const first = [435376, 435375];
		expect(idsOf(await history({ pageSize: 2 }))).toEqual(first);
		expect(idsOf(await history({ pageSize: 2, page: 0 }))).toEqual(first);
		expect(idsOf(await history({ pageSize: 2, page: 1 }))).toEqual([435374, 435373]);
		expect(idsOf(await history({ pageSize: 2, page: 3 }))).toEqual([]);
	});
});

describe('carriers of signed parameters', () => {
	const SENT = { body: sendBody, url: sendQuery, both: sendBoth };

	it.each([
		['documented', ['body', 'url', 'both']],
		['url-only', ['url', 'both']],
		['body-only', ['body', 'both']],
		['both-carriers', ['both']],
	] as const)('%s accepts an order signed in: %j', async (profile, accepted) => {
		await start({ profile });
		for (const [name, sendIt] of Object.entries(SENT)) {
			const answer = await sendIt(call(), 'POST', ORDER, LIMIT);
			const isAccepted = accepted.some((carrier) => carrier === name);
			expect([name, answer.status]).toEqual([name, isAccepted ? 200 : 401]);
		}
		expect(exchange.orders).toHaveLength(accepted.length);
		expect((await get('open')).status).toBe(200);
	});

	it('both-carriers checks each signature', async () => {
		await start({ profile: 'both-carriers' });
		const text = `symbol=BTCUSDT&timestamp=${now}&signature=${'0'.repeat(64)}`;
		const { requests } = exchange;
		await sendBody(call(), 'POST', ORDER, LIMIT);
		const answer = await send(call(), 'POST', `${ORDER}?${text}`, requests[0]?.body);
		expect(answer.status).toBe(401);
		expect(exchange.requests[1]?.verdict).toBe('wrongSignature');
	});
});

describe('forms of answers', () => {
	const refused = async () => {
		exchange.state.setBalance('USDT', 0);
		return await post();
	};
	const NAME = 'NOT_ENOUGH_QUOTE_ASSET';

	it.each([
		['documented', 400, { status: NAME, code: 6103, message: null }],
		['older-errors', 200, { status: 400, code: 6103, message: NAME }],
		['error-in-message', 400, { status: 'error', code: 6103, message: NAME }],
		['nest-envelope', 400, { statusCode: 400, message: NAME, error: 'Bad Request' }],
		['errors-under-200', 200, { status: NAME, code: 6103, message: null }],
		['doubly-wrapped', 200, { message: 'ok', data: { status: NAME, code: 6103 } }],
	] as const)('%s refuses in its form', async (profile, status, body) => {
		await start({ profile });
		const answer = await refused();
		expect(answer.status).toBe(status);
		expect(answer.body).toMatchObject(body);
	});

	it('nest-envelope answers results in its form, and leaves bare ones alone', async () => {
		await start({ profile: 'nest-envelope' });
		const placed = await post();
		expect([placed.status, placed.body]).toMatchObject([
			201,
			{ statusCode: 201, message: 'ok', data: { status: 'NEW' } },
		]);
		expect((await get('history')).body).toEqual({ statusCode: 200, message: 'ok', data: [] });
		const candles = await send(call(), 'GET', candlesOf('1h'));
		expect(Array.isArray(candles.body)).toBe(true);
	});

	it.each([
		['a wrong key', 401, 'UNAUTHORIZED'],
		['a timeout', 408, 'REQUEST_TIMEOUT'],
		['a ban', 418, 'IP_BANNED'],
		['too many', 429, 'TOO_MANY_REQUESTS'],
		['a crash', 500, 'INTERNAL_SERVER_ERROR'],
		['a gateway', 502, 'BAD_GATEWAY'],
		['an outage', 503, 'SERVICE_UNAVAILABLE'],
		['a late gateway', 504, 'GATEWAY_TIMEOUT'],
	])('errors-under-200 names %s in the body', async (_what, code, status) => {
		await start({ profile: 'errors-under-200' });
		exchange.faults.add({ fault: faults.httpError(code, 9) });
		const answer = await post();
		expect([answer.status, answer.body]).toMatchObject([200, { status, code }]);
		expect(answer.headers.get('retry-after')).toBe('9');
	});

	it('errors-under-200 answers signatures, validation and crashes with HTTP 200', async () => {
		await start({ profile: 'errors-under-200' });
		const wrong = await sendQuery({ ...call(), apiKey: 'nobody' }, 'GET', '/api/v4/spot/open');
		const invalid = await post({ ...LIMIT, quantity: -1 });
		Object.defineProperty(exchange.state.account(), 'open', { get: () => undefined });
		const crash = await get('open');
		expect([wrong, invalid, crash].map(({ status, body }) => [status, body['status']])).toEqual([
			[200, 'UNAUTHORIZED'],
			[200, 'INVALID_INPUT'],
			[200, 'error'],
		]);
		expect(Object.keys(crash.body)).toEqual(['status']);
		expect((await send(call(), 'GET', '/nowhere')).status).toBe(404);
	});
});

describe('the strict limiter', () => {
	const ask = (path: string) => send(call(), 'GET', path);
	const LIST = '/api/v3/spot/config?symbol=BTCUSDT';
	const OTHER = '/api/v3/spot/market_watch?symbol=BTCUSDT';
	const rate = ({ headers }: Awaited<ReturnType<typeof send>>) =>
		['x-ratelimit-limit', 'x-ratelimit-remaining', 'x-ratelimit-reset', 'retry-after'].map((name) =>
			headers.get(name),
		);

	it('counts by method, path and address, and says what is left', async () => {
		await start({ profile: 'strict-limiter' });
		expect(rate(await ask(LIST))).toEqual(['60', '59', null, null]);
		for (let i = 0; i < 59; i++) await ask(LIST);
		now += 20_000;
		const refused = await ask(LIST);
		expect([refused.status, refused.body]).toEqual([429, { status: 'TOO_MANY_REQUEST' }]);
		expect(rate(refused)).toEqual(['60', '0', String(START + 60_000), '40']);
		const unknown = await ask('/api/v3/spot/config?symbol=NONE');
		expect(unknown.status).toBe(429);
		expect(rate(await ask(OTHER))).toEqual(['60', '59', null, null]);
		const elsewhere = await send({ ...call(), address: '203.0.113.9' }, 'GET', LIST);
		expect(elsewhere.status).toBe(200);
		now += 40_000;
		expect((await ask(LIST)).status).toBe(200);
	});

	it('bans after the fifth refusal, until the hour of the first is over', async () => {
		await start({ profile: 'strict-limiter' });
		for (let i = 0; i < 60; i++) await ask(LIST);
		const seen = [];
		for (let i = 0; i < 6; i++) {
			now += 1000;
			seen.push((await ask(LIST)).status);
		}
		expect(seen).toEqual([429, 429, 429, 429, 429, 418]);
		const banned = await ask(LIST);
		expect([banned.body, rate(banned)]).toEqual([
			{ status: 'IP_BANNED' },
			[null, null, null, null],
		]);
		expect((await ask(OTHER)).status).toBe(200);
		now = START + 1000 + 3_600_000 - 1;
		expect((await ask(LIST)).status).toBe(418);
		now += 1;
		expect((await ask(LIST)).status).toBe(200);
	});

	it('forgets refusals an hour after the first', async () => {
		await start({ profile: 'strict-limiter' });
		const fill = async () => {
			for (let i = 0; i < 60; i++) await ask(LIST);
		};
		await fill();
		for (let i = 0; i < 4; i++) expect((await ask(LIST)).status).toBe(429);
		now += 3_600_000;
		await fill();
		for (let i = 0; i < 5; i++) expect((await ask(LIST)).status).toBe(429);
		expect((await ask(LIST)).status).toBe(418);
	});
});

function candlesOf(resolution: string, from = START / 1000 - 7200): string {
	const query = `from=${from}&to=${START / 1000}&broker=NAMI_SPOT&symbol=BTCUSDT`;
	return `/api/v1/chart/history?${query}&resolution=${resolution}`;
}

describe('candles', () => {
	const times = async (resolution: string, from?: number) =>
		((await send(call(), 'GET', candlesOf(resolution, from))).body as unknown as number[][]).map(
			([time = 0]) => time,
		);
	const spacing = (list: number[]) => (list[1] ?? 0) - (list[0] ?? 0);
	const week = START / 1000 - 7 * 86_400;

	it.each([
		['1m', 60],
		['5m', 60],
		['1h', 3600],
		['4h', 3600],
		['1d', 86_400],
		['1w', 86_400],
	])('of %s are %i s long under candles-1m-1h-1d', async (resolution, seconds) => {
		await start({ profile: 'candles-1m-1h-1d' });
		expect(spacing(await times(resolution, week))).toBe(seconds);
	});

	it('are as long as asked otherwise, and end with their volume in quote', async () => {
		await start({});
		expect(spacing(await times('4h', week))).toBe(4 * 3600);
		const list = (await send(call(), 'GET', candlesOf('1h'))).body as unknown as number[][];
		for (const [, , high = 0, low = 0, , volume = 0, quoteVolume = 0] of list) {
			expect(quoteVolume / volume).toBeGreaterThan(low * 0.9999);
			expect(quoteVolume / volume).toBeLessThan(high * 1.0001);
		}
	});
});

describe('a market order that must carry more', () => {
	const MARKET = { symbol: 'BTCUSDT', side: 'BUY', type: 'MARKET', quantity: 0.001 };

	it('is refused by validation without a price and the other amount', async () => {
		await start({ profile: 'market-needs-price' });
		expect((await post(MARKET)).body['message']).toContain('price');
		expect((await post({ ...MARKET, price: 62877.99 })).body['message']).toContain('quoteOrderQty');
		expect((await post({ ...MARKET, price: 62877.99, quoteOrderQty: 62.9 })).status).toBe(200);
		expect((await post()).status).toBe(200);
		expect(exchange.orders).toHaveLength(2);
	});
});

describe('slow lists', () => {
	it('show each order 5 to 10 s late, always equally so', async () => {
		await start({ profile: 'slow-lists' });
		for (let i = 0; i < 20; i++) await post({ ...LIMIT, type: 'MARKET' });
		now += 4999;
		expect(await history()).toEqual([]);
		now += 2500;
		const some = idsOf(await history());
		expect(some.length).toBeGreaterThan(0);
		expect(some.length).toBeLessThan(20);
		expect(idsOf(await history())).toEqual(some);
		now += 2501;
		expect(await history()).toHaveLength(20);
	});
});

describe('the table of profiles', () => {
	it('starts an exchange under each, on which orders can be placed', async () => {
		for (const name of Object.keys(PROFILES)) {
			await start({ profile: profileNamed(name) });
			const placed = await post();
			expect([name, placed.status < 300, exchange.orders.length]).toEqual([name, true, 1]);
			await exchange.close();
		}
		await start({});
	});

	it('mixes those that agree, the same for a seed', async () => {
		await start({ profile: 'mixed:7' });
		const seen = new Set<string>();
		for (let seed = 0; seed < 60; seed++) {
			const names = profilesIn(seed);
			expect(profilesIn(seed)).toEqual(names);
			names.forEach((name) => seen.add(name));
			const settings = profileSettings(`mixed:${seed}`);
			for (const name of names) expect(settings).toMatchObject(PROFILES[name].settings);
		}
		const mixable = Object.keys(PROFILES).filter((name) => name !== 'documented');
		expect([...seen].sort()).toEqual(mixable.sort());
		expect((await post()).status).toBeLessThan(300);
	});

	it('knows no other names, and lets options win', async () => {
		await start({ profile: 'pages-from-zero', firstPage: 1 });
		expect(exchange.settings.firstPage).toBe(1);
		expect(() => profileNamed('nowhere')).toThrow('No profile nowhere: documented,');
		expect(() => profileNamed('mixed:x')).toThrow('No profile');
	});
});

describe('orders that fail', () => {
	it.each(['FAILED', 'REJECTED', 'EXPIRED', 'CANCELED'] as const)(
		'end %s at once, or later, with what was executed',
		async (status) => {
			await start({});
			exchange.state.endNewOrders(status);
			const answer = await post();
			expect([answer.status, answer.body['data']]).toMatchObject([200, { status, executedQty: 0 }]);
			exchange.state.endNewOrders();
			await post();
			exchange.state.fill(435373, 0.0004);
			exchange.state.end(435373, status);
			expect(await history()).toMatchObject([
				{ displayingId: 435373, status, executedQty: 0.0004 },
				{ displayingId: 435372, status, executedQty: 0 },
			]);
			expect(exchange.state.balance('USDT').locked).toBe('0');
		},
	);
});

describe('a symbol under maintenance', () => {
	it('is told of in its status, and does not trade', async () => {
		await start({});
		exchange.state.haltSymbol('BTCUSDT', true, 'MAINTAIN');
		expect((await post()).body['status']).toBe('TRADE_NOT_ALLOWED');
		const config = await send(call(), 'GET', '/api/v3/spot/config?symbol=BTCUSDT');
		expect(config.body['data']?.[0 as unknown as string]).toMatchObject({ status: 'MAINTAIN' });
	});
});
