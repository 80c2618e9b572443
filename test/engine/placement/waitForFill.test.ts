import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { faults, type Fault } from '../../../tools/exchange';
import type { Run } from '../../../tools/harness';
import { namiRetry, namiWorkflow, ORDERS, useExchange, type NamiOptions } from '../support';
import { LIMIT as ANY } from '../../tools/exchange/testClient';
import { FIRST_ID, placeAsAnother } from '../support/seedOrders';

const stand = useExchange();

const POST = { method: 'POST', path: '/api/v4/spot/order' };
const DELETE = { method: 'DELETE', path: '/api/v4/spot/order' };
const OPEN = { method: 'GET', path: '/api/v4/spot/open' };
const HISTORY = { method: 'GET', path: '/api/v4/spot/history' };

const waiting = (options: IDataObject = {}): INodeParameters => ({
	...ORDERS.LIMIT,
	quantity: '0.001',
	options: { waitUntilFilled: 20, ...options } as INodeParameters,
});

const CANCEL = { afterWait: 'cancel' };
/** A stalled answer is waited for in real time. */
const HURRIED = { ...CANCEL, timeout: 0.3 };

async function waited(options: IDataObject = {}, changes: NamiOptions = {}): Promise<Run> {
	return await namiWorkflow(stand.exchange, { parameters: waiting(options), ...changes });
}

async function retry(failed: Run, changes: Parameters<typeof namiRetry>[2]): Promise<Run> {
	return await namiRetry(stand.exchange, failed, changes);
}

async function result(options: IDataObject = {}): Promise<IDataObject> {
	const run = await waited(options);
	expect(run.error).toBeUndefined();
	expect(stand.exchange.countOrderPosts()).toBe(1);
	return { ...run.success[0]?.json };
}

/** Something that happens at the exchange so many milliseconds from now. */
function after(ms: number, happens: () => void): void {
	void stand.clock.sleep(ms).then(happens);
}

const order = () => stand.exchange.state.order(FIRST_ID);
const fill = (quantity?: string) => stand.exchange.state.fill(FIRST_ID, quantity);
const fail = (match: { method: string; path: string }, fault: Fault, times = 1) =>
	stand.exchange.faults.add({ match, fault, times });

describe('what it came to', () => {
	test('filled while it waits: the wait is over at once', async () => {
		after(4_500, () => fill());
		const began = stand.clock.now();
		expect(await result()).toMatchObject({
			outcome: 'placed',
			result: 'filled',
			status: 'FILLED',
			executedQty: 0.001,
			averagePrice: 60000,
			filledPercent: 100,
		});
		expect(stand.clock.now() - began).toBeLessThan(10_000);
	});

	test('a market order that its answer shows as filled is not asked for', async () => {
		const parameters = { ...ORDERS.MARKET, options: { waitUntilFilled: 20 } };
		const run = await namiWorkflow(stand.exchange, { parameters });
		expect(run.success[0]?.json).toMatchObject({ result: 'filled', filledPercent: 100 });
	});

	test('nothing: left open', async () => {
		expect(await result()).toMatchObject({ result: 'open', status: 'NEW', averagePrice: null });
		expect(order().status).toBe('NEW');
	});

	test('nothing, while this machine’s clock is set back: the wait is as long as ever', async () => {
		after(4_500, () => stand.clock.set(-15 * 60_000));
		const began = stand.clock.monotonic();
		expect(await result(CANCEL)).toMatchObject({ result: 'canceled' });
		expect(stand.clock.monotonic() - began).toBeLessThan(30_000);
	});

	test('nothing: canceled', async () => {
		expect(await result(CANCEL)).toMatchObject({ result: 'canceled', status: 'CANCELED' });
		expect(order().status).toBe('CANCELED');
	});

	test('a part: left open', async () => {
		after(3_000, () => fill('0.0004'));
		expect(await result()).toMatchObject({
			result: 'partly_filled',
			executedQty: 0.0004,
			filledPercent: 40,
		});
		expect(order().status).toBe('PARTIALLY_FILLED');
	});

	test('a part, and the rest is canceled', async () => {
		after(3_000, () => fill('0.0004'));
		expect(await result(CANCEL)).toMatchObject({
			result: 'partly_filled',
			status: 'CANCELED',
			executedQty: 0.0004,
		});
		expect(order().status).toBe('CANCELED');
	});

	test('canceled by somebody else', async () => {
		after(3_000, () => stand.exchange.state.cancel(FIRST_ID));
		expect(await result()).toMatchObject({ result: 'canceled', status: 'CANCELED' });
	});

	test('a fill that wins the race against the cancel is a fill', async () => {
		after(19_999, () => fill());
		expect(await result(CANCEL)).toMatchObject({ result: 'filled', executedQty: 0.001 });
	});

	test('a fill that the answer to the cancel does not show yet counts', async () => {
		after(20_000, () => fill('0.0002'));
		expect(await result(CANCEL)).toMatchObject({
			executedQty: Number(order().executedQty),
			status: order().status,
		});
	});
});

