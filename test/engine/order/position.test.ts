import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { faults, type Fault } from '../../../tools/exchange';
import { useDeduplicationStore, type Run } from '../../../tools/harness';
import {
	namiRetry,
	namiWorkflow,
	PROTECTED,
	restartPackage,
	useExchange,
	type NamiOptions,
} from '../support';
import { until } from '../placement/support/workers';
import { FIRST_ID, placeAsAnother } from '../support/seedOrders';

/** What Create With Protection and Close Position say of one position, whoever comes between them. */
const stand = useExchange({ marketNeeds: 'nothing' });
beforeEach(() => {
	useDeduplicationStore();
	stand.exchange.state.setPrice('BTCUSDT', '60000');
	stand.exchange.state.setBalance('BTC', '0');
});

const POST = { method: 'POST', path: '/api/v4/spot/order' };
const SYMBOL = { symbol: { __rl: true, mode: 'name', value: 'BTCUSDT' } };
const CLOSE: INodeParameters = {
	resource: 'order',
	operation: 'closePosition',
	...SYMBOL,
	type: 'MARKET',
	dryRun: 'never',
	options: { timeout: 0.3 },
};
const keyed = (orderKey: string, options: IDataObject = {}) => ({
	options: { timeout: 0.3, orderKey, ...options },
});

const fail = (match: { method: string; path: string }, fault: Fault, skip = 0, times = 1) =>
	stand.exchange.faults.add({ match, fault, skip, times });
const run = async (parameters: INodeParameters, options: NamiOptions = {}): Promise<Run> =>
	await namiWorkflow(stand.exchange, { parameters, ...options });
const retry = async (failed: Run, parameters: INodeParameters): Promise<Run> =>
	await namiRetry(stand.exchange, failed, { parameters });

/** What an item says, be it a success or an error. */
function told({ success, failed, error }: Run): IDataObject {
	const { data } = (error?.context ?? {}) as { data?: IDataObject };
	const json = success[0]?.json ?? failed[0]?.json ?? {};
	return data ?? { ...((json.error as IDataObject | undefined) ?? json) };
}
const create = async (changes: INodeParameters = {}): Promise<IDataObject> =>
	told(await run({ ...PROTECTED, ...changes }, { onError: 'continueErrorOutput' }));
const close = async (changes: INodeParameters = {}): Promise<IDataObject> =>
	told(await run({ ...CLOSE, ...changes }, { onError: 'continueErrorOutput' }));

const exits = () => stand.exchange.placed.filter(({ type }) => type === 'OCO');
const entries = () => stand.exchange.placed.filter(({ side }) => side === 'BUY');
const isUnprotected = () => fail(POST, faults.refusal('ACCOUNT_BAN_TRADE'), 1);

describe('equal signals', () => {
	test('the exit of one is not taken for that of the other, though n8n was restarted', async () => {
		stand.exchange.state.setBalance('BTC', '1');
		fail(POST, faults.dropBeforeReading(), 1);
		expect(await create(keyed('one'))).toMatchObject({ outcome: 'unknown' });
		expect(await create(keyed('two'))).toMatchObject({ outcome: 'protected' });
		restartPackage();
		expect(await create(keyed('one'))).toMatchObject({ outcome: 'unknown' });
		expect(exits()).toHaveLength(1);
	});

	test('nor for that of a call without a signal', async () => {
		stand.exchange.state.setBalance('BTC', '1');
		fail(POST, faults.dropBeforeReading(), 1);
		expect(await create(keyed('one'))).toMatchObject({ outcome: 'unknown' });
		await stand.clock.sleep(20 * 60_000);
		expect(await create()).toMatchObject({ outcome: 'protected' });
		restartPackage();
		expect(await create(keyed('one'))).toMatchObject({ outcome: 'unknown' });
		expect(exits()).toHaveLength(1);
	});

	test('nor the entry, where the execution is retried after the restart', async () => {
		stand.exchange.state.setBalance('BTC', '1');
		fail(POST, faults.dropBeforeReading());
		const failed = await run({ ...PROTECTED, ...keyed('one') });
		expect(told(failed)).toMatchObject({ outcome: 'unknown' });
		expect(await create(keyed('two'))).toMatchObject({ outcome: 'protected' });
		restartPackage();
		const retried = await retry(failed, { ...PROTECTED, ...keyed('one') });
		expect(told(retried)).toMatchObject({ outcome: 'unknown' });
		expect(entries()).toHaveLength(1);
		expect(exits()).toHaveLength(1);
	});

	test('an exit that was placed under a signal is that signal’s, however many are equal', async () => {
		stand.exchange.state.setBalance('BTC', '1');
		fail(POST, faults.dropAfterAccepting(), 1);
		fail({ method: 'GET', path: '/api/v4/spot/open' }, faults.status5xxBefore(503), 0, 40);
		expect(await create(keyed('one'))).toMatchObject({ outcome: 'unknown' });
		stand.exchange.faults.clear();
		expect(await create(keyed('two'))).toMatchObject({ outcome: 'protected' });
		restartPackage();
		expect(await create(keyed('one'))).toMatchObject({ outcome: 'protected' });
		expect(exits()).toHaveLength(2);
	});
});

