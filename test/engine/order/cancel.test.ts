import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { faults, type Fault } from '../../../tools/exchange';
import { FIRST_ID, seedOrders } from '../support/seedOrders';
import {
	inStatusEnvelope,
	namiWorkflow,
	parametersOf,
	useExchange,
	type NamiOptions,
} from '../support';

const stand = useExchange();

const DELETE = { method: 'DELETE', path: '/api/v4/spot/order' };
const LISTS = (request: { method: string; path: string }) =>
	request.method === 'GET' && /spot\/(open|history)$/.test(request.path);

const CANCEL: INodeParameters = {
	resource: 'order',
	operation: 'cancel',
	symbol: { __rl: true, mode: 'name', value: 'BTCUSDT' },
	orderId: String(FIRST_ID),
};

async function cancel(changes: INodeParameters = {}, options: NamiOptions = {}) {
	return await namiWorkflow(stand.exchange, {
		parameters: { ...CANCEL, ...changes },
		onError: 'continueErrorOutput',
		...options,
	});
}

async function canceled(changes: INodeParameters = {}): Promise<IDataObject> {
	const { success, failed } = await cancel(changes);
	expect(failed).toEqual([]);
	expect(success).toHaveLength(1);
	return { ...success[0]?.json };
}

async function failure(changes: INodeParameters = {}): Promise<IDataObject> {
	const { success, failed } = await cancel(changes);
	expect(success).toEqual([]);
	const { error, message } = failed[0]?.json ?? {};
	return { ...(error as IDataObject), message };
}

const statusOf = (id = FIRST_ID) => stand.exchange.state.order(id).status;
const fail = (fault: Fault, times = 1) =>
	stand.exchange.faults.add({ match: DELETE, times, fault });