test('an order that may as well be another client’s is still said to be', async () => {
	fail(POST, faults.dropAfterAccepting());
	after(500, () => void placeAsAnother(stand.exchange, stand.clock, { ...ANY, quantity: 0.009 }));
	after(2_000, () => fill());
	const { success } = await waited();
	expect(success[0]?.json).toMatchObject({
		reconciled: true,
		result: 'filled',
		mayBeAnothers: true,
	});
});

test('also where only a retry by hand finds it', async () => {
	fail(POST, faults.dropAfterAccepting());
	fail(OPEN, faults.status5xxBefore(503), 40);
	const failed = await waited();
	await placeAsAnother(stand.exchange, stand.clock, { ...ANY, quantity: 0.009 });
	stand.exchange.faults.clear();
	const again = await retry(failed, {});
	expect(again.success[0]?.json).toMatchObject({ reconciled: true, mayBeAnothers: true });
});

describe('lists that cannot be read', () => {
	test('for a while: the wait goes on', async () => {
		fail(OPEN, faults.status5xxBefore(503), 3);
		after(3_000, () => fill());
		expect(await result()).toMatchObject({ result: 'filled' });
	});

	test('to the end: the order is placed, how far it is filled is unknown; a retry goes on waiting', async () => {
		fail(OPEN, faults.status5xxBefore(503), 99);
		const failed = await waited();
		expect(failed.error).toMatchObject({
			context: { data: { outcome: 'unknown', isPlaced: true, displayingId: String(FIRST_ID) } },
		});
		stand.exchange.faults.clear();
		fill();
		const retried = await retry(failed, { parameters: waiting() });
		expect(retried.success[0]?.json).toMatchObject({ outcome: 'placed', result: 'filled' });
		expect(stand.exchange.countOrderPosts()).toBe(1);
	});
});

test('lists that cannot be read to the end do not keep the rest from being canceled', async () => {
	after(1_000, () => fill('0.0004'));
	fail(OPEN, faults.status5xxBefore(503), 99);
	const failed = await waited(CANCEL);
	expect(failed.error).toMatchObject({
		context: { data: { outcome: 'unknown', isPlaced: true, orderStatus: 'CANCELED' } },
	});
	expect(order().status).toBe('CANCELED');
	stand.exchange.faults.clear();
	const retried = await retry(failed, { parameters: waiting(CANCEL) });
	expect(retried.success[0]?.json).toMatchObject({ result: 'partly_filled', executedQty: 0.0004 });
});

describe('a cancellation that does not come about', () => {
	test('is not hidden, and a retry makes up for it', async () => {
		fail(DELETE, faults.refusal('ACCOUNT_BAN_TRADE'));
		const failed = await waited(CANCEL);
		expect(failed.error).toMatchObject({
			context: { data: { outcome: 'not_canceled', isPlaced: true, result: 'open' } },
		});
		const retried = await retry(failed, { parameters: waiting(CANCEL) });
		expect(retried.success[0]?.json).toMatchObject({ result: 'canceled' });
		expect(stand.exchange.countOrderPosts()).toBe(1);
		expect(order().status).toBe('CANCELED');
	});

	test('is nothing to try again by another order, whatever stood in its way', async () => {
		fail(DELETE, faults.refusal('TOO_MANY_REQUESTS'), 9);
		const { failed } = await waited(CANCEL, { onError: 'continueErrorOutput' });
		expect(failed[0]?.json.error).toMatchObject({
			outcome: 'not_canceled',
			reason: 'rate_limited',
			isPlaced: true,
			todo: 'look',
		});
	});

	test('a retry without a credential does not say that the order was not placed', async () => {
		fail(DELETE, faults.refusal('ACCOUNT_BAN_TRADE'));
		const failed = await waited(CANCEL);
		const retried = await retry(failed, { parameters: waiting(CANCEL), credentials: {} });
		expect(retried.error).toMatchObject({
			message: expect.stringMatching(/^Placed/) as string,
			context: {
				data: { outcome: 'unknown', isPlaced: true, displayingId: String(FIRST_ID) },
			},
		});
	});

	test('whose outcome is unknown stays unknown', async () => {
		fail(DELETE, faults.dropBeforeReading());
		after(20_100, () => fail(OPEN, faults.status5xxBefore(503), 99));
		const failed = await waited(CANCEL, { onError: 'continueErrorOutput' });
		const { error } = { ...failed.failed[0]?.json };
		expect(error).toMatchObject({ isPlaced: true, displayingId: String(FIRST_ID) });
		expect(['unknown', 'not_canceled']).toContain((error as IDataObject).outcome);
	});
});

