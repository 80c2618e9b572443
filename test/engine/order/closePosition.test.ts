import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { faults, type Fault } from '../../../tools/exchange';
import { runTool, useDeduplicationStore } from '../../../tools/harness';
import {
	credentialFor,
	namiRetry,
	namiWorkflow,
	ORDERS,
	useExchange,
	type NamiOptions,
} from '../support';
import { FIRST_ID, seedOrders } from '../support/seedOrders';

/** Its faults say that an order was placed, so the exchange takes a market order as it comes first. */
const stand = useExchange({ marketNeeds: 'nothing' });

const POST = { method: 'POST', path: '/api/v4/spot/order' };
const CANCEL_MANY = { method: 'DELETE', path: '/api/v4/spot/all_order' };
const CANCEL_ONE = { method: 'DELETE', path: '/api/v4/spot/order' };
const OPEN = { method: 'GET', path: '/api/v4/spot/open' };
const BALANCE = { method: 'GET', path: '/api/v4/user/balance' };
const SEEDED = 2;
const BTC_ID = 9;

const CLOSE: INodeParameters = {
	resource: 'order',
	operation: 'closePosition',
	symbol: { __rl: true, mode: 'name', value: 'BTCUSDT' },
	type: 'MARKET',
	options: { timeout: 0.3 },
};

const fail = (match: { method: string; path: string }, fault: Fault, times = 1) =>
	stand.exchange.faults.add({ match, fault, times });
const close = async (changes: INodeParameters = {}, options: NamiOptions = {}) =>
	await namiWorkflow(stand.exchange, { parameters: { ...CLOSE, ...changes }, ...options });

async function closed(changes: INodeParameters = {}): Promise<IDataObject> {
	const run = await close(changes);
	expect(run.error).toBeUndefined();
	return { ...run.success[0]?.json };
}

/** The orders that were placed after the seeded ones. */
const exits = () => stand.exchange.placed.slice(SEEDED);
const free = () => stand.exchange.state.balance('BTC').free;