describe('an open order', () => {
	beforeEach(async () => await seedOrders(stand, {}));

	test('is canceled, with one call', async () => {
		const order = await canceled();
		expect(order).toMatchObject({
			outcome: 'canceled',
			displayingId: String(FIRST_ID),
			symbol: 'BTCUSDT',
			status: 'CANCELED',
		});
		expect(order).not.toHaveProperty('reconciled');
		expect(statusOf()).toBe('CANCELED');
		const sent = stand.exchange.requests.filter(({ method }) => method === 'DELETE');
		expect(sent.map((request) => Object.fromEntries(parametersOf(request)))).toEqual([
			{
				symbol: 'BTCUSDT',
				displayingId: String(FIRST_ID),
				timestamp: expect.anything(),
				signature: expect.any(String),
			},
		]);
	});

	test('an id of an expression may be a number', async () => {
		expect(await canceled({ orderId: `={{ ${FIRST_ID} }}` })).toMatchObject({
			outcome: 'canceled',
		});
	});

	test('notifications are as the option says', async () => {
		await canceled({ options: { allowNotification: false } });
		const sent = stand.exchange.requests.filter(({ method }) => method === 'DELETE');
		expect(String(new Map(sent.flatMap(parametersOf)).get('allowNotification'))).toBe('false');
	});

	test('the whole answer comes without Simplify', async () => {
		expect(await canceled({ options: { simplify: false } })).toMatchObject({
			outcome: 'canceled',
			userId: expect.any(Number),
			feeMetadata: {},
		});
	});

	test('canceled a second time, it was canceled already', async () => {
		await canceled();
		expect(await canceled()).toMatchObject({ outcome: 'already_canceled', status: 'CANCELED' });
	});

	test.each<[string, Fault]>([
		['the connection broke', faults.dropAfterAccepting()],
		['the answer was cut off', faults.cutJson()],
		['the answer was a 502', faults.status5xxAfter(502)],
		['no answer came', faults.stallAfterAccepting()],
		['the broker said no', faults.refusal('BROKER_ERROR', 'yes')],
	])('was canceled although %s', async (_, fault) => {
		fail(fault);
		const order = await canceled({ options: { timeout: 0.2 } });
		expect(order).toMatchObject({ outcome: 'canceled', reconciled: true, status: 'CANCELED' });
		expect(stand.exchange.count(DELETE)).toBe(1);
	});

	test.each<[string, Fault, string]>([
		['the connection broke', faults.dropBeforeReading(), 'connection_lost'],
		['the answer was a 503', faults.status5xxBefore(), 'server_trouble'],
		['no answer came', faults.stallBeforeAccepting(), 'no_answer'],
		['the broker said no', faults.brokerError(), 'refused_by_broker'],
	])('is still open after %s', async (_, fault, reason) => {
		fail(fault);
		const facts = await failure({ options: { timeout: 0.2 } });
		expect(facts).toMatchObject({
			outcome: 'not_canceled',
			reason,
			isOpen: true,
			displayingId: String(FIRST_ID),
			symbol: 'BTCUSDT',
			checked: expect.arrayContaining([expect.any(String)]),
		});
		expect(facts.message).toContain('is still open');
		expect(stand.exchange.count(DELETE)).toBe(1);
		expect(statusOf()).toBe('NEW');
	});

	test('whether it is canceled is unknown where the lists cannot be read either', async () => {
		fail(faults.dropAfterAccepting());
		stand.exchange.faults.add({ match: LISTS, times: 999, fault: faults.status5xxBefore() });
		const facts = await failure();
		expect(facts).toMatchObject({ outcome: 'unknown', reason: 'connection_lost', checked: [] });
		expect(stand.exchange.count(DELETE)).toBe(1);
	});

	test('is sent again where it is proven that the request did not arrive', async () => {
		fail(faults.httpError(429, 1));
		expect(await canceled()).toMatchObject({ outcome: 'canceled' });
		expect(stand.exchange.count(DELETE)).toBe(2);
	});

	test.each<[string, Fault, string]>([
		['unauthorized', faults.httpError(401), 'unauthorized'],
		['banned', faults.httpError(418, 60), 'banned'],
		['redirected', faults.redirect(307), 'redirected'],
	])('stays open: %s', async (_, fault, reason) => {
		fail(fault);
		expect(await failure()).toMatchObject({ outcome: 'not_canceled', reason });
		expect(statusOf()).toBe('NEW');
		expect(stand.exchange.count(DELETE)).toBe(1);
	});

	test('a canceled execution sends nothing', async () => {
		const controller = new AbortController();
		controller.abort();
		await cancel({}, { signal: controller.signal });
		expect(stand.exchange.count(DELETE)).toBe(0);
		expect(statusOf()).toBe('NEW');
	});
});

/** The exchange answers "ok" with this; whether the order was canceled is `accept`. */
function answersOk(accept: 'yes' | 'no', data: unknown): Fault {
	const body = JSON.stringify({ status: 'ok', data });
	return { name: 'ok', accept, answer: { kind: 'raw', status: 200, headers: {}, body } };
}

const answersAsOpen = (accept: 'yes' | 'no') =>
	answersOk(accept, { displayingId: FIRST_ID, symbol: 'BTCUSDT', status: 'NEW' });

describe.each([
	['nothing', null],
	['an empty object', {}],
	['a word', 'canceled'],
	['another order', { displayingId: FIRST_ID + 1, symbol: 'BTCUSDT', status: 'CANCELED' }],
	['an order without an id', { displayingId: null, symbol: 'BTCUSDT', status: 'CANCELED' }],
])('an ok that returns %s', (_, data) => {
	beforeEach(async () => await seedOrders(stand, {}));

	test('is believed once the lists show the order canceled', async () => {
		fail(answersOk('yes', data));
		expect(await canceled()).toMatchObject({
			outcome: 'canceled',
			reconciled: true,
			displayingId: String(FIRST_ID),
			status: 'CANCELED',
		});
		expect(stand.exchange.count(DELETE)).toBe(1);
	});

	test('is not a cancellation while they do not', async () => {
		fail(answersOk('no', data));
		expect(await failure()).toMatchObject({
			outcome: 'not_canceled',
			reason: 'unreadable_answer',
			isOpen: true,
		});
		expect(statusOf()).toBe('NEW');
	});
});

