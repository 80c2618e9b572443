import { get } from 'node:https';
import {
	type CertificateKind,
	DOCUMENTED_RATE_LIMIT,
	type Exchange,
	type ExchangeOptions,
	startExchange,
} from '../../../tools/exchange';
import { LIMIT, ORDER, send, sendBody } from './testClient';

let exchange: Exchange;

async function start(options: ExchangeOptions): Promise<void> {
	exchange = await startExchange(options);
}

afterEach(() => exchange.close());

describe('certificates', () => {
	/** The status that a client gets which trusts the exchange's own certificate, or the code of its failure. */
	const seen = (ca: string | undefined) =>
		new Promise<number | string | undefined>((resolve) => {
			const request = get(`${exchange.url}/api/v3/spot/config`, { ca, agent: false }, (answer) => {
				answer.resume();
				resolve(answer.statusCode);
			});
			request.on('error', (error: NodeJS.ErrnoException) => resolve(error.code));
		});

	it.each<[CertificateKind, boolean, number | string]>([
		['trusted', true, 200],
		['selfSigned', false, 'DEPTH_ZERO_SELF_SIGNED_CERT'],
		['expired', true, 'CERT_HAS_EXPIRED'],
		['wrongHost', true, 'ERR_TLS_CERT_ALTNAME_INVALID'],
	])('serves one that is %s', async (tls, trusts, result) => {
		await start({ tls });
		expect(await seen(trusts ? exchange.certificate : undefined)).toBe(result);
	});
});

describe('the rate limit', () => {
	let now = Date.UTC(2025, 1, 1);
	const clock = { now: () => now };
	const ask = () => send({ exchange }, 'GET', '/api/v3/spot/config?symbol=BTCUSDT');

	it('answers 429 beyond 60 calls a minute, and bans who keeps calling', async () => {
		await start({ clock, rateLimit: { ...DOCUMENTED_RATE_LIMIT, banAfter: 3 } });
		for (let call = 0; call < 60; call++) expect((await ask()).status).toBe(200);
		now += 10_000;
		const refused = await ask();
		expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '50']);
		now += 50_000;
		expect((await ask()).status).toBe(200);
		for (let call = 0; call < 60; call++) await ask();
		await ask();
		const banned = await ask();
		expect([banned.status, banned.headers.get('retry-after')]).toEqual([418, '3600']);
		now += 3_600_000;
		expect((await ask()).status).toBe(200);
	});
});

describe('the control surface', () => {
	const control = (command: string, body: object) =>
		fetch(`${exchange.url}/control/${command}`, { method: 'POST', body: JSON.stringify(body) });

	it('moves prices, balances, bans and the rest', async () => {
		await start({ control: true });
		await sendBody({ exchange }, 'POST', ORDER, LIMIT);
		const commands = Object.keys((await (await fetch(`${exchange.url}/control`)).json()) as object);
		expect(commands).toContain('POST /control/price');
		await control('price', { symbol: 'BTCUSDT', price: '59000' });
		expect(exchange.orders[0]?.status).toBe('FILLED');
		await control('balance', { asset: 'USDT', free: '1' });
		expect(exchange.state.balance('USDT').free).toBe('1');
		await control('settings', { errorsWithHttp200: true, bogus: 1 });
		expect(exchange.settings).not.toHaveProperty('bogus');
		await control('ban', {});
		const banned = await sendBody({ exchange }, 'POST', ORDER, LIMIT);
		expect([banned.status, banned.body['code']]).toEqual([200, 3005]);
		await control('fault', { fault: 'httpError', args: [429, 9], method: 'POST' });
		expect((await sendBody({ exchange }, 'POST', ORDER, LIMIT)).headers.get('retry-after')).toBe(
			'9',
		);
		expect((await control('price', { symbol: 'NONE', price: '1' })).status).toBe(400);
		expect(exchange.requests).toHaveLength(3);
	});

	it('is not there unless asked for', async () => {
		await start({});
		expect((await control('ban', {})).status).toBe(404);
	});
});

describe('the request log', () => {
	it.each([
		[true, 30],
		[false, 0],
		[10, 10],
	])('keeps what the option %s says, and counts all', async (log, least) => {
		await start({ log });
		for (let call = 0; call < 30; call++) await sendBody({ exchange }, 'POST', ORDER, LIMIT);
		expect(exchange.requests.length).toBeGreaterThanOrEqual(least);
		expect(exchange.requests.length).toBeLessThan(least === 30 ? 31 : 2 * least + 1);
		expect(exchange.countOrderPosts()).toBe(30);
		expect(exchange.orders).toHaveLength(30);
	});
});

it('is the same exchange for the same seed', async () => {
	const clock = { now: () => 1738368000000 };
	const texts = [];
	for (let run = 0; run < 2; run++) {
		await start({ seed: 7, clock });
		const call = { exchange, now: clock.now() };
		const refused = await sendBody(call, 'POST', ORDER, { ...LIMIT, symbol: 'NONE' });
		const book = await send(call, 'GET', '/api/v3/spot/depth?symbol=BTCUSDT');
		texts.push(refused.text + book.text);
		await exchange.close();
	}
	expect(texts[0]).toBe(texts[1]);
	await start({ seed: 8, clock });
	expect((await send({ exchange }, 'GET', '/api/v3/spot/depth?symbol=BTCUSDT')).text).not.toBe('');
});