describe('with two open orders, one of which holds what is to be sold', () => {
	beforeEach(async () => {
		stand.exchange.state.setBalance('BTC', '0.5');
		await seedOrders(stand, { side: 'SELL', price: 70_000, quantity: 0.1 }, {});
		expect(free()).toBe('0.4');
	});

	test('cancels them, then sells all there is', async () => {
		const order = await closed();
		expect(order).toMatchObject({
			outcome: 'placed',
			side: 'SELL',
			type: 'MARKET',
			quantity: 0.5,
			filledPercent: 100,
			canceled: [
				{ displayingId: expect.any(String), symbol: 'BTCUSDT', outcome: 'canceled' },
				{ displayingId: expect.any(String), symbol: 'BTCUSDT', outcome: 'canceled' },
			],
			sized: { percent: 100, asset: 'BTC', balance: 0.5, result: 0.5 },
		});
		expect(free()).toBe('0');
	});

	test('waits until balances show what the cancellations have released', async () => {
		const stale = { '9': { value: 0.5, locked_value: 0.1 } };
		const body = JSON.stringify({ status: 'ok', data: stale });
		const headers = { 'content-type': 'application/json' };
		const answer = { kind: 'raw', status: 200, headers, body } as const;
		stand.exchange.faults.add({
			match: BALANCE,
			skip: 1,
			times: 2,
			fault: { name: 'stale', accept: 'no', answer },
		});
		expect(await closed()).toMatchObject({ outcome: 'placed', quantity: 0.5 });
	});

	test('at a limit, in percent from the last price', async () => {
		stand.exchange.state.setPrice('BTCUSDT', '61000');
		const order = await closed({ type: 'LIMIT', price: '+2%' });
		expect(order).toMatchObject({ type: 'LIMIT', price: 62220, quantity: 0.5, status: 'NEW' });
	});

	test('leaves other symbols alone', async () => {
		await seedOrders(stand, { symbol: 'ETHUSDT', price: 1000, quantity: 1 });
		await close();
		const open = stand.exchange.orders.filter(({ status }) => status === 'NEW');
		expect(open.map(({ market }) => market.symbol)).toEqual(['ETHUSDT']);
	});

	test('sells nothing while an open order may not be canceled, and a retry goes on', async () => {
		fail(CANCEL_MANY, faults.refusal('ACCOUNT_BAN_TRADE'), 9);
		fail(CANCEL_ONE, faults.refusal('ACCOUNT_BAN_TRADE'), 9);
		const run = await close();
		expect(run.error).toMatchObject({ context: { data: { outcome: 'not_placed' } } });
		expect(exits()).toEqual([]);
		stand.exchange.faults.clear();
		const retried = await namiRetry(stand.exchange, run, { parameters: CLOSE });
		expect(retried.success[0]?.json).toMatchObject({ outcome: 'placed', quantity: 0.5 });
	});

	test('a dry run cancels nothing, and shows what the sale would be', async () => {
		expect(await closed({ dryRun: 'always' })).toMatchObject({
			outcome: 'dry_run',
			quantity: 0.5,
			wouldCancel: [{ displayingId: String(FIRST_ID + 1) }, { displayingId: String(FIRST_ID) }],
		});
		expect(exits()).toEqual([]);
		expect(stand.exchange.state.order(FIRST_ID).status).toBe('NEW');
		expect(await closed()).toMatchObject({ outcome: 'placed', quantity: 0.5 });
	});

	test('what orders of other markets hold is not reckoned to be sold', async () => {
		stand.exchange.state.setBalance('NAMI', '1000');
		const sale = { side: 'SELL', quantity: 100 };
		await seedOrders(
			stand,
			{ ...sale, symbol: 'NAMIVNDC', price: 600, quantity: 600 },
			{ ...sale, symbol: 'NAMIUSDT', price: 0.03 },
		);
		const of = { symbol: { __rl: true, mode: 'name', value: 'NAMIUSDT' } };
		const within = { ...of, options: { timeout: 0.3, maxOrderValue: '10' } };
		expect(await closed({ ...within, dryRun: 'always' })).toMatchObject({ quantity: 400 });
		expect(await closed(within)).toMatchObject({ outcome: 'placed', quantity: 400 });
	});
});

describe('rails', () => {
	beforeEach(async () => {
		stand.exchange.state.setBalance('BTC', '0.5');
		await seedOrders(stand, { side: 'SELL', price: 70_000, quantity: 0.1 });
	});
	const isOpen = () => stand.exchange.state.order(FIRST_ID).status === 'NEW';

	test('Reduce Only lets it through', async () => {
		const run = await close({}, { credential: { trading: 'reduceOnly' } });
		expect(run.success[0]?.json).toMatchObject({ outcome: 'placed', quantity: 0.5 });
	});

	test.each<[string, NamiOptions, INodeParameters]>([
		['Read Only', { credential: { trading: 'readOnly' } }, {}],
		['another symbol', { credential: { allowedSymbols: 'ETHUSDT' } }, {}],
		['no sales', {}, { allowedSides: ['BUY'] }],
		['more than an order may be worth', {}, { maxOrderValue: '1000' }],
		['more than the account’s orders', { credential: { maxOrdersPerHour: '1' } }, {}],
	])('%s: what protects the position stays open', async (_, changes, options) => {
		const run = await close(
			{ options: { timeout: 0.3, ...options } },
			{ onError: 'continueErrorOutput', ...changes },
		);
		expect(run.failed[0]?.json.error).toMatchObject({
			outcome: 'not_placed',
			reason: 'guard_rail',
		});
		expect(isOpen()).toBe(true);
		expect(stand.exchange.placed).toHaveLength(1);
	});

	test('a halted symbol: nothing is canceled', async () => {
		stand.exchange.state.haltSymbol('BTCUSDT');
		const run = await close({}, { onError: 'continueErrorOutput' });
		expect(run.failed[0]?.json.error).toMatchObject({ reason: 'symbol_rules', rule: 'status' });
		expect(isOpen()).toBe(true);
	});
});

