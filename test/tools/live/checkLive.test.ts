import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import {
	DOCUMENTED_RATE_LIMIT,
	faults,
	startExchange,
	type Exchange,
	type ExchangeOptions,
} from '../../../tools/exchange';
import { checkLive, type CheckOptions } from '../../../tools/live/checkLive';
import { SharedTime } from './sharedTime';

let exchange: Exchange | undefined;

afterEach(async () => await exchange?.close());

async function check(
	options: ExchangeOptions = {},
	changes: Partial<CheckOptions> & { prepare?: (exchange: Exchange) => void } = {},
) {
	const time = new SharedTime();
	const started = await startExchange({ ...options, clock: time });
	exchange = started;
	const { prepare, ...rest } = changes;
	prepare?.(started);
	const lines: string[] = [];
	const isWell = await checkLive({
		baseUrl: started.url,
		apiKey: started.apiKey,
		apiSecret: started.apiSecret,
		symbol: 'BTCUSDT',
		placeOrder: false,
		time,
		say: (line) => lines.push(line),
		...rest,
	});
	const text = lines.join('\n');
	expect(text).not.toContain(started.apiSecret);
	expect(text).not.toContain(started.apiKey);
	expect(text).not.toMatch(/[0-9a-f]{64}/i);
	expect(busiestMinute(started)).toBeLessThanOrEqual(50);
	const answer = (question: string) =>
		lines.find((line) => line.startsWith(`${question}:`))?.slice(question.length + 2);
	return { exchange: started, isWell, lines, answer };
}

function busiestMinute({ requests }: Exchange): number {
	return Math.max(
		0,
		...requests.map(({ at }) => requests.filter((r) => r.at >= at && r.at < at + 60_000).length),
	);
}

test('it only reads unless told otherwise', async () => {
	const { exchange, isWell, lines } = await check({ rateLimit: DOCUMENTED_RATE_LIMIT });
	expect(isWell).toBe(true);
	expect(new Set(exchange.requests.map(({ method }) => method))).toEqual(new Set(['GET']));
	expect(exchange.requests.map(({ answered }) => answered)).not.toContain(429);
	expect(lines.at(-1)).toMatch(/^Not asked without --place-order: /);
});

