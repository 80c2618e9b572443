import type { INodeParameters } from 'n8n-workflow';
import { faults, type Fault, type Settings } from '../../../tools/exchange';
import { restartPackage } from '../../../tools/harness/bundle';
import { namiRetry, namiWorkflow, ORDERS, useExchange, type NamiOptions } from '../support';

const FIRST = { apiKey: 'key-of-the-first-account', apiSecret: 'secret-of-the-first-account' };
const SECOND = { apiKey: 'key-of-the-second-account', apiSecret: 'secret-of-the-second-account' };

const stand = useExchange({ accounts: [FIRST, SECOND] });
const POST = { method: 'POST', path: '/api/v4/spot/order' };
const AUTO = { credential: { signedParameters: 'auto' } };

function under(settings: Partial<Settings>): void {
	Object.assign(stand.exchange.settings, settings);
}

function answerOf(status: number, body: unknown, accept: Fault['accept'] = 'no'): Fault {
	const headers = { 'content-type': 'application/json' };
	const text = typeof body === 'string' ? body : JSON.stringify(body);
	return { name: 'raw', accept, answer: { kind: 'raw', status, headers, body: text } };
}

async function place(order: INodeParameters = ORDERS.LIMIT, options: NamiOptions = {}) {
	const parameters = { ...order, options: { symbolRules: 'off', ...options.parameters } };
	return await namiWorkflow(stand.exchange, { ...AUTO, ...options, parameters });
}

function factsOf(run: Awaited<ReturnType<typeof place>>): Record<string, unknown> {
	return (run.error?.context?.data ?? {}) as Record<string, unknown>;
}

describe('the carrier of signed parameters, Automatic', () => {
	test.each([
		['either', 1],
		['url', 2],
		['both', 3],
	] as const)(
		'an exchange that reads %s: found with so many POSTs, then known',
		async (signedIn, posts) => {
			under({ signedIn });
			expect((await place()).success[0]?.json.outcome).toBe('placed');
			expect(stand.exchange.countOrderPosts()).toBe(posts);
			expect((await place()).success[0]?.json.outcome).toBe('placed');
			expect(stand.exchange.countOrderPosts()).toBe(posts + 1);
			expect(stand.exchange.placed).toHaveLength(2);
		},
	);

	test('a wrong secret is tried in all of them once, and then in one', async () => {
		const wrong = { credential: { signedParameters: 'auto', apiSecret: 'wrong' } };
		expect(factsOf(await place(ORDERS.LIMIT, wrong))).toMatchObject({
			outcome: 'not_placed',
			reason: 'unauthorized',
		});
		expect(stand.exchange.countOrderPosts()).toBe(3);
		await place(ORDERS.LIMIT, wrong);
		expect(stand.exchange.countOrderPosts()).toBe(4);
	});

	test('after a minute in all of them again: it may have been the clock that was wrong', async () => {
		under({ signedIn: 'url' });
		stand.exchange.faults.add({ match: POST, times: 4, fault: faults.httpError(401) });
		expect(factsOf(await place())).toMatchObject({ reason: 'unauthorized' });
		expect(factsOf(await place())).toMatchObject({ reason: 'unauthorized' });
		expect(stand.exchange.countOrderPosts()).toBe(4);
		stand.clock.jump(60_000);
		expect((await place()).success[0]?.json.outcome).toBe('placed');
	});

	test.each([
		['a lost answer', faults.dropBeforeReading],
		['a server error', () => faults.status5xxBefore(503)],
		['trouble in the body', () => answerOf(200, { status: 'SYSTEM_BUSY', code: 4000 })],
		['a time that was not accepted', () => faults.refusal('INVALID_TIMESTAMP'), 'not_placed'],
	])(
		'nothing is learned from %s, which proves nothing',
		async (_name, fault, outcome = 'unknown') => {
			under({ signedIn: 'url' });
			stand.exchange.faults.add({ match: POST, fault: fault() });
			expect(factsOf(await place())).toMatchObject({ outcome });
			expect(stand.exchange.countOrderPosts()).toBe(1);
			expect((await place(ORDERS.MARKET)).success[0]?.json.outcome).toBe('placed');
			expect(stand.exchange.countOrderPosts()).toBe(3);
		},
	);

	test('cancellations follow what is known, many at once, too', async () => {
		under({ signedIn: 'url' });
		await place();
		await place();
		const run = await namiWorkflow(stand.exchange, {
			...AUTO,
			parameters: { resource: 'order', operation: 'cancelMany', which: 'account' },
		});
		expect(run.success.map(({ json }) => json.outcome)).toEqual(['canceled', 'canceled']);
	});
});

