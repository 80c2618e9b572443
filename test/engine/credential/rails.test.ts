import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { faults } from '../../../tools/exchange';
import { runTool, runWorkflow } from '../../../tools/harness';
import { credentialFor, namiWorkflow, ORDERS, useExchange } from '../support';
import { httpRequestNode } from './support/httpRequestNode';
import { WAYS } from './support/ways';

const stand = useExchange();

async function byHttpRequest(
	body: IDataObject,
	credential: IDataObject,
	method = 'POST',
): Promise<string | undefined> {
	const run = await runWorkflow({
		type: 'n8n.httpRequest',
		nodeTypes: { 'n8n.httpRequest': httpRequestNode },
		credentials: { namiApi: credentialFor(stand.exchange, credential as Record<string, string>) },
		parameters: {
			request: JSON.stringify({ method, uri: `${stand.exchange.url}/api/v4/spot/order`, body }),
		},
	});
	return run.error?.message;
}

const sell: INodeParameters = { ...ORDERS.LIMIT, side: 'SELL', price: '70000' };
const buyBody = {
	symbol: 'BTCUSDT',
	side: 'BUY',
	type: 'LIMIT',
	quantity: 0.0005,
	price: 60000,
	useQuoteQty: false,
};

/** Each rail, with an order within and an order beyond; a limit order of 30 USDT unless it says otherwise. */
const RAILS: ReadonlyArray<{
	rail: string;
	within: [INodeParameters, IDataObject];
	beyond: [INodeParameters, IDataObject];
	/** Whether n8n's HTTP Request node may place the order that is within. */
	isSignedForOthers: boolean;
}> = [
	{
		rail: 'trading',
		within: [sell, { trading: 'reduceOnly' }],
		beyond: [ORDERS.LIMIT, { trading: 'reduceOnly' }],
		isSignedForOthers: true,
	},
	{
		rail: 'trading',
		within: [sell, { trading: 'allowed' }],
		beyond: [sell, { trading: 'readOnly' }],
		isSignedForOthers: true,
	},
	{
		rail: 'allowedSymbols',
		within: [ORDERS.LIMIT, { allowedSymbols: 'BTCUSDT' }],
		beyond: [ORDERS.LIMIT, { allowedSymbols: 'ETHUSDT' }],
		isSignedForOthers: true,
	},
	{
		rail: 'maxOrderValue',
		within: [ORDERS.LIMIT, { maxOrderValue: 'USDT 30' }],
		beyond: [ORDERS.LIMIT, { maxOrderValue: 'USDT 29.99, VNST 999999999' }],
		isSignedForOthers: false,
	},
	{
		rail: 'maxOrderValue',
		within: [ORDERS.MARKET, { maxOrderValue: 'USDT 33.02' }],
		beyond: [ORDERS.MARKET, { maxOrderValue: 'USDT 33.01' }],
		isSignedForOthers: false,
	},
	{
		rail: 'maxSpentPerDay',
		within: [ORDERS.LIMIT, { maxSpentPerDay: 'USDT 30' }],
		beyond: [ORDERS.LIMIT, { maxSpentPerDay: 'USDT 29.99' }],
		isSignedForOthers: false,
	},
];

describe.each(Object.keys(WAYS))('%s', (way) => {
	const place = async (...[order, credential]: [INodeParameters, IDataObject]) =>
		(await WAYS[way]?.(stand.exchange, order, credential)) ?? { outcome: 'no such way' };

	test.each(RAILS)('$rail: $within.1', async ({ rail, within, beyond }) => {
		expect(await place(...beyond)).toEqual({ outcome: 'not_placed', reason: 'guard_rail', rail });
		expect(stand.exchange.countOrderPosts()).toBe(0);
		expect(await place(...within)).toEqual({ outcome: 'placed' });
		expect(stand.exchange.placed).toHaveLength(1);
	});

	test('maxOrdersPerHour counts what others order, too', async () => {
		for (const price of ['59000', '58000']) {
			expect(await place({ ...ORDERS.LIMIT, price }, {})).toEqual({ outcome: 'placed' });
		}
		expect(await place(sell, { maxOrdersPerHour: '2' })).toMatchObject({
			rail: 'maxOrdersPerHour',
		});
		expect(await place(sell, { maxOrdersPerHour: '3' })).toEqual({ outcome: 'placed' });
		expect(stand.exchange.placed).toHaveLength(3);
	});
});