test.each([
	[{ waitUntilFilled: 0 }, 'waitUntilFilled'],
	[{ waitUntilFilled: 301 }, 'waitUntilFilled'],
	[{ waitUntilFilled: '' }, 'waitUntilFilled'],
	[{ afterWait: 'sell' }, 'afterWait'],
])('%j is refused before anything is sent', async (options, field) => {
	const run = await waited(options, { onError: 'continueErrorOutput' });
	expect(run.failed[0]?.json.error).toMatchObject({ reason: 'invalid_input', field });
	expect(stand.exchange.countOrderPosts()).toBe(0);
});

test('After Waiting without a wait is not ignored', async () => {
	const parameters = { ...ORDERS.LIMIT, options: CANCEL };
	const run = await namiWorkflow(stand.exchange, { parameters, onError: 'continueErrorOutput' });
	expect(run.failed[0]?.json.error).toMatchObject({ field: 'afterWait' });
	expect(stand.exchange.countOrderPosts()).toBe(0);
});

const ENTRY_FAULTS: ReadonlyArray<[string, () => void]> = [
	['all is well', () => undefined],
	['the answer to the order is lost', () => fail(POST, faults.dropAfterAccepting())],
	['the order is accepted late', () => fail(POST, faults.stallAfterAccepting())],
	['the broker refuses what it placed', () => fail(POST, faults.brokerErrorButPlaced())],
	['open orders fail once', () => fail(OPEN, faults.html())],
	['open orders fail', () => fail(OPEN, faults.html(), 99)],
	['the history fails', () => fail(HISTORY, faults.status5xxBefore(500), 99)],
	['the cancel is refused', () => fail(DELETE, faults.refusal('ACCOUNT_BAN_TRADE'))],
	['the answer to the cancel is lost', () => fail(DELETE, faults.dropAfterAccepting())],
	['the cancel is lost', () => fail(DELETE, faults.dropBeforeReading())],
];
const FILLS: ReadonlyArray<[string, () => void]> = [
	['nothing', () => undefined],
	['a part', () => after(4_000, () => fill('0.0004'))],
	['all of it', () => after(4_000, () => fill())],
];
const MODES = ['stopWorkflow', 'continueRegularOutput', 'continueErrorOutput'] as const;

describe('fault × fill × On Error × Retry On Fail × retry by hand', () => {
	const cases = ENTRY_FAULTS.flatMap(([fault, breakIt]) =>
		FILLS.flatMap(([filled, fillIt]) =>
			MODES.flatMap((onError) =>
				[false, true].map((retryOnFail) => ({
					name: `${fault}, ${filled} is filled, ${onError}${retryOnFail ? ', Retry On Fail' : ''}`,
					breakIt,
					fillIt,
					onError,
					retryOnFail,
				})),
			),
		),
	);

	test.each(cases)('$name', async ({ breakIt, fillIt, onError, retryOnFail }) => {
		breakIt();
		fillIt();
		const settings = { onError, ...(retryOnFail && { retryOnFail, maxTries: 2 }) };
		const run = await waited(HURRIED, settings);
		stand.exchange.faults.clear();
		const last = run.error === undefined ? run : await retry(run, { parameters: waiting(HURRIED) });
		expect(stand.exchange.countOrderPosts()).toBe(1);
		expect(stand.exchange.placed).toHaveLength(1);
		const [shown] = last.success;
		const isError = shown === undefined || shown.json.error !== undefined;
		if (isError) return;
		const { status, executedQty } = order();
		expect(shown.json).toMatchObject({ status, executedQty: Number(executedQty) });
		expect(shown.json.result).toBe(
			status === 'FILLED' ? 'filled' : Number(executedQty) > 0 ? 'partly_filled' : 'canceled',
		);
	});
});