describe('Order Key', () => {
	const KEYED = { options: { timeout: 0.3, orderKey: 'alert-7' } };
	beforeEach(() => useDeduplicationStore());

	test('a signal that comes again cancels nothing of what was opened since', async () => {
		stand.exchange.state.setBalance('BTC', '0.5');
		expect(await closed(KEYED)).toMatchObject({ outcome: 'placed' });
		stand.exchange.state.setBalance('BTC', '0.5');
		await seedOrders(stand, { side: 'SELL', price: 70_000, quantity: 0.1 });
		const again = await close(KEYED, { onError: 'continueErrorOutput' });
		expect(again.failed[0]?.json.error).toMatchObject({ reason: 'duplicate_order_key' });
		expect(stand.exchange.orders.filter(({ status }) => status === 'NEW')).toHaveLength(1);
	});

	test('nor where there was nothing to close', async () => {
		stand.exchange.state.setBalance('BTC', '0');
		expect(await closed(KEYED)).toMatchObject({ outcome: 'nothing_to_close' });
		const again = await close(KEYED, { onError: 'continueErrorOutput' });
		expect(again.failed[0]?.json.error).toMatchObject({ reason: 'duplicate_order_key' });
	});

	test('one that came to nothing is done when it comes again', async () => {
		stand.exchange.state.setBalance('BTC', '0.5');
		fail(POST, faults.refusal('ACCOUNT_BAN_TRADE'));
		const first = await close(KEYED, { onError: 'continueErrorOutput' });
		expect(first.failed[0]?.json.error).toMatchObject({ outcome: 'not_placed' });
		expect(await closed(KEYED)).toMatchObject({ outcome: 'placed', quantity: 0.5 });
	});
});

test('what was sized before is not sold again: a retry sells all there is by then', async () => {
	stand.exchange.state.setBalance('BTC', '0.5');
	fail(POST, faults.refusal('ACCOUNT_BAN_TRADE'));
	const failed = await close();
	expect(failed.error).toBeDefined();
	stand.exchange.state.setBalance('BTC', '0.8');
	const retried = await namiRetry(stand.exchange, failed, { parameters: CLOSE });
	expect(retried.success[0]?.json).toMatchObject({ outcome: 'placed', quantity: 0.8 });
});

test('an agent that closes, buys as much, and closes again has sold both', async () => {
	const call = async () => {
		stand.exchange.state.setBalance('BTC', '0.5');
		const { answers } = await runTool({
			parameters: CLOSE,
			credentials: { namiApi: credentialFor(stand.exchange) },
		});
		return JSON.parse(answers[0] ?? '[]')[0];
	};
	expect([await call(), await call()]).toMatchObject([
		{ outcome: 'placed' },
		{ outcome: 'placed' },
	]);
	expect(stand.exchange.placed).toHaveLength(2);
});