describe('n8n’s HTTP Request node', () => {
	test.each(RAILS)('$rail: $beyond.1', async ({ within, beyond, isSignedForOthers }) => {
		const bodyOf = ([order]: [INodeParameters, IDataObject]) => ({
			...buyBody,
			...(order.side === 'SELL' && { side: 'SELL', price: 70000 }),
		});
		expect(await byHttpRequest(bodyOf(beyond), beyond[1])).toBeDefined();
		expect(stand.exchange.countOrderPosts()).toBe(0);
		const error = await byHttpRequest(bodyOf(within), within[1]);
		expect(error === undefined).toBe(isSignedForOthers);
		expect(stand.exchange.placed).toHaveLength(isSignedForOthers ? 1 : 0);
	});

	test('no order, where orders are counted: the count needs calls of its own', async () => {
		expect(await byHttpRequest(buyBody, { maxOrdersPerHour: '99' })).toMatch(
			/only orders that a Nami Spot node has checked/,
		);
		expect(stand.exchange.countOrderPosts()).toBe(0);
	});

	test('says whose rail it is', async () => {
		expect(await byHttpRequest(buyBody, { allowedSymbols: 'ETHUSDT' })).toContain(
			'the credential’s Allowed Symbols: ETHUSDT',
		);
	});

	test('cancels nothing, Read Only', async () => {
		await namiWorkflow(stand.exchange, { parameters: ORDERS.LIMIT });
		const [placed] = stand.exchange.placed;
		const body = { symbol: 'BTCUSDT', displayingId: String(placed?.displayingId) };
		expect(await byHttpRequest(body, { trading: 'readOnly' }, 'DELETE')).toMatch(/Read Only/);
		expect(await byHttpRequest(body, { trading: 'reduceOnly' }, 'DELETE')).toBeUndefined();
	});
});

test('the node’s rails tighten those of the credential, and never loosen them', async () => {
	const place = async (maxOrderValue: string, options: INodeParameters) => {
		const parameters = { ...ORDERS.LIMIT, options };
		const credential = { maxOrderValue, allowedSymbols: 'BTCUSDT' };
		const run = await namiWorkflow(stand.exchange, {
			parameters,
			credential,
			onError: 'continueErrorOutput',
		});
		return (run.failed[0]?.json.error as IDataObject | undefined)?.owner ?? 'placed';
	};
	expect(await place('USDT 20', { maxOrderValue: '1000' })).toBe('credential');
	expect(await place('USDT 1000', { maxOrderValue: '20' })).toBe('node');
	expect(await place('USDT 1000', { allowedSymbols: 'ETHUSDT' })).toBe('node');
	expect(await place('USDT 1000', { allowedSymbols: 'ETHUSDT, BTCUSDT' })).toBe('placed');
	expect(stand.exchange.placed).toHaveLength(1);
});

test.each([
	['spend no more than the day allows', { maxSpentPerDay: 'USDT 100' }],
	['are no more than the hour allows', { maxOrdersPerHour: '3' }],
])('twenty orders at once %s', async (_, credential) => {
	const runs = Array.from({ length: 20 }, async () => {
		return await namiWorkflow(stand.exchange, {
			parameters: ORDERS.LIMIT,
			credential,
			onError: 'continueErrorOutput',
		});
	});
	const outcomes = (await Promise.all(runs)).map(({ success }) => success.length);
	expect(outcomes.filter((count) => count === 1)).toHaveLength(3);
	expect(stand.exchange.placed).toHaveLength(3);
});