describe('a market order that must carry more', () => {
	test.each([
		['by quantity', ORDERS.MARKET],
		['by quote amount', { ...ORDERS.MARKET, amountIn: 'quote', quoteOrderQty: '25' }],
	])(
		'%s: sent once more as the exchange’s own client sends it, then at once',
		async (_name, order) => {
			under({ marketNeeds: 'priceAndBothAmounts' });
			expect((await place(order)).success[0]?.json.outcome).toBe('placed');
			expect(stand.exchange.countOrderPosts()).toBe(2);
			await place(order);
			expect(stand.exchange.countOrderPosts()).toBe(3);
			expect(stand.exchange.placed).toHaveLength(2);
		},
	);

	test('nothing is learned where the answer to the other form is lost', async () => {
		under({ marketNeeds: 'priceAndBothAmounts' });
		stand.exchange.faults.add({ match: POST, skip: 1, fault: faults.dropBeforeReading() });
		expect(factsOf(await place(ORDERS.MARKET))).toMatchObject({ outcome: 'unknown' });
		const other = { ...ORDERS.MARKET, quantity: '0.001' };
		expect((await place(other)).success[0]?.json.outcome).toBe('placed');
		expect(stand.exchange.countOrderPosts()).toBe(4);
	});

	test('an answer that proves nothing is not taken for a refusal of its form', async () => {
		stand.exchange.faults.add({ match: POST, fault: answerOf(200, { status: 'WHATEVER' }, 'yes') });
		const run = await place(ORDERS.MARKET);
		expect(stand.exchange.countOrderPosts()).toBe(1);
		expect(run.success[0]?.json).toMatchObject({ outcome: 'placed', reconciled: true });
	});
});

describe('what proves nothing is looked for as after a timeout', () => {
	const PROVES_NOTHING: ReadonlyArray<[string, (accept: 'yes' | 'no') => Fault]> = [
		...[
			'GATEWAY_TIMEOUT',
			'INTERNAL_SERVER_ERROR',
			'REQUEST_TIMED_OUT',
			'SYSTEM_BUSY',
			'UNKNOWN',
		].map((status): [string, (accept: 'yes' | 'no') => Fault] => [
			`${status} under HTTP 200`,
			(accept) => answerOf(200, { status, code: 1 }, accept),
		]),
		['nothing but an error', (accept) => faults.crash(accept)],
		[
			'a name that nobody has written down',
			(accept) => answerOf(200, { status: 'BAD_WEATHER' }, accept),
		],
		[
			'such a name under HTTP 400',
			(accept) => answerOf(400, { status: 'BAD_WEATHER', code: 9 }, accept),
		],
		['success, without a code', (accept) => faults.unknownWord('success', accept)],
		['PENDING', (accept) => faults.unknownWord('PENDING', accept, 202)],
		['CREATED', (accept) => faults.unknownWord('CREATED', accept, 201)],
		['409', (accept) => faults.conflict(accept)],
	];

	test.each(PROVES_NOTHING)('%s: found, though lists are 5 s late', async (_name, fault) => {
		under({ openLagMs: 5_000, historyLagMs: 5_000 });
		stand.exchange.faults.add({ match: POST, fault: fault('yes') });
		const run = await place();
		expect(run.success[0]?.json).toMatchObject({ outcome: 'placed', reconciled: true });
		expect(stand.exchange.countOrderPosts()).toBe(1);
	});

	test.each(PROVES_NOTHING)('%s, and nothing to be found: unknown', async (_name, fault) => {
		stand.exchange.faults.add({ match: POST, fault: fault('no') });
		expect(factsOf(await place())).toMatchObject({ outcome: 'unknown', reason: 'server_trouble' });
	});
});