test.each<[string, RegExp, ExchangeOptions]>([
	['Signed GET, parameters in the query', /^accepted/, {}],
	['Order of keys in the query', /^signed in the order sent, not sorted: accepted/, {}],
	['Errors of signed reads, HTTP 200 or 4xx', /something else: HTTP 401.*Invalid signature/, {}],
	['Errors of public reads', /HTTP 400, status BAD_SYMBOL, code 1112/, {}],
	['Errors of public reads', /HTTP 200, status BAD_SYMBOL/, { errorsWithHttp200: true }],
	['Tolerance of the timestamp', /^behind: 2 s accepted, 10 s not .*ahead: 2 s accepted/, {}],
	['Tolerance of the timestamp', /^behind: 60 s accepted, 300 s not/, { timestampWindowMs: 90e3 }],
	['Clock', /-?\d+ ms ahead of this machine/, {}],
	['Shape of open orders', /data is an object with a list: \{ orders: /, {}],
	['Shape of open orders', /data is empty list/, { openShape: 'array' }],
	['Shape of the order book', /bid: list of list of number/, {}],
	['Shape of the order book', /data: \{.*bids: list/, { depthShape: 'data' }],
	['Shape of candles', /HTTP 200, list of list/, {}],
	['Shape of candles', /HTTP 200, .*data: list/, { candlesShape: 'data' }],
	['Filters of the symbol', /1 row\(s\).*LOT_SIZE \(minQty "0.00001"/, {}],
	['Headers about limits', /^none on any answer so far$/, {}],
])('%s: %s', async (question, expected, options) => {
	expect((await check(options)).answer(question)).toMatch(expected);
});

test('the history tells what its times go by', async () => {
	const time = new SharedTime();
	exchange = await startExchange({ clock: time });
	const { url: baseUrl, apiKey, apiSecret } = exchange;
	const options = { baseUrl, apiKey, apiSecret, symbol: 'BTCUSDT', time };
	await checkLive({ ...options, placeOrder: true, say: () => {} });
	const lines: string[] = [];
	await checkLive({ ...options, placeOrder: false, say: (line) => lines.push(line) });
	const answer = lines.find((line) => line.startsWith('Times in the history: '));
	expect(answer).toMatch(/createdAt \S+, updatedAt \S+; timeFrom goes by createdAt$/);
});

describe('with --place-order', () => {
	const placeOrder = true;

	test('it tells how things sign, places one small order and leaves none', async () => {
		const { exchange, isWell, answer } = await check({ historyLagMs: 3000 }, { placeOrder });
		expect(isWell).toBe(true);
		expect(answer('Signed parameters of DELETE')).toMatch(/body accepted.*query accepted/);
		expect(answer('Order of keys in the body')).toMatch(/as sent: accepted/);
		expect(answer('Nested orders array of all_order')).toMatch(/^signed as \[object.*accepted/);
		expect(answer('How 0.0000001 signs in a body')).toMatch(
			/^as 1e-7 accepted.*as 0.0000001 not accepted/,
		);
		expect(answer('Order placed, parameters in the body')).toMatch(/^HTTP 200/);
		expect(answer('Lag of open orders')).toMatch(/^listed at look 1, /);
		expect(answer('Lag of history')).toMatch(/^listed at look [2-4], /);
		expect(exchange.placed).toMatchObject([
			{ side: 'BUY', type: 'LIMIT', price: '31438.99', status: 'CANCELED' },
		]);
	});

	test('an order whose answer got lost is found and canceled', async () => {
		const { exchange, isWell, answer } = await check(
			{},
			{
				placeOrder,
				prepare: ({ faults: queue }) =>
					queue.add({
						match: ({ method, url }) => method === 'POST' && !url.includes('type=MARKET'),
						fault: faults.dropAfterAccepting(),
					}),
			},
		);
		expect(answer('Order placed, parameters in the body')).toBe('no answer');
		expect(isWell).toBe(true);
		expect(exchange.placed.map(({ status }) => status)).toEqual(['CANCELED']);
	});

	test('an order that cannot be canceled is named', async () => {
		const { isWell, lines } = await check(
			{},
			{
				placeOrder,
				prepare: ({ faults: queue }) =>
					queue.use(({ method }) =>
						method === 'DELETE' ? faults.status5xxBefore(503) : undefined,
					),
			},
		);
		expect(isWell).toBe(false);
		expect(lines.at(-1)).toMatch(/^ATTENTION: order \d+ of BTCUSDT may be open/);
	});

	test('an order that is refused leaves nothing to cancel', async () => {
		const { isWell, answer } = await check(
			{},
			{ placeOrder, prepare: ({ state }) => state.setBalance('USDT', '0') },
		);
		expect(isWell).toBe(true);
		expect(answer('Order placed, parameters in the body')).toMatch(/NOT_ENOUGH_QUOTE_ASSET/);
	});
});

test('a wrong secret ends it at once', async () => {
	const { isWell, lines, exchange } = await check({}, { apiSecret: 'not the secret' });
	expect(isWell).toBe(false);
	expect(lines.at(-1)).toMatch(/^Key and signature were not accepted/);
	expect(exchange.requests).toHaveLength(2);
});

test('as a command: no key, no terminal, no guess', () => {
	const root = join(__dirname, '../../..');
	const { status, stderr } = spawnSync('npx', ['tsx', 'tools/live/run.ts'], {
		cwd: root,
		encoding: 'utf8',
		stdio: ['ignore', 'pipe', 'pipe'],
		env: { ...process.env, NAMI_API_KEY: '', NAMI_API_SECRET: '' },
	});
	expect(status).toBe(1);
	expect(stderr).toMatch(/Set NAMI_API_KEY, or run this in a terminal/);
});
