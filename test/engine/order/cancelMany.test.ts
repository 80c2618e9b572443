import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { faults, startExchange, type Fault } from '../../../tools/exchange';
import { FIRST_ID, FILLED, seedOrders } from '../support/seedOrders';
import { namiWorkflow, onlyWhere, parametersOf, useExchange, type NamiOptions } from '../support';

const stand = useExchange();

const BATCH = { method: 'DELETE', path: '/api/v4/spot/all_order' };
const SINGLE = { method: 'DELETE', path: '/api/v4/spot/order' };
const ETH = { symbol: 'ETHUSDT', price: 3000, quantity: 0.01 };
const CANCEL_MANY: INodeParameters = {
	resource: 'order',
	operation: 'cancelMany',
	which: 'listed',
	symbol: { __rl: true, mode: 'name', value: 'BTCUSDT' },
	orderIds: '',
};

async function cancelMany(changes: INodeParameters, options: NamiOptions = {}) {
	return await namiWorkflow(stand.exchange, {
		parameters: { ...CANCEL_MANY, ...changes },
		onError: 'continueErrorOutput',
		...options,
	});
}

async function results(changes: INodeParameters): Promise<IDataObject[]> {
	const { success, failed, error } = await cancelMany(changes);
	expect([failed, error]).toEqual([[], undefined]);
	return success.map(({ json }) => json);
}

const ids = (...offsets: number[]) => offsets.map((offset) => FIRST_ID + offset).join(', ');
const outcomes = (items: IDataObject[]) =>
	items.map(({ displayingId, outcome }) => [Number(displayingId) - FIRST_ID, outcome]);
const openCount = () => stand.exchange.state.account().open.size;
const fail = (fault: Fault, times = 1) => stand.exchange.faults.add({ match: BATCH, times, fault });

describe('listed orders', () => {
	test('each has its own result, in the order of the list', async () => {
		await seedOrders(stand, {}, FILLED, {}, {});
		stand.exchange.state.cancel(FIRST_ID + 2);
		const items = await results({ orderIds: ids(3, 2, 1, 0, 99) });
		expect(outcomes(items)).toEqual([
			[3, 'canceled'],
			[2, 'already_canceled'],
			[1, 'already_filled'],
			[0, 'canceled'],
			[99, 'not_found'],
		]);
		expect(items[4]).toEqual({
			outcome: 'not_found',
			displayingId: String(FIRST_ID + 99),
			symbol: 'BTCUSDT',
		});
		expect(stand.exchange.count(BATCH)).toBe(1);
	});

	test('one call where all are open', async () => {
		await seedOrders(stand, {}, {});
		expect(outcomes(await results({ orderIds: ids(0, 1) }))).toEqual([
			[0, 'canceled'],
			[1, 'canceled'],
		]);
		expect(stand.exchange.requests.filter(({ path }) => /v4/.test(path)).length).toBe(3);
		const sent = stand.exchange.requests.filter(({ method }) => method === 'DELETE');
		const orders = new Map(sent.flatMap(parametersOf)).get('orders');
		expect(typeof orders === 'string' ? JSON.parse(orders) : orders).toEqual([
			{ displayingId: FIRST_ID, symbol: 'BTCUSDT' },
			{ displayingId: FIRST_ID + 1, symbol: 'BTCUSDT' },
		]);
	});

	onlyWhere({ signedIn: 'either' }, 'any carrier will do', () => {
		test.each(['query', 'both'])('the signed parameters may go in: %s', async (carrier) => {
			await seedOrders(stand, {}, {});
			const run = await cancelMany(
				{ orderIds: ids(0, 1) },
				{ credential: { signedParameters: carrier } },
			);
			expect(outcomes(run.success.map(({ json }) => json))).toEqual([
				[0, 'canceled'],
				[1, 'canceled'],
			]);
		});
	});

	test('an array of ids, with one twice', async () => {
		await seedOrders(stand, {}, {});
		const orderIds = `={{ [${FIRST_ID}, "${FIRST_ID + 1}", ${FIRST_ID}] }}`;
		expect(await results({ orderIds })).toHaveLength(2);
	});

	test('an array of orders, each with its own symbol', async () => {
		await seedOrders(stand, {}, ETH);
		const orderIds = `={{ [{ displayingId: ${FIRST_ID}, symbol: "BTCUSDT" }, { displayingId: ${FIRST_ID + 1}, symbol: "ETHUSDT" }] }}`;
		expect(outcomes(await results({ orderIds, symbol: '' }))).toEqual([
			[0, 'canceled'],
			[1, 'canceled'],
		]);
	});

	test('more than fifty go in several calls', async () => {
		await seedOrders(stand, ...Array.from({ length: 120 }, () => ({ quantity: 0.0001 })));
		const list = ids(...Array.from({ length: 120 }, (_, i) => i));
		expect((await results({ orderIds: list })).map(({ outcome }) => outcome)).toEqual(
			Array(120).fill('canceled'),
		);
		expect(stand.exchange.count(BATCH)).toBe(3);
		expect(openCount()).toBe(0);
	});

	test.each<[string, INodeParameters]>([
		['blanks', { orderIds: '={{ " , " }}' }],
		['an empty array', { orderIds: '={{ [] }}' }],
		['letters', { orderIds: '1, x' }],
		['a number that has lost digits', { orderIds: '={{ [12345678901234567891] }}' }],
		['nothing at all', { orderIds: '={{ $json.none }}' }],
		['an array with an empty place', { orderIds: '={{ [1, $json.none] }}' }],
		['a future', { orderIds: '={{ [{ displayingId: 1, symbol: "BTCUSDT.P" }] }}' }],
	])('%s is no list', async (_, changes) => {
		const { failed } = await cancelMany(changes);
		expect(failed[0]?.json.error).toMatchObject({
			outcome: 'not_canceled',
			reason: 'invalid_input',
			field: 'orderIds',
		});
		expect(stand.exchange.count()).toBe(0);
	});
});