describe('refused at once', () => {
	test.each([
		[
			'the older form',
			200,
			{ status: 400, code: 6103, message: 'NOT_ENOUGH_QUOTE_ASSET' },
			'NOT_ENOUGH_QUOTE_ASSET',
			'fund',
		],
		[
			'an error with a name as its message',
			200,
			{ status: 'error', message: 'LOT_SIZE' },
			'LOT_SIZE',
			undefined,
		],
		['PRICE_FILTER', 400, { status: 'PRICE_FILTER', code: 9000 }, 'PRICE_FILTER', undefined],
		['MIN_NOTIONAL', 200, { status: 'MIN_NOTIONAL', code: 9003 }, 'MIN_NOTIONAL', undefined],
		['PERCENT_PRICE', 400, { status: 'PERCENT_PRICE', code: 9001 }, 'PERCENT_PRICE', undefined],
		['MAX_NUM_ORDERS', 400, { status: 'MAX_NUM_ORDERS', code: 9007 }, 'MAX_NUM_ORDERS', undefined],
		['INVALID_INPUT', 400, { status: 'INVALID_INPUT', code: 505 }, 'INVALID_INPUT', undefined],
		['MAINTAIN', 400, { status: 'MAINTAIN', code: 3006 }, 'MAINTAIN', 'wait'],
		[
			'BALANCE_INSUFFICIENT',
			400,
			{ status: 'BALANCE_INSUFFICIENT', code: 3007 },
			'BALANCE_INSUFFICIENT',
			'fund',
		],
		[
			'KYC_IS_REQUIRED',
			400,
			{ status: 'KYC_IS_REQUIRED', code: 9013 },
			'KYC_IS_REQUIRED',
			undefined,
		],
		[
			'INVALID_TIMESTAMP',
			400,
			{ status: 'INVALID_TIMESTAMP', code: 9012 },
			'INVALID_TIMESTAMP',
			undefined,
		],
	])('%s', async (_name, http, body, status, todo) => {
		stand.exchange.faults.add({ match: POST, fault: answerOf(http, body) });
		const run = await place();
		expect(factsOf(run)).toMatchObject({
			outcome: 'not_placed',
			reason: 'refused',
			status,
			...(todo && { todo }),
		});
		expect(stand.exchange.countOrderPosts()).toBe(1);
		expect(stand.exchange.count({ path: '/api/v4/spot/open' })).toBe(0);
		if (status === 'INVALID_TIMESTAMP') expect(run.error?.message).toContain('clock');
	});

	test.each([
		['TOO_MANY_REQUESTS', 'rate_limited'],
		['IP_BANNED', 'banned'],
		['UNAUTHORIZED', 'unauthorized'],
	])('%s in the body under HTTP 200', async (status, reason) => {
		stand.exchange.faults.add({ match: POST, times: 9, fault: answerOf(200, { status }) });
		const run = await place(ORDERS.LIMIT, { credential: { signedParameters: 'body' } });
		expect(factsOf(run)).toMatchObject({ outcome: 'not_placed', reason });
		expect(stand.exchange.count({ path: '/api/v4/spot/open' })).toBe(0);
	});
});

describe('an order that came to nothing', () => {
	test.each(['REJECTED', 'EXPIRED', 'FAILED', 'CANCELED'] as const)(
		'%s in the answer',
		async (status) => {
			stand.exchange.faults.add({ match: POST, fault: faults.ended(status) });
			const facts = factsOf(await place());
			expect(facts).toMatchObject({
				outcome: 'not_placed',
				reason: 'refused',
				orderStatus: status,
			});
			expect(facts.displayingId).toEqual(expect.any(String));
		},
	);

	test.each(['REJECTED', 'EXPIRED', 'FAILED', 'CANCELED'] as const)(
		'%s in the lists',
		async (status) => {
			stand.exchange.faults.add({ match: POST, fault: faults.endedAndLost(status) });
			expect(factsOf(await place())).toMatchObject({
				outcome: 'not_placed',
				reason: 'refused',
				orderStatus: status,
				reconciled: true,
			});
		},
	);

	test.each(['REJECTED', 'EXPIRED', 'FAILED', 'CANCELED'] as const)(
		'%s in the lists that only a retry could read',
		async (status) => {
			stand.exchange.faults.add({ match: POST, fault: faults.endedAndLost(status) });
			const unreadable = faults.status5xxBefore(503);
			stand.exchange.faults.add({ match: { method: 'GET' }, times: 40, fault: unreadable });
			const failed = await place();
			expect(factsOf(failed)).toMatchObject({ outcome: 'unknown' });
			stand.exchange.faults.clear();
			const retried = await namiRetry(stand.exchange, failed);
			expect(factsOf(retried)).toMatchObject({
				outcome: 'not_placed',
				reason: 'refused',
				orderStatus: status,
				reconciled: true,
			});
			expect(stand.exchange.countOrderPosts()).toBe(1);
		},
	);

	test('is not the one that an equal order of the Repeat Window is', async () => {
		const window = { parameters: { repeatWindow: 60 } };
		stand.exchange.faults.add({ match: POST, fault: faults.ended('FAILED') });
		expect(factsOf(await place(ORDERS.LIMIT, window))).toMatchObject({ outcome: 'not_placed' });
		const again = await place(ORDERS.LIMIT, window);
		expect(again.success[0]?.json).toMatchObject({ outcome: 'placed', displayingId: '435373' });
	});
});

describe('a server that never comes to an end', () => {
	test.each([
		['a byte now and then', faults.trickle],
		['headers without end', faults.trickleHeaders],
		['102 again and again', faults.processing],
	])('%s: the time for an answer is kept to, then the order is found', async (_name, fault) => {
		stand.exchange.faults.add({ match: POST, fault: fault(50) });
		const run = await place(ORDERS.LIMIT, { parameters: { timeout: 0.5 } });
		expect(run.success[0]?.json).toMatchObject({ outcome: 'placed', reconciled: true });
		expect(stand.exchange.countOrderPosts()).toBe(1);
	});
});