describe('unprotected, then closed: other holdings are left alone', () => {
	const buysAnew = () => stand.exchange.state.setBalance('BTC', '1');

	test.each([
		['in the same process', () => undefined],
		['after a restart', restartPackage],
	])('when the signal comes again %s', async (_, between) => {
		isUnprotected();
		expect(await create(keyed('one'))).toMatchObject({ outcome: 'unprotected' });
		expect(await close()).toMatchObject({ outcome: 'placed', quantity: 0.001 });
		buysAnew();
		between();
		expect(await create(keyed('one'))).toMatchObject({
			outcome: 'unknown',
			reason: 'sold_meanwhile',
			soldBy: [String(stand.exchange.placed.at(-1)?.displayingId)],
		});
		expect(exits()).toEqual([]);
	});

	test('when the execution is retried by hand', async () => {
		isUnprotected();
		const failed = await run(PROTECTED);
		expect(told(failed)).toMatchObject({ outcome: 'unprotected' });
		expect(await close()).toMatchObject({ outcome: 'placed' });
		buysAnew();
		expect(told(await retry(failed, PROTECTED))).toMatchObject({ reason: 'sold_meanwhile' });
		expect(exits()).toEqual([]);
	});

	test('nor is it said to be unprotected where the lists cannot tell', async () => {
		isUnprotected();
		const failed = await run(PROTECTED);
		await close();
		buysAnew();
		fail({ method: 'GET', path: '/api/v4/spot/open' }, faults.status5xxBefore(503), 0, 40);
		expect(told(await retry(failed, PROTECTED))).toMatchObject({ outcome: 'unknown' });
		expect(exits()).toEqual([]);
	});

	test('when it was protected by hand meanwhile', async () => {
		buysAnew();
		isUnprotected();
		const failed = await run(PROTECTED);
		await placeAsAnother(stand.exchange, stand.clock, {
			symbol: 'BTCUSDT',
			side: 'SELL',
			type: 'OCO',
			quantity: 0.001,
			price: 63_000,
			stopPrice: 58_000,
			limitPrice: 57_900,
		});
		expect(told(await retry(failed, PROTECTED))).toMatchObject({ reason: 'sold_meanwhile' });
		expect(exits()).toHaveLength(1);
	});

	test('also when its exit was placed, unknown to n8n, and canceled with it', async () => {
		fail(POST, faults.dropAfterAccepting(), 1);
		fail({ method: 'GET', path: '/api/v4/spot/open' }, faults.status5xxBefore(503), 0, 40);
		expect(await create(keyed('one'))).toMatchObject({ outcome: 'unknown' });
		stand.exchange.faults.clear();
		expect(await close()).toMatchObject({ outcome: 'placed', quantity: 0.001 });
		buysAnew();
		expect(await create(keyed('one'))).toMatchObject({ reason: 'sold_meanwhile' });
		expect(await create(keyed('one'))).toMatchObject({ reason: 'sold_meanwhile' });
		expect(exits()).toHaveLength(1);
	});

	test('exits of other entries sell nothing of it', async () => {
		isUnprotected();
		expect(await create(keyed('one'))).toMatchObject({ outcome: 'unprotected' });
		expect(await create(keyed('two'))).toMatchObject({ outcome: 'protected' });
		restartPackage();
		expect(await create(keyed('one'))).toMatchObject({ outcome: 'protected' });
		expect(exits()).toHaveLength(2);
	});

	test('nor do those that are on their way at that moment', async () => {
		const two = { ...keyed('two'), quantity: '0.002' };
		for (const signal of [keyed('one'), two]) {
			isUnprotected();
			expect(await create(signal)).toMatchObject({ outcome: 'unprotected' });
		}
		restartPackage();
		fail(POST, faults.stallAfterAccepting());
		const first = create(keyed('one'));
		await until(() => exits().length === 1);
		expect(await create(two)).toMatchObject({ outcome: 'protected' });
		expect(await first).toMatchObject({ outcome: 'protected' });
	});
});

