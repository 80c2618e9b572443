import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { faults } from '../../../tools/exchange';
import {
	onlyWhere,
	namiRetry,
	namiWorkflow,
	ORDERS,
	useExchange,
	type NamiOptions,
} from '../support';

const stand = useExchange();

const CONFIG = { method: 'GET', path: '/api/v3/spot/config' };
const PRICES = { method: 'GET', path: '/api/v3/spot/market_watch' };

const sell: INodeParameters = { ...ORDERS.LIMIT, side: 'SELL', price: '70000' };

async function create(parameters: INodeParameters, options: NamiOptions = {}) {
	return await namiWorkflow(stand.exchange, { parameters, ...options });
}

async function created(parameters: INodeParameters, options: NamiOptions = {}) {
	const run = await create(parameters, options);
	expect(run.error).toBeUndefined();
	return run.success.map(({ json }) => json);
}

async function refused(parameters: INodeParameters): Promise<IDataObject> {
	const run = await create(parameters, { onError: 'continueErrorOutput' });
	expect(run.success).toEqual([]);
	expect(stand.exchange.countOrderPosts()).toBe(0);
	return { ...run.failed[0]?.json };
}

const paths = () => stand.exchange.requests.map(({ method, path }) => `${method} ${path}`);

describe('Adjust', () => {
	test('moves amounts and prices to their steps, never worse than asked, and says so', async () => {
		const [buy] = await created({ ...ORDERS.LIMIT, quantity: '0.000519', price: '60000.019' });
		expect(buy).toMatchObject({
			outcome: 'placed',
			price: 60000.01,
			quantity: 0.00051,
			adjusted: [
				{ field: 'quantity', from: '0.000519', to: '0.00051' },
				{ field: 'price', from: '60000.019', to: '60000.01' },
			],
		});

		const [sold] = await created({ ...sell, price: '70000.011' });
		expect(sold).toMatchObject({
			price: 70000.02,
			adjusted: [{ field: 'price', from: '70000.011', to: '70000.02' }],
		});
	});

	test('says nothing of an order that is on its steps', async () => {
		const [order] = await created(ORDERS.LIMIT);
		expect(order).not.toHaveProperty('adjusted');
	});

	test('says it beside the raw answer too', async () => {
		const [order] = await created({
			...ORDERS.LIMIT,
			quantity: '0.000519',
			options: { simplify: false },
		});
		expect(order).toMatchObject({
			userId: expect.any(Number),
			adjusted: [{ field: 'quantity', from: '0.000519', to: '0.00051' }],
		});
	});

	test('a later try says it as the first one did, and asks for no rules', async () => {
		const run = await create(
			{ ...ORDERS.LIMIT, quantity: '={{ $json.quantity }}' },
			{ items: [{ quantity: '0.000519' }, { quantity: 'none' }] },
		);
		expect(run.error).toBeDefined();
		stand.exchange.faults.add({ match: CONFIG, times: 99, fault: faults.html() });
		const retried = await namiRetry(stand.exchange, run, {
			parameters: { ...ORDERS.LIMIT, quantity: '0.0007' },
		});
		expect(retried.success[0]?.json).toMatchObject({
			quantity: 0.00051,
			adjusted: [{ field: 'quantity', from: '0.000519', to: '0.00051' }],
		});
		expect(stand.exchange.countOrderPosts()).toBe(2);
	});

	test('two calls for a first order, one for the next', async () => {
		await created(ORDERS.LIMIT);
		expect(paths()).toEqual(['GET /api/v3/spot/config', 'POST /api/v4/spot/order']);
		await created(ORDERS.LIMIT, { items: [{}, {}] });
		expect(stand.exchange.count()).toBe(4);
	});

	onlyWhere({ marketNeeds: 'nothing' }, 'market orders are sent once', () => {
		test('a batch over many symbols makes two calls for all rules', async () => {
			const items = ['BTCUSDT', 'ETHUSDT', 'BTCUSDT', 'NAMIUSDT'].map((symbol) => ({ symbol }));
			await create(
				{ ...ORDERS.MARKET, symbol: '={{ $json.symbol }}', quantity: '100' },
				{ items, onError: 'continueErrorOutput' },
			);
			expect(stand.exchange.count(CONFIG)).toBe(2);
			expect(stand.exchange.countOrderPosts()).toBe(4);
		});
	});
});