describe('all open orders', () => {
	beforeEach(async () => await seedOrders(stand, {}, ETH, FILLED, {}));

	test('of a symbol', async () => {
		const items = await results({ which: 'symbol' });
		expect(outcomes(items).sort()).toEqual([
			[0, 'canceled'],
			[3, 'canceled'],
		]);
		expect(openCount()).toBe(1);
	});

	test('of the account', async () => {
		expect(await results({ which: 'account', symbol: '' })).toHaveLength(3);
		expect(openCount()).toBe(0);
	});

	test('none: one result that says so, and nothing is sent', async () => {
		await results({ which: 'account' });
		expect(await results({ which: 'account' })).toEqual([{ outcome: 'nothing_open', canceled: 0 }]);
		expect(stand.exchange.count(BATCH)).toBe(1);
	});

	test('the list as a bare array', async () => {
		stand.exchange.settings.openShape = 'array';
		expect(await results({ which: 'account' })).toHaveLength(3);
	});

	test('the legs of an OCO count as canceled with it', async () => {
		await seedOrders(stand, {
			type: 'OCO',
			price: 60000,
			stopPrice: 64000,
			limitPrice: 64100,
		});
		const items = await results({ which: 'symbol' });
		expect(items).toHaveLength(5);
		expect(new Set(items.map(({ outcome }) => outcome))).toEqual(new Set(['canceled']));
		expect(openCount()).toBe(1);
	});

	test('the list cannot be read', async () => {
		const match = { method: 'GET', path: '/api/v4/spot/open' };
		stand.exchange.faults.add({ match, times: 9, fault: faults.status5xxBefore() });
		const { failed } = await cancelMany({ which: 'account' });
		expect(failed[0]?.json.error).toMatchObject({
			outcome: 'not_canceled',
			reason: 'server_trouble',
		});
		expect(stand.exchange.count(BATCH)).toBe(0);
	});
});