describe('a call that is repeated says how its exit is now', () => {
	const REPEAT = { options: { timeout: 0.3, repeatWindow: 60 } };
	beforeEach(async () => {
		stand.exchange.state.setBalance('BTC', '1');
		expect(await create(REPEAT)).toMatchObject({ outcome: 'protected' });
	});
	const exitId = () => exits()[0]?.displayingId ?? 0n;

	test('it stands', async () => {
		stand.exchange.state.fill(exitId(), '0.0004');
		expect(await create(REPEAT)).toMatchObject({
			outcome: 'protected',
			exit: { outcome: 'already_placed', executedQty: 0.0004 },
		});
	});

	test('closed since', async () => {
		expect(await close()).toMatchObject({ outcome: 'placed', quantity: 1.001 });
		expect(await create(REPEAT)).toMatchObject({ outcome: 'unknown', reason: 'sold_meanwhile' });
	});

	test('closed since, and the lists are late with all of it', async () => {
		Object.assign(stand.exchange.settings, { historyLagMs: 5_000, openLagMs: 5_000 });
		await close();
		expect(await create(REPEAT)).toMatchObject({ outcome: 'unknown', reason: 'sold_meanwhile' });
	});

	test('canceled since, and not sold', async () => {
		stand.exchange.state.cancel(exitId());
		expect(await create(REPEAT)).toMatchObject({
			outcome: 'unprotected',
			reason: 'exit_canceled',
			unprotectedQty: 0.001,
		});
		expect(exits()).toHaveLength(1);
	});

	test('nobody can tell', async () => {
		fail({ method: 'GET', path: '/api/v4/spot/open' }, faults.status5xxBefore(503), 0, 40);
		expect(await create(REPEAT)).toMatchObject({ outcome: 'unknown' });
	});
	afterEach(() => expect(entries()).toHaveLength(1));
});

describe('an exit that is refused for lack of funds', () => {
	const LIMIT = { type: 'LIMIT', price: '59000' };
	/** The order is filled while it is waited for, and then there is so much to sell. */
	const fillsAndLeaves = (free: string): void => {
		void stand.clock.sleep(3_500).then(() => {
			stand.exchange.state.fill(FIRST_ID);
			stand.exchange.state.setBalance('BTC', free);
		});
	};

	test('a bit more was told than was bought: what there is is protected', async () => {
		fillsAndLeaves('0.0009999');
		expect(await create(LIMIT)).toMatchObject({
			outcome: 'protected',
			protectedQty: 0.00099,
			entry: { executedQty: 0.001 },
		});
		expect(exits()).toMatchObject([{ quantity: '0.00099' }]);
	});

	test('more than a step is missing: nobody knows why, and nothing is protected', async () => {
		fillsAndLeaves('0.00098');
		expect(await create(LIMIT)).toMatchObject({
			outcome: 'unprotected',
			reason: 'refused',
			unprotectedQty: 0.001,
			available: 0.00098,
		});
		expect(exits()).toEqual([]);
	});

	test('it was not credited yet: it is placed a moment later', async () => {
		fail(POST, faults.refusal('NOT_ENOUGH_BASE_ASSET'), 1);
		expect(await create()).toMatchObject({ outcome: 'protected', protectedQty: 0.001 });
	});

	test('it was sold while it was waited for', async () => {
		void stand.clock.sleep(3_500).then(async () => {
			stand.exchange.state.fill(FIRST_ID);
			await placeAsAnother(stand.exchange, stand.clock, {
				symbol: 'BTCUSDT',
				side: 'SELL',
				type: 'MARKET',
				quantity: 0.001,
			});
		});
		expect(await create(LIMIT)).toMatchObject({
			outcome: 'unknown',
			reason: 'sold_meanwhile',
		});
		expect(exits()).toEqual([]);
	});
});

test('an execution that is retried again by hand says the same of what is done', async () => {
	isUnprotected();
	const failed = await run(PROTECTED);
	const once = told(await retry(failed, PROTECTED));
	expect(once).toMatchObject({ outcome: 'protected', protectedQty: 0.001 });
	expect(told(await retry(failed, PROTECTED))).toMatchObject({
		outcome: 'protected',
		protectedQty: 0.001,
		entry: once.entry,
		exit: { displayingId: (once.exit as IDataObject).displayingId },
	});
});