describe('Retry, pressed on the same failed execution again and again', () => {
	const failedOnce = async () => {
		stand.exchange.faults.add({ match: POST, fault: faults.refusal('TRADE_NOT_ALLOWED') });
		return await place();
	};

	test('one after another', async () => {
		const failed = await failedOnce();
		for (let count = 0; count < 5; count += 1) await namiRetry(stand.exchange, failed);
		expect(stand.exchange.placed).toHaveLength(1);
	});

	test('at the same time', async () => {
		const failed = await failedOnce();
		const retries = await Promise.all(
			[1, 2, 3].map(async () => await namiRetry(stand.exchange, failed)),
		);
		expect(stand.exchange.placed).toHaveLength(1);
		expect(retries.map(({ success }) => success[0]?.json.outcome)).toEqual([
			'placed',
			'placed',
			'placed',
		]);
	});

	test('two executions that began in the same millisecond are two', async () => {
		const [one, other] = [await failedOnce(), await failedOnce()];
		const [context, same] = [one, other].map(({ data }) => data.executionData?.runtimeData);
		if (context === undefined || same === undefined) throw new Error('n8n dates no execution');
		same.establishedAt = context.establishedAt;
		const retries = await Promise.all(
			[one, other].map(async (failed) => await namiRetry(stand.exchange, failed)),
		);
		expect(retries.map(({ success }) => success[0]?.json.outcome)).toEqual(['placed', 'placed']);
		expect(stand.exchange.placed).toHaveLength(2);
	});

	test('two executions that began in the same millisecond look for their own orders each', async () => {
		const began = stand.clock.now();
		const orders = ['BTCUSDT', 'ETHUSDT'].map((value) => ({
			...ORDERS.LIMIT,
			symbol: { __rl: true, mode: 'name', value },
			price: value === 'BTCUSDT' ? '60000' : '3000',
			quantity: '0.01',
		}));
		const failed = [];
		for (const order of orders) {
			stand.exchange.faults.add({ match: POST, fault: faults.refusal('TRADE_NOT_ALLOWED') });
			const run = await place(order);
			const { runtimeData } = { ...run.data.executionData };
			if (runtimeData === undefined) throw new Error('n8n dates no execution');
			runtimeData.establishedAt = began;
			failed.push(run);
		}
		for (const run of failed) await namiRetry(stand.exchange, run);
		expect(stand.exchange.placed).toHaveLength(2);
		restartPackage();
		const again = await Promise.all(
			failed.map(async (run) => await namiRetry(stand.exchange, run)),
		);
		expect(again.map(({ success }) => success[0]?.json)).toMatchObject([
			{ outcome: 'placed', symbol: 'BTCUSDT' },
			{ outcome: 'placed', symbol: 'ETHUSDT' },
		]);
	});

	// The engine dates the start of an execution by the real clock, so that an order of the virtual one
	// cannot be told to be later than that: what comes out is unknown here, and never a second order.
	test('with restarts of n8n in between', async () => {
		const failed = await failedOnce();
		const first = await namiRetry(stand.exchange, failed);
		expect(first.success[0]?.json.outcome).toBe('placed');
		for (let count = 0; count < 3; count += 1) {
			restartPackage();
			const again = await namiRetry(stand.exchange, failed);
			expect(factsOf(again)).toMatchObject({ outcome: 'unknown', reason: 'unresolved_twin' });
		}
		expect(stand.exchange.countOrderPosts()).toBe(2);
		expect(stand.exchange.placed).toHaveLength(1);
	});
});

describe('accounts and base URLs that should not know of each other', () => {
	test('two accounts send the same order and lose both answers: each finds its own', async () => {
		stand.exchange.faults.add({ match: POST, times: 2, fault: faults.dropAfterAccepting() });
		const runs = await Promise.all([
			place(),
			place(ORDERS.LIMIT, { credential: { ...AUTO.credential, ...SECOND } }),
		]);
		const ids = runs.map(({ success }) => success[0]?.json);
		expect(ids).toMatchObject([{ reconciled: true }, { reconciled: true }]);
		expect(new Set(ids.map((json) => json?.displayingId)).size).toBe(2);
	});
});

test('what the credential refuses to sign is not placed: nothing was sent', async () => {
	const run = await place(ORDERS.LIMIT, { credential: { signedParameters: 'anywhere' } });
	expect(factsOf(run)).toMatchObject({ outcome: 'not_placed', reason: 'invalid_credential' });
	expect(stand.exchange.count()).toBe(0);
});