describe('answers that get lost', () => {
	beforeEach(async () => await seedOrders(stand, {}, ETH, {}));

	test.each<[string, Fault]>([
		['the connection broke', faults.dropAfterAccepting()],
		['the answer was a 502', faults.status5xxAfter(502)],
		['the answer was empty', faults.empty()],
	])('all were canceled although %s', async (_, fault) => {
		fail(fault);
		const items = await results({ which: 'account' });
		expect(items.map(({ outcome, reconciled }) => [outcome, reconciled])).toEqual(
			Array(3).fill(['canceled', true]),
		);
		expect(stand.exchange.count(BATCH)).toBe(1);
	});

	test('none was canceled: each is told in an item of its own', async () => {
		fail(faults.dropBeforeReading());
		const { success, failed } = await cancelMany({ which: 'account' });
		expect(success).toEqual([]);
		expect(failed.map(({ json }) => json.error)).toMatchObject(
			Array(3).fill({ outcome: 'not_canceled', reason: 'connection_lost', isOpen: true }),
		);
	});

	test('with Stop Workflow the error tells of all', async () => {
		fail(faults.dropBeforeReading());
		const { error } = await cancelMany({ which: 'account' }, { onError: 'stopWorkflow' });
		expect(error?.message).toContain('is still open');
		expect(error).toMatchObject({ description: expect.stringContaining('Of 3 orders 0 were') });
	});

	test('with regular output the error items stand beside the results', async () => {
		fail(faults.brokerError());
		const { success } = await cancelMany(
			{ which: 'symbol', symbol: '={{ $json.symbol }}' },
			{ items: [{ symbol: 'ETHUSDT' }, { symbol: 'BTCUSDT' }], onError: 'continueRegularOutput' },
		);
		expect(success.map(({ json }) => json)).toMatchObject([
			{ error: { outcome: 'not_canceled', reason: 'refused_by_broker' } },
			{ outcome: 'canceled' },
			{ outcome: 'canceled' },
		]);
		expect(success.map(({ pairedItem }) => pairedItem)).toEqual([
			{ item: 0 },
			{ item: 1 },
			{ item: 1 },
		]);
	});

	test('where one that is gone makes the exchange refuse all, the rest go again', async () => {
		stand.exchange.state.cancel(FIRST_ID);
		fail(faults.refusal('NOT_FOUND_ORDER'));
		expect(outcomes(await results({ orderIds: ids(0, 2) }))).toEqual([
			[0, 'already_canceled'],
			[2, 'canceled'],
		]);
		expect(stand.exchange.count(BATCH)).toBe(2);
	});
});

test('an id beyond 2^53 goes by the endpoint that takes text', async () => {
	const first = 12345678901234567891n;
	const { clock } = stand;
	const big = await startExchange({ firstDisplayingId: first, clock });
	await seedOrders({ exchange: big, clock }, {}, {});
	const run = await namiWorkflow(big, {
		parameters: { ...CANCEL_MANY, orderIds: `${first}, ${first + 1n}` },
	});
	expect(run.success.map(({ json }) => [json['displayingId'], json['outcome']])).toEqual([
		[String(first), 'canceled'],
		[String(first + 1n), 'canceled'],
	]);
	expect([big.count(BATCH), big.count(SINGLE)]).toEqual([0, 2]);
	await big.close();
});

test.each(['listed', 'symbol'])(
	'an order returned as still open is looked for: %s',
	async (which) => {
		await seedOrders(stand, {}, {});
		const data = [0, 1].map((no) => {
			return { displayingId: FIRST_ID + no, symbol: 'BTCUSDT', status: 'NEW' };
		});
		const body = JSON.stringify({ status: 'ok', data });
		const answer = { kind: 'raw', status: 200, headers: {}, body } as const;
		fail({ name: 'open', accept: 'no', answer });
		const { success, failed } = await cancelMany({ which, orderIds: ids(0, 1) });
		expect(success).toEqual([]);
		expect(failed.map(({ json }) => json.error)).toMatchObject([
			{ isOpen: true },
			{ isOpen: true },
		]);
		fail({ name: 'open', accept: 'yes', answer });
		const items = await results({ which, orderIds: ids(0, 1) });
		expect(items).toMatchObject([{ outcome: 'canceled' }, { outcome: 'canceled' }]);
	},
);

test('an id with leading zeros is the id without them', async () => {
	await seedOrders(stand, {}, {});
	const orderIds = `00${FIRST_ID}, ${FIRST_ID}, 0${FIRST_ID + 1}`;
	expect(outcomes(await results({ orderIds }))).toEqual([
		[0, 'canceled'],
		[1, 'canceled'],
	]);
});