test('an agent’s repeated call is answered with its order, however little room is left', async () => {
	const { answers } = await runTool({
		parameters: ORDERS.LIMIT,
		items: [{}, {}],
		credentials: { namiApi: credentialFor(stand.exchange, { maxSpentPerDay: 'USDT 30' }) },
	});
	expect(answers[0]).toContain('"placed"');
	expect(answers[1]).toContain('already_placed');
	expect(stand.exchange.placed).toHaveLength(1);
});

test('an order that was not placed does not count', async () => {
	stand.exchange.faults.add({
		match: { method: 'POST' },
		fault: faults.refusal('NOT_ENOUGH_QUOTE_ASSET'),
	});
	const { success, failed } = await namiWorkflow(stand.exchange, {
		parameters: ORDERS.LIMIT,
		credential: { maxSpentPerDay: 'USDT 30' },
		onError: 'continueErrorOutput',
		items: [{}, {}, {}],
	});
	expect([success.length, failed.length]).toEqual([1, 2]);
	expect(failed[1]?.json.error).toMatchObject({ rail: 'maxSpentPerDay', value: '60 USDT' });
});

test.each([{ maxSpentPerDay: 'USDT 999' }, { maxOrdersPerHour: '99' }])(
	'where the account’s orders cannot be read, nothing is sent: %j',
	async (credential) => {
		for (const path of ['/api/v4/spot/open', '/api/v4/spot/history']) {
			stand.exchange.faults.add({
				match: { method: 'GET', path },
				times: 9,
				fault: faults.status5xxBefore(),
			});
			const { failed } = await namiWorkflow(stand.exchange, {
				parameters: ORDERS.LIMIT,
				credential,
				onError: 'continueErrorOutput',
			});
			expect(failed[0]?.json.error).toMatchObject({ outcome: 'not_placed', reason: 'guard_rail' });
			stand.exchange.faults.clear();
		}
		expect(stand.exchange.countOrderPosts()).toBe(0);
	},
);

test('no limit, no call: without sums nothing but the order is sent', async () => {
	const credential = { allowedSymbols: 'BTCUSDT', maxOrderValue: 'USDT 30' };
	await namiWorkflow(stand.exchange, { parameters: ORDERS.LIMIT, credential });
	expect(stand.exchange.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
		'GET /api/v3/spot/config',
		'POST /api/v4/spot/order',
	]);
});

test('every rail is told in a dry run, and needs no room', async () => {
	const { failed } = await namiWorkflow(stand.exchange, {
		parameters: { ...ORDERS.LIMIT, dryRun: 'always' },
		credential: { maxSpentPerDay: 'USDT 29' },
		onError: 'continueErrorOutput',
	});
	expect(failed[0]?.json.error).toMatchObject({ rail: 'maxSpentPerDay', owner: 'credential' });
	const { success } = await namiWorkflow(stand.exchange, {
		parameters: { ...ORDERS.LIMIT, dryRun: 'always' },
		credential: { maxSpentPerDay: 'USDT 30' },
		items: [{}, {}, {}],
	});
	expect(success).toHaveLength(3);
});

test.each([
	['', () => stand.clock.jump(1_500)],
	[', also while the clock is set back', () => stand.clock.set(-60 * 60_000)],
])(
	'turned off while a run is going on, trading ends with the order that is on its way%s',
	async (_, pass) => {
		const namiApi = credentialFor(stand.exchange);
		const turnedOff = async () => {
			while (stand.exchange.countOrderPosts() === 0) await new Promise(setImmediate);
			namiApi.trading = 'readOnly';
			pass();
		};
		stand.exchange.faults.add({ match: { method: 'POST' }, fault: faults.slow(turnedOff()) });
		const { success, failed } = await runWorkflow({
			parameters: ORDERS.LIMIT,
			items: [{}, {}, {}],
			credentials: { namiApi },
			onError: 'continueErrorOutput',
		});
		expect([success.length, failed.length]).toEqual([1, 2]);
		expect(failed[0]?.json.error).toMatchObject({ rail: 'trading', outcome: 'not_placed' });
	},
);