test('an ok that returns the order with its id as text is believed', async () => {
	await seedOrders(stand, {});
	fail(answersOk('yes', { displayingId: String(FIRST_ID), status: 'CANCELED' }));
	expect(await canceled()).toMatchObject({ outcome: 'canceled', status: 'CANCELED' });
	expect(stand.exchange.requests.filter(LISTS)).toEqual([]);
});

describe('an ok that shows the order as still open', () => {
	beforeEach(async () => await seedOrders(stand, {}));

	test('is believed once the lists show it canceled', async () => {
		fail(answersAsOpen('yes'));
		expect(await canceled()).toMatchObject({ outcome: 'canceled', reconciled: true });
		expect(stand.exchange.count(DELETE)).toBe(1);
	});

	test('is not a cancellation while they do not', async () => {
		fail(answersAsOpen('no'));
		expect(await failure()).toMatchObject({ outcome: 'not_canceled', isOpen: true });
		expect(statusOf()).toBe('NEW');
	});
});

describe('an order that is not open', () => {
	test('filled is not canceled', async () => {
		await seedOrders(stand, { type: 'MARKET' });
		const facts = await failure();
		expect(facts).toMatchObject({
			outcome: 'not_canceled',
			reason: 'already_filled',
			orderStatus: 'FILLED',
			executedQty: 0.001,
		});
	});

	test.each([
		['an id that nobody has', {}],
		['another symbol', { symbol: 'ETHUSDT' }],
	])('not found: %s', async (_, changes) => {
		if ('symbol' in changes) await seedOrders(stand, {});
		expect(await failure(changes)).toMatchObject({
			outcome: 'not_canceled',
			reason: 'not_found',
			displayingId: String(FIRST_ID),
		});
	});

	test.each([2_000, 14_000])(
		'one that is filled but listed %d ms later only is found then',
		async (historyLagMs) => {
			await seedOrders(stand, { type: 'MARKET' });
			stand.exchange.settings.historyLagMs = historyLagMs;
			expect(await failure()).toMatchObject({ reason: 'already_filled' });
		},
	);

	test('what it is cannot be told where the lists cannot be read', async () => {
		stand.exchange.faults.add({ match: LISTS, times: 999, fault: faults.html() });
		expect(await failure()).toMatchObject({
			outcome: 'not_canceled',
			reason: 'refused',
			status: 'NO_SUCH_ORDER',
			...inStatusEnvelope({ code: 2013 }),
		});
	});
});

describe('fields', () => {
	test.each<[string, INodeParameters, string]>([
		['no id', { orderId: '={{ " " }}' }, 'orderId'],
		['an id with letters', { orderId: '12a' }, 'orderId'],
		['a number that has lost digits', { orderId: '={{ 12345678901234567891 }}' }, 'orderId'],
		['no symbol', { symbol: '={{ $json.none }}' }, 'symbol'],
	])('%s', async (_, changes, field) => {
		const facts = await failure(changes);
		expect(facts).toMatchObject({ outcome: 'not_canceled', reason: 'invalid_input', field });
		expect(stand.exchange.count()).toBe(0);
	});

	test('each item in each On Error mode', async () => {
		await seedOrders(stand, {}, {}, {});
		const items = [FIRST_ID, 1, FIRST_ID + 1].map((id) => ({ id }));
		const byItem = { orderId: '={{ $json.id }}' };
		const regular = await cancel(byItem, { items, onError: 'continueRegularOutput' });
		expect(regular.success.map(({ json }) => json)).toMatchObject([
			{ outcome: 'canceled' },
			{ error: { reason: 'not_found' } },
			{ outcome: 'canceled' },
		]);
		const stopped = await cancel(byItem, {
			items: [{ id: 2 }, { id: FIRST_ID + 2 }],
			onError: 'stopWorkflow',
		});
		expect(stopped.error).toMatchObject({
			context: { data: { reason: 'not_found', displayingId: '2' } },
		});
		expect(statusOf(FIRST_ID + 2)).toBe('NEW');
	});
});
