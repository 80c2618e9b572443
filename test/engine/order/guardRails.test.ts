import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { faults } from '../../../tools/exchange';
import { runTool } from '../../../tools/harness';
import { answerWith } from '../support/reads';
import { credentialFor, namiWorkflow, ORDERS, useExchange, type NamiOptions } from '../support';

const stand = useExchange();

const PRICES = { method: 'GET', path: '/api/v3/spot/market_watch' };

async function run(
	parameters: INodeParameters,
	guards: INodeParameters,
	options: NamiOptions = {},
) {
	return await namiWorkflow(stand.exchange, {
		parameters: { ...parameters, options: guards },
		onError: 'continueErrorOutput',
		...options,
	});
}

async function passes(parameters: INodeParameters, guards: INodeParameters): Promise<void> {
	const { success, failed } = await run(parameters, guards);
	expect(failed).toEqual([]);
	expect(success.map(({ json }) => json['outcome'])).toEqual(['placed']);
}

async function held(parameters: INodeParameters, guards: INodeParameters): Promise<IDataObject> {
	const { success, failed } = await run(parameters, guards);
	expect(success).toEqual([]);
	expect(stand.exchange.countOrderPosts()).toBe(0);
	expect(failed[0]?.json.error).toMatchObject({ outcome: 'not_placed', reason: 'guard_rail' });
	const { error, message } = failed[0]?.json ?? {};
	return { ...(error as IDataObject), message };
}

const sellLimit: INodeParameters = { ...ORDERS.LIMIT, side: 'SELL', price: '70000' };
const sellOco: INodeParameters = {
	...ORDERS.OCO,
	side: 'SELL',
	price: '70000',
	stopPrice: '60000',
	limitPrice: '59900',
};
const byQuote: INodeParameters = { amountIn: 'quote', quoteOrderQty: '30' };

describe('Maximum Order Value', () => {
	test.each<[string, INodeParameters, string, string]>([
		['limit: price × quantity', ORDERS.LIMIT, '30', '29.999999'],
		['limit by quote amount', { ...ORDERS.LIMIT, ...byQuote }, '30', '29.99'],
		['stop limit', ORDERS.STOP_LIMIT, '32.05', '32.04'],
		['OCO that buys: the stop leg', ORDERS.OCO, '32.05', '32.04'],
		['OCO that sells: the limit leg', sellOco, '35', '34.99'],
		['market by quote amount', { ...ORDERS.MARKET, ...byQuote }, '30', '29.99'],
		['market by quantity: last price and 5 % more', ORDERS.MARKET, '33.01094475', '33.01094474'],
		['limit that sells above the market', sellLimit, '35', '34.99'],
		[
			'limit that sells below the market: the last price',
			{ ...sellLimit, price: '50000' },
			'31.438995',
			'31.438994',
		],
	])('%s', async (_, parameters, enough, tooLittle) => {
		const error = await held(parameters, { maxOrderValue: tooLittle });
		expect(error).toMatchObject({ rail: 'maxOrderValue', limit: tooLittle, value: enough });
		expect(error.message).toContain(enough);
		await passes(parameters, { maxOrderValue: enough });
	});

	test('a sell by quote amount far below the market counts what it really sells', async () => {
		const error = await held({ ...sellLimit, ...byQuote, price: '20000' }, { maxOrderValue: '30' });
		expect(error.value).toBe('94.316985');
	});

	test('counts the order as the symbol’s rules leave it', async () => {
		await passes({ ...ORDERS.LIMIT, quantity: '0.000509' }, { maxOrderValue: '30' });
	});

	test('an amount that is a number counts exactly', async () => {
		await passes(ORDERS.LIMIT, { maxOrderValue: 30 });
	});

	test.each([ORDERS.MARKET, sellLimit])('without a last price nothing is sent', async (order) => {
		stand.exchange.faults.add({ match: PRICES, times: 9, fault: faults.status5xxBefore() });
		const error = await held(order, { maxOrderValue: '1000' });
		expect(error).toMatchObject({ rail: 'maxOrderValue', limit: '1000' });
		expect(error).not.toHaveProperty('value');
	});

	test.each([
		['HTTP 503, twice', 2, faults.status5xxBefore()],
		['HTTP 429', 1, faults.httpError(429, 1)],
		['a reset in the middle of the answer, twice', 2, faults.resetMidAnswer()],
		['half an answer, twice', 2, faults.cutJson()],
	])('%s does not keep market orders from being placed', async (_, times, fault) => {
		stand.exchange.faults.add({ match: PRICES, times, fault });
		const { success, failed } = await run(
			ORDERS.MARKET,
			{ maxOrderValue: '1000' },
			{ items: [{}, {}, {}] },
		);
		expect(failed).toEqual([]);
		expect(success).toHaveLength(3);
		expect(stand.exchange.count(PRICES)).toBe(times + 1);
	});

	test('a price that could not be read is asked for again with the next order', async () => {
		stand.exchange.faults.add({ match: PRICES, times: 3, fault: faults.status5xxBefore() });
		const { success, failed } = await run(
			ORDERS.MARKET,
			{ maxOrderValue: '1000' },
			{ items: [{}, {}] },
		);
		expect([success.length, failed.length]).toEqual([1, 1]);
		expect(stand.exchange.count(PRICES)).toBe(4);
	});

	test('the price of a market that is asleep is none', async () => {
		const awake = { s: 'BTCUSDT', p: 62_877.99, t: stand.clock.now() };
		const asleep = { ...awake, t: awake.t - 8 * 24 * 3_600_000 };
		answerWith(stand, PRICES.path, [asleep]);
		await held(ORDERS.MARKET, { maxOrderValue: '1000' });
		stand.exchange.faults.clear();
		stand.clock.jump(6_000);
		answerWith(stand, PRICES.path, [awake]);
		await passes(ORDERS.MARKET, { maxOrderValue: '1000' });
	});

	test('a market without a price is asked for once in a while', async () => {
		const fresh = { ...ORDERS.MARKET, symbol: 'FRESHUSDT' };
		const guards = { maxOrderValue: '1000', symbolRules: 'off' };
		const { success, failed } = await run(fresh, guards, { items: [{}, {}] });
		expect([success.length, failed.length]).toEqual([0, 2]);
		expect(stand.exchange.count(PRICES)).toBe(1);
	});

	test('holds with the rules off, and in a dry run', async () => {
		await held(ORDERS.LIMIT, { maxOrderValue: '1', symbolRules: 'off' });
		await held({ ...ORDERS.LIMIT, dryRun: 'always' }, { maxOrderValue: '1' });
	});

	test.each([
		['empty', ''],
		['text', 'a lot'],
		['zero', '0'],
		['negative', '-5'],
		['with separators', '1,000'],
		// Newer engines evaluate no expression in a guard, so that it is its text that is judged.
		['an expression that gives nothing', '={{ $json.none }}'],
		['an expression that gives null', '={{ null }}'],
		['an expression that gives NaN', '={{ Number("x") }}'],
		['an expression that gives an object', '={{ ({ a: 1 }) }}'],
		['infinite', '={{ Infinity }}'],
	])('a value that is %s holds every order', async (_, maxOrderValue) => {
		const error = await held(ORDERS.LIMIT, { maxOrderValue });
		expect(error.rail).toBe('maxOrderValue');
		expect(error.message).toContain('cannot be used as a guard');
	});
});