describe('balances that still show what a canceled order held', () => {
	const shows = (value: number, locked: number, times = 1) =>
		fail(
			BALANCE,
			{
				name: 'balance',
				accept: 'no',
				answer: {
					kind: 'raw',
					status: 200,
					headers: { 'content-type': 'application/json' },
					body: JSON.stringify({
						status: 'ok',
						data: { [BTC_ID]: { value, locked_value: locked } },
					}),
				},
			},
			times,
		);
	beforeEach(() => stand.exchange.state.setBalance('BTC', '0.5'));

	test('a part: what is not sold is told', async () => {
		await seedOrders(stand, { side: 'SELL', price: 70_000, quantity: 0.1 });
		shows(0.5, 0.1, 9);
		expect(await closed()).toMatchObject({ outcome: 'placed', quantity: 0.4, locked: 0.1 });
	});

	test('all of it: that is no success', async () => {
		await seedOrders(stand, { side: 'SELL', price: 70_000, quantity: 0.5 });
		shows(0.5, 0.5, 9);
		const run = await close({}, { onError: 'continueErrorOutput' });
		expect(run.failed[0]?.json.error).toMatchObject({
			outcome: 'not_placed',
			locked: 0.5,
			canceled: [{ outcome: 'canceled' }],
		});
	});

	test('nor when n8n tries again, or the signal comes again', async () => {
		await seedOrders(stand, { side: 'SELL', price: 70_000, quantity: 0.5 });
		shows(0.5, 0.5, 99);
		const settings = { onError: 'continueErrorOutput', retryOnFail: true, maxTries: 2 } as const;
		for (const run of [await close({}, settings), await close({}, settings)]) {
			expect(run.success).toEqual([]);
			expect(run.failed[0]?.json.error).toMatchObject({ outcome: 'not_placed', locked: 0.5 });
		}
		stand.exchange.faults.clear();
		expect(await closed()).toMatchObject({ outcome: 'placed', quantity: 0.5 });
	});

	describe('nor yet what was just bought', () => {
		const buy = async (changes: INodeParameters = {}) =>
			await namiWorkflow(stand.exchange, {
				parameters: { ...ORDERS.MARKET, quantity: '0.1', dryRun: 'never', ...changes },
			});
		beforeEach(() => stand.exchange.state.setBalance('BTC', '0'));

		test('it is waited for', async () => {
			await buy();
			shows(0, 0, 4);
			expect(await closed()).toMatchObject({ outcome: 'placed', quantity: 0.1 });
		});

		test('not longer than anybody waits: that is not nothing', async () => {
			await buy();
			shows(0, 0, 99);
			const run = await close({}, { onError: 'continueErrorOutput' });
			expect(run.failed[0]?.json.error).toMatchObject({
				outcome: 'not_placed',
				reason: 'unreachable',
			});
		});

		test('also by an order that is canceled now', async () => {
			await buy({ type: 'LIMIT', price: '60000' });
			stand.exchange.state.fill(FIRST_ID, '0.04');
			shows(0, 0, 4);
			expect(await closed()).toMatchObject({ outcome: 'placed', quantity: 0.04 });
		});

		test('what was sold since is not waited for', async () => {
			await buy();
			expect(await closed()).toMatchObject({ outcome: 'placed' });
			const before = stand.clock.now();
			expect(await closed()).toMatchObject({ outcome: 'nothing_to_close' });
			expect(stand.clock.now() - before).toBeLessThan(1_000);
		});
	});
});

test('a signal that comes twice at once does not cancel its own sale', async () => {
	useDeduplicationStore();
	stand.exchange.state.setBalance('BTC', '0.5');
	const keyed = { type: 'LIMIT', price: '70000', options: { timeout: 0.3, orderKey: 'alert-9' } };
	// The second one looks for open orders once the sale of the first one is among them.
	stand.exchange.faults.add({ match: OPEN, skip: 1, fault: faults.status5xxBefore(503) });
	const runs = await Promise.all([close(keyed), close(keyed)]);
	expect(runs.flatMap(({ success }) => success.map(({ json }) => json.outcome))).toEqual([
		'placed',
	]);
	expect(stand.exchange.orders).toMatchObject([{ side: 'SELL', status: 'NEW' }]);
});

test('a rail that holds the sale once orders are canceled: the error names them', async () => {
	stand.exchange.state.setPrice('BTCUSDT', '60000');
	stand.exchange.state.setBalance('BTC', '0.5');
	await seedOrders(stand, { side: 'SELL', price: 70_000, quantity: 0.1 });
	const balancesFail = faults.status5xxBefore(503);
	stand.exchange.faults.add({ match: BALANCE, skip: 1, times: 4, fault: balancesFail });
	void stand.clock.sleep(4_000).then(() => stand.exchange.state.setPrice('BTCUSDT', '50000'));
	const limit = { type: 'LIMIT', price: '60000', options: { timeout: 0.3, maxDeviation: 5 } };
	const run = await close(limit, { onError: 'continueErrorOutput' });
	expect(run.failed[0]?.json.error).toMatchObject({
		outcome: 'not_placed',
		rail: 'maxDeviation',
		canceled: [{ displayingId: String(FIRST_ID), outcome: 'canceled' }],
	});
});

const UNPROTECTED = expect.stringContaining('has no protection now');