describe('what breaks a rule is not sent', () => {
	test.each<[string, INodeParameters, IDataObject]>([
		[
			'minimum quantity',
			{ ...ORDERS.LIMIT, quantity: '0.000009' },
			{ rule: 'quantity.min', field: 'quantity', limit: '0.00001', value: '0.000009' },
		],
		[
			'minimum value',
			{ ...ORDERS.LIMIT, quantity: '0.00001' },
			{ rule: 'notional.min', field: 'quantity', limit: '5', value: '0.6' },
		],
		[
			'symbol that is halted',
			{ ...ORDERS.LIMIT, symbol: 'LUNAUSDT' },
			{ rule: 'status', field: 'symbol', limit: 'TRADING', value: 'BREAK' },
		],
		[
			'order type that is not offered',
			{
				...ORDERS.STOP_LIMIT,
				symbol: 'NAMIUSDT',
				quantity: '1000',
				stopPrice: '0.03',
				price: '0.03',
			},
			{ rule: 'orderType', field: 'type', limit: 'LIMIT, MARKET', value: 'STOP_LIMIT' },
		],
		[
			'market order by quote amount',
			{ ...ORDERS.MARKET, symbol: 'NAMIUSDT', amountIn: 'quote', quoteOrderQty: '50' },
			{ rule: 'marketByQuote', field: 'quoteOrderQty', value: '50' },
		],
		[
			'market sell by quote amount',
			{
				...ORDERS.MARKET,
				side: 'SELL',
				symbol: 'NAMIUSDT',
				amountIn: 'quote',
				quoteOrderQty: '50',
			},
			{ rule: 'marketByQuote', field: 'quoteOrderQty', value: '50' },
		],
	])('%s', async (_, parameters, facts) => {
		const { error, message } = await refused(parameters);
		expect(error).toMatchObject({ outcome: 'not_placed', reason: 'symbol_rules', ...facts });
		expect(message).toEqual(expect.stringMatching(/\w/));
	});

	test('with Stop Workflow it is thrown', async () => {
		const run = await create({ ...ORDERS.LIMIT, quantity: '0.00001' });
		expect(run.error?.message).toContain('below the minimum of 5 USDT');
		expect(stand.exchange.countOrderPosts()).toBe(0);
	});

	test('as a regular item it carries the same', async () => {
		const run = await create(
			{ ...ORDERS.LIMIT, quantity: '={{ $json.quantity }}' },
			{ onError: 'continueRegularOutput', items: [{ quantity: 0.00001 }, { quantity: 0.0005 }] },
		);
		expect(run.success.map(({ json }) => json)).toMatchObject([
			{ error: { reason: 'symbol_rules', rule: 'notional.min' } },
			{ outcome: 'placed' },
		]);
	});

	test('all broken rules are listed where there are more', async () => {
		const { error } = await refused({
			...ORDERS.LIMIT,
			quantity: '0.000009',
			price: '1000000.01',
		});
		expect(error).toMatchObject({
			violations: [{ rule: 'quantity.min' }, { rule: 'price.max' }],
		});
	});
});