describe('Allowed Symbols', () => {
	test.each(['BTCUSDT', 'eth/usdt, btc/usdt', ['BTC-USDT'], 'ETHUSDT\nBTCUSDT,'])(
		'%j lets BTCUSDT pass',
		async (allowedSymbols) => await passes(ORDERS.LIMIT, { allowedSymbols }),
	);

	test('another symbol is held, before anything is asked', async () => {
		const error = await held(ORDERS.LIMIT, { allowedSymbols: 'ETHUSDT, BNBUSDT' });
		expect(error).toMatchObject({
			rail: 'allowedSymbols',
			limit: 'ETHUSDT, BNBUSDT',
			value: 'BTCUSDT',
		});
		expect(stand.exchange.count()).toBe(0);
	});

	test.each(['', ' , ', '?', '={{ $json.none }}', '={{ [] }}', '={{ [1] }}', '={{ ({}) }}'])(
		'%j holds every order',
		async (allowedSymbols) => {
			expect((await held(ORDERS.LIMIT, { allowedSymbols })).rail).toBe('allowedSymbols');
		},
	);
});

describe('Allowed Sides', () => {
	test('an order on an allowed side passes', async () => {
		await passes(ORDERS.LIMIT, { allowedSides: ['BUY'] });
		await passes(ORDERS.LIMIT, { allowedSides: 'sell, buy' });
	});

	test('an order on another side is held', async () => {
		const error = await held(ORDERS.LIMIT, { allowedSides: ['SELL'] });
		expect(error).toMatchObject({ rail: 'allowedSides', limit: 'SELL', value: 'BUY' });
	});

	test.each<INodeParameters>([
		{ allowedSides: [] },
		{ allowedSides: '={{ $json.none }}' },
		{ allowedSides: '={{ 7 }}' },
	])('%j holds every order', async (guards) => {
		expect((await held(ORDERS.LIMIT, guards)).rail).toBe('allowedSides');
	});
});

test('with Stop Workflow the guard is what stops it', async () => {
	const stopped = await run(ORDERS.LIMIT, { maxOrderValue: '1' }, { onError: 'stopWorkflow' });
	expect(stopped.error?.message).toContain('Maximum Order Value (1)');
});

test('only the items beyond the guard are held', async () => {
	const { success, failed } = await run(
		{ ...ORDERS.LIMIT, quantity: '={{ $json.quantity }}' },
		{ maxOrderValue: '50' },
		{ items: [{ quantity: 0.0005 }, { quantity: 5000 }, { quantity: 0.0006 }] },
	);
	expect([success.length, failed.length]).toEqual([2, 1]);
	expect(stand.exchange.countOrderPosts()).toBe(2);
});

test('they hold for an AI agent', async () => {
	const { answers } = await runTool({
		parameters: {
			...ORDERS.LIMIT,
			quantity: "={{ $fromAI('quantity') }}",
			options: { maxOrderValue: '50' },
		},
		items: [{ quantity: '0.0005' }, { quantity: '5' }],
		credentials: { namiApi: credentialFor(stand.exchange) },
	});
	expect(answers[0]).toContain('placed');
	expect(answers[1]).toContain('guard_rail');
	expect(stand.exchange.countOrderPosts()).toBe(1);
});

test('an order that had to wait is held to the rails once more before it leaves', async () => {
	const slow = { credential: { callsPerMinute: 12 } };
	for (let count = 0; count < 9; count += 1) await run(ORDERS.LIMIT, { symbolRules: 'off' }, slow);
	const before = stand.exchange.countOrderPosts();
	void stand.clock.sleep(10_000).then(() => stand.exchange.state.setPrice('BTCUSDT', '90000'));
	const { failed } = await run(ORDERS.LIMIT, { symbolRules: 'off', maxDeviation: '10' }, slow);
	expect(failed[0]?.json['error']).toMatchObject({ reason: 'guard_rail', rail: 'maxDeviation' });
	expect(stand.exchange.countOrderPosts()).toBe(before);
});
