import { type Exchange, startExchange } from '../../../tools/exchange';
import { LIMIT, ORDER, send, sendBody, sendQuery, sign, textToSign } from './testClient';

const API_KEY = 'N3LbmwMAXcObdVYdP8KTMYjsi94CUpEh8C3F2xhDKdxbkfQn8Bi3FQP7LudeN9Vb';
const SECRET = 'UNCZHD1e4501X1WGO9PqjGJBDqWoNjUlc05YZTy38t9Wd7rHWmrmtfKfb1Vpb5RH';

describe('authentication', () => {
	let exchange: Exchange;
	const clock = { now: () => 1721284769720 };

	beforeAll(async () => {
		exchange = await startExchange({ clock, accounts: [{ apiKey: API_KEY, apiSecret: SECRET }] });
	});
	afterAll(() => exchange.close());
	beforeEach(() => exchange.reset());

	const now = () => ({ exchange, now: clock.now() });

	it('accepts the published vector of a query', async () => {
		const query =
			'type=0&timestamp=1721284769720&signature=2cc8df81fc34801e6b6f7dbaf79e72ab098bf5461973239689e32e71368cd145';
		const answer = await send({ exchange }, 'GET', `/api/v4/user/balance?${query}`);
		expect(answer.status).toBe(200);
		expect(answer.body.status).toBe('ok');
	});

	it.each(['body', 'query'])(
		'accepts the published vector of an order in the %s',
		async (place) => {
			const text =
				'symbol=NAMIVNDC&side=SELL&type=LIMIT&quantity=50000&price=600&timestamp=1721284021975';
			const signature = '87455e30b15d4d2fe234eeec92cfc165f8b8647bf583ce09f0bdb6b3c6a09b77';
			const body = `{"symbol":"NAMIVNDC","side":"SELL","type":"LIMIT","quantity":50000,"price":600,"timestamp":1721284021975,"signature":"${signature}"}`;
			exchange.settings.timestampWindowMs = 1e9;
			const answer =
				place === 'body'
					? await send({ exchange }, 'POST', ORDER, body)
					: await send({ exchange }, 'POST', `${ORDER}?${text}&signature=${signature}`);
			exchange.settings.timestampWindowMs = 5000;
			expect(answer.body).toMatchObject({
				status: 'ok',
				data: { symbol: 'NAMIVNDC', quantity: 50000, price: 600, status: 'NEW' },
			});
			expect(exchange.orders).toHaveLength(1);
		},
	);

	it('dates every answer by its own clock', async () => {
		const answer = await send({ exchange }, 'GET', '/nowhere');
		expect(answer.status).toBe(404);
		expect(answer.headers.get('date')).toBe('Thu, 18 Jul 2024 06:39:29 GMT');
	});

	const missing = { message: 'Missing API key, signature, or timestamp', error: 'Unauthorized' };

	it('says what is missing', async () => {
		const noSignature = await send({ exchange }, 'POST', ORDER, '{"timestamp":1}');
		const noTimestamp = await send({ exchange }, 'POST', ORDER, '{"signature":"ab"}');
		const noKey = await sendBody({ ...now(), apiKey: '' }, 'POST', ORDER, LIMIT);
		for (const answer of [noSignature, noTimestamp, noKey]) {
			expect(answer.status).toBe(401);
			expect(answer.body).toEqual({ statusCode: 401, ...missing });
		}
	});

	it.each([
		['an unknown key', { apiKey: 'nobody' }, 'Unknown API key'],
		['another secret', { apiSecret: 'guess' }, 'Invalid signature'],
		['a late timestamp', { now: clock.now() - 5001 }, 'Timestamp outside the allowed window'],
		['an early timestamp', { now: clock.now() + 5001 }, 'Timestamp outside the allowed window'],
	])('refuses %s', async (_what, change, message) => {
		for (const sendIt of [sendBody, sendQuery]) {
			const answer = await sendIt({ ...now(), ...change }, 'POST', ORDER, LIMIT);
			expect(answer.status).toBe(401);
			expect(answer.body.message).toContain(message);
		}
		expect(exchange.orders).toHaveLength(0);
	});

	it('checks the order in which parameters came', async () => {
		const params = { symbol: 'BTCUSDT', side: 'BUY', timestamp: clock.now() };
		const signature = sign(textToSign(params), SECRET);
		const { symbol, ...rest } = params;
		const body = JSON.stringify({ ...rest, symbol, signature });
		const answer = await send({ exchange }, 'POST', ORDER, body);
		expect(answer.body.message).toBe('Invalid signature');
	});

	it('refuses a query that is not encoded as URLSearchParams does', async () => {
		const text = `filterByPair=A%20B&timestamp=${clock.now()}`;
		const path = `${'/api/v4/spot/open'}?${text}&signature=${sign(text, SECRET)}`;
		expect((await send({ exchange }, 'GET', path)).status).toBe(401);
	});

	it('notes its verdict and what it received', async () => {
		await sendBody({ ...now(), apiSecret: 'guess' }, 'POST', ORDER, LIMIT);
		await sendBody(now(), 'POST', ORDER, LIMIT);
		expect(exchange.requests.map(({ no, verdict }) => [no, verdict])).toEqual([
			[1, 'wrongSignature'],
			[2, 'ok'],
		]);
		expect(JSON.parse(exchange.requests[1]?.body ?? '')).toMatchObject(LIMIT);
		expect(exchange.orders[0]?.requestNo).toBe(2);
		expect(exchange.countOrderPosts()).toBe(2);
	});
});