describe('Check', () => {
	const check = { options: { symbolRules: 'check' } };

	test('does not move what is off its step', async () => {
		const { error } = await refused({ ...ORDERS.LIMIT, ...check, quantity: '0.000519' });
		expect(error).toMatchObject({
			rule: 'quantity.step',
			limit: '0.00001',
			value: '0.000519',
			advice: expect.stringContaining('0.00051 or 0.00052'),
		});
	});

	test('holds prices to the bounds around the last price', async () => {
		const { error } = await refused({ ...ORDERS.LIMIT, ...check, price: '12000' });
		expect(error).toMatchObject({
			reason: 'symbol_rules',
			rule: 'price.percent.min',
			limit: '12575.598',
			value: '12000',
		});
		expect(stand.exchange.count(PRICES)).toBe(1);
	});

	test('sends the order where the last price cannot be read', async () => {
		stand.exchange.faults.add({ match: PRICES, times: 9, fault: faults.status5xxBefore() });
		expect(await created({ ...ORDERS.LIMIT, ...check })).toMatchObject([{ outcome: 'placed' }]);
	});
});

describe('Off', () => {
	test('sends the order as asked, and makes no other call', async () => {
		const off = { options: { symbolRules: 'off' } };
		expect(await created({ ...ORDERS.LIMIT, ...off })).toMatchObject([{ outcome: 'placed' }]);
		expect(paths()).toEqual(['POST /api/v4/spot/order']);
	});

	test('another value, as an expression may give, is not taken for one of the three', async () => {
		const { error } = await refused({ ...ORDERS.LIMIT, options: { symbolRules: '={{ "of" }}' } });
		expect(error).toMatchObject({ reason: 'invalid_input', field: 'symbolRules' });
	});
});

describe('rules that cannot be read hold up no order', () => {
	test.each([
		['the exchange breaks the connection', faults.dropBeforeReading()],
		['the exchange does not answer', faults.stallBeforeAccepting()],
		['the exchange answers 503', faults.status5xxBefore()],
		['a page comes', faults.html(200)],
		['the answer is cut off', faults.cutJson()],
	])('%s', async (_, fault) => {
		stand.exchange.faults.add({ match: CONFIG, times: 9, fault });
		const run = await create(ORDERS.LIMIT, { items: [{}, {}, {}] });
		expect(run.success.map(({ json }) => json['outcome'])).toEqual(['placed', 'placed', 'placed']);
		expect(stand.exchange.count(CONFIG)).toBe(1);
		expect(hintsOf(run)).toEqual([expect.stringContaining('could not be read')]);
	});

	test('odd rules are passed over with a hint', async () => {
		stand.exchange.state.setFilters('BTCUSDT', [
			{ filterType: 'LOT_SIZE', minQty: 'one', maxQty: '9000', stepSize: '0.0001' },
		]);
		const run = await create({ ...ORDERS.LIMIT, quantity: '0.00059' });
		expect(run.success[0]?.json).toMatchObject({ outcome: 'placed', quantity: 0.0005 });
		expect(hintsOf(run)).toEqual([
			expect.stringContaining('LOT_SIZE.minQty'),
			expect.stringMatching(/^Adjusted/),
		]);
	});
});

type Run = Awaited<ReturnType<typeof create>>;

function hintsOf({ runData }: Run): string[] {
	const hints = Object.values(runData).flatMap((tasks) =>
		tasks.flatMap((task) => task.hints ?? []),
	);
	return hints.map(({ message }) => message);
}

describe('dry run', () => {
	const dry = { dryRun: 'always' };

	test('shows what would be sent and what was changed', async () => {
		expect(await created({ ...ORDERS.LIMIT, ...dry, quantity: '0.000519' })).toMatchObject([
			{
				outcome: 'dry_run',
				quantity: 0.00051,
				request: { body: expect.objectContaining({ quantity: 0.00051 }) },
				adjusted: [{ field: 'quantity', from: '0.000519', to: '0.00051' }],
			},
		]);
	});

	test('shows hints', async () => {
		stand.exchange.faults.add({ match: CONFIG, times: 9, fault: faults.status5xxBefore() });
		expect(await created({ ...ORDERS.LIMIT, ...dry })).toMatchObject([
			{ hints: [expect.stringContaining('could not be read')] },
		]);
	});

	test('checks prices against the last one', async () => {
		expect((await refused({ ...ORDERS.LIMIT, ...dry, price: '12000' })).error).toMatchObject({
			rule: 'price.percent.min',
		});
	});
});