test('balances that cannot be read once orders are canceled: the error says what that means', async () => {
	stand.exchange.state.setBalance('BTC', '0.5');
	await seedOrders(stand, { side: 'SELL', price: 70_000, quantity: 0.1 });
	stand.exchange.faults.add({ match: BALANCE, skip: 1, times: 99, fault: faults.html() });
	const run = await close({}, { onError: 'continueErrorOutput' });
	expect(run.failed[0]?.json.error).toMatchObject({
		outcome: 'not_placed',
		reason: 'server_trouble',
		canceled: [{ displayingId: String(FIRST_ID), outcome: 'canceled' }],
		advice: UNPROTECTED,
	});
});

test.each([
	['the exchange refuses it', () => faults.refusal('ACCOUNT_BAN_TRADE'), 'refused'],
	['the exchange is busy', () => faults.refusal('TOO_MANY_REQUESTS'), 'rate_limited'],
	['the exchange bans this machine', () => faults.httpError(418, 600), 'banned'],
])('each try and each retry says what was canceled: %s', async (_, fault, reason) => {
	stand.exchange.state.setBalance('BTC', '0.5');
	await seedOrders(stand, { side: 'SELL', price: 70_000, quantity: 0.1 });
	fail(POST, fault(), 99);
	const error = {
		outcome: 'not_placed',
		reason,
		canceled: [{ displayingId: String(FIRST_ID), outcome: 'canceled' }],
	};
	const run = await close({}, { retryOnFail: true });
	for (const failed of [run, await namiRetry(stand.exchange, run)]) {
		expect(failed.error).toMatchObject({ context: { data: error }, description: UNPROTECTED });
	}
});

test('an order that was canceled for it may not be the sale that the broker refused', async () => {
	stand.exchange.state.setBalance('BTC', '0.5');
	await seedOrders(stand, { side: 'SELL', price: 70_000, quantity: 0.1 });
	stand.clock.jump(5_000);
	fail(POST, faults.brokerError());
	const run = await close({}, { onError: 'continueErrorOutput' });
	expect(run.failed[0]?.json.error).toMatchObject({ outcome: 'not_placed', verified: true });
});

test('one of two orders could not be canceled: the error says what the other one means', async () => {
	stand.exchange.state.setBalance('BTC', '0.5');
	await seedOrders(stand, { side: 'SELL', price: 70_000, quantity: 0.1 }, {});
	stand.exchange.faults.use(({ method }) => {
		if (method !== 'DELETE') return undefined;
		if (stand.exchange.state.order(FIRST_ID).status !== 'NEW') {
			return faults.refusal('ACCOUNT_BAN_TRADE');
		}
		stand.exchange.state.cancel(FIRST_ID);
		return faults.refusal('NOT_FOUND_ORDER');
	});
	const run = await close({}, { onError: 'continueErrorOutput' });
	expect(run.failed[0]?.json.error).toMatchObject({
		outcome: 'not_placed',
		canceled: [{ outcome: 'not_canceled' }, { outcome: 'already_canceled' }],
		advice: UNPROTECTED,
	});
	expect(exits()).toEqual([]);
});

test('an order that was just placed is canceled, though no list shows it yet', async () => {
	stand.exchange.settings.openLagMs = 60_000;
	stand.exchange.state.setBalance('BTC', '0.5');
	const parameters = { ...ORDERS.LIMIT, side: 'SELL', price: '70000', quantity: '0.5' };
	await namiWorkflow(stand.exchange, { parameters });
	expect(await closed()).toMatchObject({
		outcome: 'placed',
		quantity: 0.5,
		canceled: [{ displayingId: String(FIRST_ID), outcome: 'canceled' }],
	});
});

test('a cancellation whose outcome is unknown stays unknown, and nothing is sold', async () => {
	stand.exchange.state.setBalance('BTC', '0.5');
	await seedOrders(stand, { side: 'SELL', price: 70_000, quantity: 0.1 });
	fail(CANCEL_MANY, faults.dropBeforeReading());
	stand.exchange.faults.add({
		match: OPEN,
		skip: 1,
		times: 99,
		fault: faults.status5xxBefore(503),
	});
	const run = await close({}, { onError: 'continueErrorOutput' });
	expect(run.failed[0]?.json.error).toMatchObject({
		outcome: 'not_placed',
		canceled: [{ displayingId: String(FIRST_ID), outcome: 'unknown' }],
	});
	expect(stand.exchange.placed).toHaveLength(1);
});

describe('nothing to close is a success that says so', () => {
	beforeEach(async () => {
		stand.exchange.state.setBalance('BTC', '0.00001');
		await seedOrders(stand, {}, {});
	});

	test('dust', async () => {
		expect(await closed()).toMatchObject({
			outcome: 'nothing_to_close',
			symbol: 'BTCUSDT',
			canceled: [{ outcome: 'canceled' }, { outcome: 'canceled' }],
		});
		expect(exits()).toEqual([]);
	});

	test('also of a dry run', async () => {
		expect(await closed({ dryRun: 'always' })).toMatchObject({ outcome: 'nothing_to_close' });
		expect(stand.exchange.state.order(FIRST_ID).status).toBe('NEW');
	});

	test('nothing at all', async () => {
		stand.exchange.state.setBalance('BTC', '0');
		expect(await closed({ type: 'LIMIT', price: '70000' })).toMatchObject({
			outcome: 'nothing_to_close',
		});
		expect(await closed()).toEqual({
			outcome: 'nothing_to_close',
			symbol: 'BTCUSDT',
			canceled: [],
		});
	});
});

const FAULTS: ReadonlyArray<[string, () => void]> = [
	['all is well', () => undefined],
	['open orders fail', () => fail(OPEN, faults.html(), 3)],
	['the cancellation is lost', () => fail(CANCEL_MANY, faults.dropBeforeReading())],
	['the answer to the cancellation is lost', () => fail(CANCEL_MANY, faults.dropAfterAccepting())],
	['the cancellation is refused', () => fail(CANCEL_MANY, faults.refusal('ACCOUNT_BAN_TRADE'))],
	['balances fail', () => fail(BALANCE, faults.html(), 3)],
	['the exit is lost', () => fail(POST, faults.dropBeforeReading())],
	['the answer to the exit is lost', () => fail(POST, faults.dropAfterAccepting())],
	['the exit is answered late', () => fail(POST, faults.stallAfterAccepting())],
	['the broker refuses the exit', () => fail(POST, faults.brokerError())],
	['the broker refuses what it placed', () => fail(POST, faults.brokerErrorButPlaced())],
];
const MODES = ['stopWorkflow', 'continueRegularOutput', 'continueErrorOutput'] as const;

describe('fault × On Error × Retry On Fail × retry by hand', () => {
	const cases = FAULTS.flatMap(([fault, breakIt]) =>
		MODES.flatMap((onError) =>
			[false, true].map((retryOnFail) => ({
				name: `${fault}, ${onError}${retryOnFail ? ', Retry On Fail' : ''}`,
				breakIt,
				onError,
				retryOnFail,
			})),
		),
	);

	test.each(cases)('$name: one exit at most, for what there is', async (given) => {
		stand.exchange.state.setBalance('BTC', '0.5');
		await seedOrders(stand, { side: 'SELL', price: 70_000, quantity: 0.1 }, {});
		given.breakIt();
		const { onError, retryOnFail } = given;
		const settings = { onError, ...(retryOnFail && { retryOnFail, maxTries: 2 }) };
		const run = await close({}, settings);
		stand.exchange.faults.clear();
		const last =
			run.error === undefined ? run : await namiRetry(stand.exchange, run, { parameters: CLOSE });
		expect(exits().length).toBeLessThanOrEqual(1);
		const [shown] = last.success;
		if (shown === undefined || shown.json.error !== undefined) return;
		expect(shown.json).toMatchObject({ outcome: 'placed', quantity: 0.5 });
		expect(exits()).toMatchObject([{ side: 'SELL', quantity: '0.5' }]);
		expect(free()).toBe('0');
	});
});
