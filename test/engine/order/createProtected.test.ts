import type { IDataObject, INode, INodeParameters } from 'n8n-workflow';

import { faults, type Fault } from '../../../tools/exchange';
import { runWorkflowJson, useDeduplicationStore, type Run } from '../../../tools/harness';
import { restartPackage } from '../../../tools/harness/bundle';
import { triggerNode } from '../../../tools/harness/run';
import {
	credentialFor,
	namiRetry,
	namiWorkflow,
	PROTECTED,
	useExchange,
	type NamiOptions,
} from '../support';
import { LIMIT as ANY } from '../../tools/exchange/testClient';
import { FIRST_ID, placeAsAnother } from '../support/seedOrders';

/** Its faults say that an order was placed, so the exchange takes a market order as it comes first. */
const stand = useExchange({ marketNeeds: 'nothing' });
beforeEach(() => {
	useDeduplicationStore();
	stand.exchange.state.setPrice('BTCUSDT', '60000');
});

const POST = { method: 'POST', path: '/api/v4/spot/order' };
const DELETE = { method: 'DELETE', path: '/api/v4/spot/order' };
const OPEN = { method: 'GET', path: '/api/v4/spot/open' };

const LIMIT: INodeParameters = { ...PROTECTED, type: 'LIMIT', price: '59000' };

const fail = (match: { method: string; path: string }, fault: Fault, skip = 0, times = 1) =>
	stand.exchange.faults.add({ match, fault, skip, times });
const create = async (changes: INodeParameters = {}, options: NamiOptions = {}): Promise<Run> =>
	await namiWorkflow(stand.exchange, { parameters: { ...PROTECTED, ...changes }, ...options });
const retry = async (failed: Run, changes: INodeParameters = {}): Promise<Run> =>
	await namiRetry(stand.exchange, failed, { parameters: { ...PROTECTED, ...changes } });

async function done(changes: INodeParameters = {}): Promise<IDataObject> {
	const run = await create(changes);
	expect(run.error).toBeUndefined();
	return { ...run.success[0]?.json };
}

async function failure(
	changes: INodeParameters = {},
	options: NamiOptions = {},
): Promise<IDataObject> {
	const run = await create(changes, { onError: 'continueErrorOutput', ...options });
	expect(run.success).toEqual([]);
	return { ...(run.failed[0]?.json.error as IDataObject) };
}

function after(ms: number, happens: () => void): void {
	void stand.clock.sleep(ms).then(happens);
}

const ROW = { displayingId: FIRST_ID, symbol: 'BTCUSDT', side: 'BUY', type: 'MARKET' };
const answerOf = (data: IDataObject): Fault => ({
	name: 'answer',
	accept: 'yes',
	answer: {
		kind: 'raw',
		status: 200,
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({ status: 'ok', data }, (_, value: unknown) =>
			typeof value === 'bigint' ? Number(value) : value,
		),
	},
});

const fill = (quantity?: string) => stand.exchange.state.fill(FIRST_ID, quantity);
const exits = () => stand.exchange.placed.filter(({ side }) => side === 'SELL');
/** The exit as it was placed. */
const exit = () => {
	const [order] = exits();
	return (
		order && {
			type: order.type,
			quantity: order.quantity,
			price: order.price,
			stopPrice: order.stopPrice,
			limitPrice: order.limitPrice,
		}
	);
};

describe('protected', () => {
	test('at market, in percent of the average price', async () => {
		const item = await done();
		expect(item).toMatchObject({
			outcome: 'protected',
			symbol: 'BTCUSDT',
			protectedQty: 0.001,
			entry: { outcome: 'placed', result: 'filled', side: 'BUY', averagePrice: 60000 },
			exit: {
				outcome: 'placed',
				type: 'OCO',
				side: 'SELL',
				pricedFrom: { averagePrice: 60000, price: 4, stopPrice: -2, limitPrice: -2.5 },
			},
		});
		expect(exit()).toEqual({
			type: 'OCO',
			quantity: '0.001',
			price: '62400',
			stopPrice: '58800',
			limitPrice: '58500',
		});
		expect(stand.exchange.placed).toHaveLength(2);
	});

	test('at prices, off the tick to the safe side', async () => {
		await done({ takeProfit: '65000.001', stopPrice: '58000.001', limitPrice: '57000.001' });
		expect(exit()).toMatchObject({
			price: '65000.01',
			stopPrice: '58000.01',
			limitPrice: '57000.01',
		});
	});

	test('at a limit, once it is filled', async () => {
		after(4_000, () => fill());
		expect(await done(LIMIT)).toMatchObject({
			outcome: 'protected',
			entry: { averagePrice: 59000 },
		});
		expect(exit()).toMatchObject({ price: '61360', stopPrice: '57820' });
	});

	test('a part of it: the rest is canceled first', async () => {
		after(4_000, () => fill('0.0006'));
		expect(await done({ ...LIMIT, options: { timeout: 0.3, waitUntilFilled: 10 } })).toMatchObject({
			outcome: 'protected',
			protectedQty: 0.0006,
			entry: { result: 'partly_filled', status: 'CANCELED' },
		});
		expect(exit()?.quantity).toBe('0.0006');
	});

	test('an exit is no older than the fill: Maximum Age is said of the entry', async () => {
		after(20_000, () => fill());
		const signalTime = new Date(stand.clock.now()).toISOString();
		const options = { timeout: 0.3, maxAge: 5, signalTime };
		expect(await done({ ...LIMIT, options })).toMatchObject({ outcome: 'protected' });
	});

	test('less the fee that was taken in the base asset', async () => {
		stand.exchange.state.setBalance('BTC', '1');
		stand.exchange.state.payFeesIn('BTC');
		await done({ quantity: '0.01' });
		expect(exit()?.quantity).toBe('0.00999');
	});

	test('sized by the risk that its own stop leaves', async () => {
		stand.exchange.state.setBalance('USDT', '10000');
		const item = await done({ amountIn: 'risk', riskPercent: '1' });
		expect(item).toMatchObject({
			entry: { sized: { riskPercent: 1, equity: 10000, price: 60000, stopPrice: 58800 } },
		});
		// 100 USDT over a way of 1200.
		expect(exit()?.quantity).toBe('0.08333');
	});

	test('an answer that says filled, and not how much: the lists do', async () => {
		fail(POST, answerOf({ ...ROW, status: 'FILLED' }));
		expect(await done()).toMatchObject({ outcome: 'protected', protectedQty: 0.001 });
	});

	test('a lost answer of either order changes nothing', async () => {
		fail(POST, faults.dropAfterAccepting());
		fail(POST, faults.dropAfterAccepting(), 1);
		expect(await done()).toMatchObject({
			outcome: 'protected',
			entry: { reconciled: true },
			exit: { reconciled: true },
		});
		expect(stand.exchange.placed).toHaveLength(2);
	});
});

test('two equal items are two wishes', async () => {
	const run = await create({}, { items: [{}, {}] });
	expect(run.success.map(({ json }) => json.outcome)).toEqual(['protected', 'protected']);
	expect(stand.exchange.placed).toHaveLength(4);
});

describe('no rail that let the entry through holds its exit, which only takes risk away', () => {
	test('others used up Maximum Orders per Hour meanwhile', async () => {
		after(4_000, () => {
			fill();
			void placeAsAnother(stand.exchange, stand.clock, { ...ANY, price: 50_000 });
		});
		const run = await create(LIMIT, { credential: { maxOrdersPerHour: '2' } });
		expect(run.success[0]?.json).toMatchObject({ outcome: 'protected' });
	});

	test('the market moved away from the stop, beyond Maximum Deviation', async () => {
		after(4_000, () => {
			fill();
			stand.exchange.state.setPrice('BTCUSDT', '61000');
		});
		const options = { timeout: 0.3, maxDeviation: 5 };
		expect(await done({ ...LIMIT, options })).toMatchObject({ outcome: 'protected' });
	});
});

describe('one entry has one exit', () => {
	beforeEach(() => stand.exchange.state.setBalance('BTC', '1'));
	const REPEAT = { timeout: 0.3, repeatWindow: 60 };

	test('also for a repeated call that asks for another stop', async () => {
		expect(await done({ options: REPEAT })).toMatchObject({ outcome: 'protected' });
		expect(await done({ options: REPEAT, stopPrice: '-1%' })).toMatchObject({
			outcome: 'protected',
			entry: { outcome: 'already_placed' },
			exit: { outcome: 'already_placed', stopPrice: 58800 },
		});
		expect(exits()).toHaveLength(1);
	});

	test('also where the outcome of the first one is unknown', async () => {
		fail(POST, faults.dropAfterAccepting(), 1);
		fail(OPEN, faults.status5xxBefore(503), 0, 40);
		expect(await failure({ options: REPEAT })).toMatchObject({ outcome: 'unknown' });
		stand.exchange.faults.clear();
		expect(await done({ options: REPEAT, stopPrice: '-1%' })).toMatchObject({
			outcome: 'protected',
			exit: { stopPrice: 58800 },
		});
		expect(exits()).toHaveLength(1);
	});

	test('also for two calls at once that add what is missing', async () => {
		fail(POST, faults.refusal('ACCOUNT_BAN_TRADE'), 1);
		expect(await failure({ options: REPEAT })).toMatchObject({ outcome: 'unprotected' });
		const added = await Promise.all([
			done({ options: REPEAT }),
			done({ options: REPEAT, stopPrice: '-1%' }),
		]);
		expect(added.map(({ outcome }) => outcome)).toEqual(['protected', 'protected']);
		expect(exits()).toHaveLength(1);
	});

	test('a first one that was refused does not stand in the way', async () => {
		fail(POST, faults.refusal('ACCOUNT_BAN_TRADE'), 1);
		expect(await failure({ options: REPEAT })).toMatchObject({ outcome: 'unprotected' });
		expect(await done({ options: REPEAT, stopPrice: '-1%' })).toMatchObject({
			exit: { outcome: 'placed', stopPrice: 59400 },
		});
		expect(exits()).toHaveLength(1);
	});
});

describe('not placed', () => {
	test('the entry was refused', async () => {
		fail(POST, faults.refusal('ACCOUNT_BAN_TRADE'));
		expect(await failure()).toMatchObject({ outcome: 'not_placed' });
		expect(stand.exchange.placed).toEqual([]);
	});

	test('nothing was filled in time: it is canceled', async () => {
		expect(await failure(LIMIT)).toMatchObject({
			outcome: 'not_placed',
			reason: 'not_filled',
			message: expect.stringMatching(/^Not filled/),
			entry: { displayingId: String(FIRST_ID), status: 'CANCELED' },
		});
		expect(exits()).toEqual([]);
	});

	test.each<[string, INodeParameters, NamiOptions, IDataObject]>([
		[
			'below the minimum',
			{ quantity: '0.00008', takeProfit: '+1%' },
			{},
			{ reason: 'symbol_rules' },
		],
		[
			'a stop above the market',
			{ stopPrice: '60001', limitPrice: '60000.5' },
			{},
			{ field: 'stopPrice' },
		],
		[
			'a stop above the market, at which a higher limit buys',
			{
				type: 'LIMIT',
				price: '63000',
				takeProfit: '65000',
				stopPrice: '61000',
				limitPrice: '60900',
			},
			{},
			{ field: 'stopPrice' },
		],
		['a profit below the market', { takeProfit: '-1%' }, {}, { field: 'takeProfit' }],
		[
			'a stop leg that asks for more than the stop',
			{ limitPrice: '-1%' },
			{},
			{ field: 'limitPrice' },
		],
		['a stop above the profit', { stopPrice: '+5%' }, {}, { field: 'stopPrice' }],
		['no stop', { stopPrice: '' }, {}, { field: 'stopPrice' }],
		[
			'a size by risk with no way to the stop',
			{ amountIn: 'risk', riskPercent: '1', stopPrice: '60000', limitPrice: '59900' },
			{},
			{ reason: 'invalid_input', field: 'stopPrice' },
		],
		[
			'an exit beyond a rail',
			{ options: { allowedSides: ['BUY'] } },
			{},
			{ rail: 'allowedSides', order: 'exit' },
		],
		[
			'an exit too far from the market',
			{ options: { maxDeviation: 3 } },
			{},
			{ rail: 'maxDeviation' },
		],
		[
			'one order too many',
			{},
			{ credential: { maxOrdersPerHour: '1' } },
			{ rail: 'maxOrdersPerHour' },
		],
		['Reduce Only', {}, { credential: { trading: 'reduceOnly' } }, { rail: 'trading' }],
	])('%s: said before anything is bought', async (_, changes, options, facts) => {
		expect(await failure(changes, options)).toMatchObject({ outcome: 'not_placed', ...facts });
		expect(stand.exchange.placed).toEqual([]);
	});
});

describe('unprotected', () => {
	const FACTS = {
		outcome: 'unprotected',
		symbol: 'BTCUSDT',
		unprotectedQty: 0.001,
		entry: { displayingId: String(FIRST_ID), executedQty: 0.001 },
	};

	test('the exit was refused: a retry by hand adds it, and only it', async () => {
		fail(POST, faults.refusal('ACCOUNT_BAN_TRADE'), 1);
		const failed = await create();
		expect(failed.error).toMatchObject({
			message: expect.stringMatching(/^BOUGHT, BUT NOT PROTECTED: 0.001 BTC/),
			context: { data: FACTS },
		});
		const retried = await retry(failed);
		expect(retried.success[0]?.json).toMatchObject({ outcome: 'protected', protectedQty: 0.001 });
		expect(stand.exchange.placed).toHaveLength(2);
	});

	test('the market is below the stop already', async () => {
		after(4_000, () => {
			stand.exchange.state.setPrice('BTCUSDT', '50000');
		});
		expect(await failure(LIMIT)).toMatchObject({
			outcome: 'unprotected',
			entry: { status: 'FILLED' },
		});
		expect(exits()).toEqual([]);
	});

	test('its rest could not be canceled', async () => {
		after(4_000, () => fill('0.0006'));
		fail(DELETE, faults.refusal('ACCOUNT_BAN_TRADE'));
		const failed = await create(LIMIT);
		expect(failed.error).toMatchObject({
			context: { data: { outcome: 'unprotected', unprotectedQty: 0.0006 } },
		});
		expect(exits()).toEqual([]);
		const retried = await retry(failed, LIMIT);
		expect(retried.success[0]?.json).toMatchObject({ outcome: 'protected', protectedQty: 0.0006 });
	});
});

describe('unknown', () => {
	test('the entry: no exit is sent', async () => {
		fail(POST, faults.dropBeforeReading());
		expect(await failure()).toMatchObject({ outcome: 'unknown' });
		expect(stand.exchange.placed).toEqual([]);
		expect(stand.exchange.countOrderPosts()).toBeLessThanOrEqual(1);
	});

	test('the exit: it says what was bought, and a retry sends no second one', async () => {
		fail(POST, faults.dropBeforeReading(), 1);
		const failed = await create();
		expect(failed.error).toMatchObject({
			message: expect.stringMatching(/^BOUGHT, BUT IT IS NOT KNOWN WHETHER IT IS PROTECTED/),
			context: {
				data: {
					outcome: 'unknown',
					isPlaced: true,
					entry: { executedQty: 0.001 },
					exit: { type: 'OCO' },
				},
			},
		});
		const retried = await retry(failed);
		expect(retried.error).toMatchObject({ context: { data: { outcome: 'unknown' } } });
		expect(exits()).toEqual([]);
	});

	test('how much was bought: a canceled order that does not say so is not an empty one', async () => {
		after(4_000, () => fill('0.0006'));
		fail(DELETE, answerOf({ ...ROW, status: 'CANCELED' }));
		fail(OPEN, faults.status5xxBefore(503), 7, 99);
		const item = await failure(LIMIT);
		expect(item).toMatchObject({ outcome: 'unknown', isPlaced: true });
		expect(item.message).not.toMatch(/\b0 /);
	});

	test('how much was bought', async () => {
		fail(OPEN, faults.status5xxBefore(503), 0, 999);
		expect(await failure(LIMIT)).toMatchObject({ outcome: 'unknown', isPlaced: true });
		expect(exits()).toEqual([]);
	});
});

describe('what follows in the same run', () => {
	const THREE: NamiOptions = { items: [{}, {}, {}], onError: 'continueErrorOutput' };
	const said = ({ success, failed }: Run) =>
		[...success, ...failed].map(({ json: { error, outcome } }) => {
			const { outcome: failure, reason, heldUpByItem } = { ...(error as IDataObject | undefined) };
			return error === undefined ? outcome : [failure, reason, heldUpByItem].join(' ').trim();
		});
	beforeEach(() => fail(POST, faults.refusal('ACCOUNT_BAN_TRADE'), 1));

	test('is held up by what is not protected, as by what is unknown', async () => {
		expect(said(await create({}, THREE))).toEqual([
			'unprotected refused',
			'not_placed skipped 0',
			'not_placed skipped 0',
		]);
		expect(stand.exchange.placed).toHaveLength(1);
	});

	test('a retry that adds what is missing goes on with it', async () => {
		const failed = await create({}, { items: [{}, {}, {}] });
		expect(failed.error).toBeDefined();
		expect(said(await retry(failed))).toEqual(['protected', 'protected', 'protected']);
		expect(stand.exchange.placed).toHaveLength(6);
	});

	test('not with Continue After Unknown', async () => {
		const options = { timeout: 0.3, continueAfterUnknown: true };
		expect(said(await create({ options }, THREE))).toEqual([
			'protected',
			'protected',
			'unprotected refused',
		]);
	});

	test('nor by what was not filled', async () => {
		stand.exchange.faults.clear();
		expect(said(await create(LIMIT, THREE))).toEqual(Array(3).fill('not_placed not_filled'));
	});
});

describe('Dry Run', () => {
	test('tells both orders', async () => {
		expect(await done({ dryRun: 'always' })).toMatchObject({
			outcome: 'dry_run',
			entry: { type: 'MARKET', request: { body: { side: 'BUY', quantity: 0.001 } } },
			exit: {
				request: { body: { type: 'OCO', price: 62400, stopPrice: 58800, limitPrice: 58500 } },
			},
		});
		expect(stand.exchange.countOrderPosts()).toBe(0);
	});
});

describe('Order Key', () => {
	const KEYED = { options: { timeout: 0.3, orderKey: 'alert-9' } };

	test('a signal that comes again after all is done', async () => {
		expect(await done(KEYED)).toMatchObject({ outcome: 'protected' });
		expect(await failure(KEYED)).toMatchObject({ reason: 'duplicate_order_key' });
		expect(stand.exchange.placed).toHaveLength(2);
	});

	test('adds the exit that the earlier delivery could not place', async () => {
		fail(POST, faults.refusal('ACCOUNT_BAN_TRADE'), 1);
		expect(await failure(KEYED)).toMatchObject({ outcome: 'unprotected' });
		expect(await done(KEYED)).toMatchObject({ outcome: 'protected', entry: { reconciled: true } });
		expect(stand.exchange.placed).toHaveLength(2);
	});

	test('finds the exit whose outcome the earlier delivery did not learn', async () => {
		fail(POST, faults.dropAfterAccepting(), 1);
		fail(OPEN, faults.status5xxBefore(503), 0, 40);
		expect(await failure(KEYED)).toMatchObject({ outcome: 'unknown' });
		stand.exchange.faults.clear();
		expect(await done(KEYED)).toMatchObject({ outcome: 'protected', exit: { reconciled: true } });
		expect(stand.exchange.placed).toHaveLength(2);
	});

	test('says of an exit of unknown outcome what the earlier delivery said', async () => {
		fail(POST, faults.dropBeforeReading(), 1);
		for (let delivery = 0; delivery < 2; delivery += 1) {
			expect(await failure(KEYED)).toMatchObject({
				outcome: 'unknown',
				message: expect.stringMatching(/^BOUGHT, BUT IT IS NOT KNOWN WHETHER IT IS PROTECTED/),
				exit: { type: 'OCO' },
			});
		}
		expect(exits()).toEqual([]);
	});

	test('the entry of another signal is nobody else’s, however equal', async () => {
		stand.exchange.state.setBalance('BTC', '1');
		expect(await done(KEYED)).toMatchObject({ outcome: 'protected' });
		const other = { options: { timeout: 0.3, orderKey: 'alert-10' } };
		fail(POST, faults.dropBeforeReading());
		expect(await failure(other)).toMatchObject({ outcome: 'unknown' });
		restartPackage();
		expect(await failure(other)).toMatchObject({ outcome: 'unknown', reason: 'interrupted' });
		expect(stand.exchange.placed).toHaveLength(2);
	});

	describe('an entry that was sized, and whose answer was lost with n8n', () => {
		const SIZED = { ...KEYED, amountIn: 'percent', percent: '50' };
		const loses = async (fault: Fault) => {
			stand.exchange.state.setBalance('USDT', '600');
			fail(POST, fault);
			fail(OPEN, faults.status5xxBefore(503), 0, 40);
			expect(await failure(SIZED)).toMatchObject({ outcome: 'unknown' });
			stand.exchange.faults.clear();
			restartPackage();
		};

		test('is found by the amount that it was sent for', async () => {
			await loses(faults.dropAfterAccepting());
			await placeAsAnother(stand.exchange, stand.clock, {
				...ANY,
				type: 'MARKET',
				quantity: 0.003,
			});
			expect(await done(SIZED)).toMatchObject({
				outcome: 'protected',
				entry: { displayingId: String(FIRST_ID), reconciled: true },
			});
			expect(exits()).toHaveLength(1);
		});

		test('is unknown where there is none for as much', async () => {
			await loses(faults.dropBeforeReading());
			await placeAsAnother(stand.exchange, stand.clock, {
				...ANY,
				type: 'MARKET',
				quantity: 0.003,
			});
			expect(await failure(SIZED)).toMatchObject({ outcome: 'unknown', reason: 'interrupted' });
			expect(exits()).toEqual([]);
		});
	});

	test('another node has the same one for another signal, and does not wait for this', async () => {
		const slow = { ...LIMIT, options: { ...KEYED.options, waitUntilFilled: 300 } };
		const nodeOf = (name: string, parameters: INodeParameters): INode => ({
			...{ id: name, name, type: 'n8n-nodes-nami.namiSpot', typeVersion: 1, position: [0, 0] },
			...{ parameters, credentials: { namiApi: { id: 'namiApi-1', name: 'namiApi' } } },
		});
		const runNode = async (name: string, parameters: INodeParameters) => {
			await runWorkflowJson(
				{
					nodes: [triggerNode, nodeOf(name, parameters)],
					connections: { Trigger: { main: [[{ node: name, type: 'main', index: 0 }]] } },
				},
				{ credentials: { namiApi: credentialFor(stand.exchange) } },
			);
			return stand.clock.now();
		};
		const slowIsOver = runNode('Slow', slow);
		const quickIsOver = runNode('Quick', { ...PROTECTED, ...KEYED });
		expect(await quickIsOver).toBeLessThan((await slowIsOver) - 200_000);
		expect(exits()).toHaveLength(1);
	});

	test('one that bought nothing buys when it comes again', async () => {
		fail(POST, faults.refusal('ACCOUNT_BAN_TRADE'));
		expect(await failure(KEYED)).toMatchObject({ outcome: 'not_placed' });
		expect(await done(KEYED)).toMatchObject({ outcome: 'protected' });
		expect(stand.exchange.placed).toHaveLength(2);
	});
});

test('a retry without a credential does not say that an entry of unknown outcome was not placed', async () => {
	fail(POST, faults.dropBeforeReading());
	const failed = await create();
	expect(failed.error).toMatchObject({ context: { data: { outcome: 'unknown' } } });
	const retried = await namiRetry(stand.exchange, failed, {
		parameters: PROTECTED,
		credentials: {},
	});
	expect(retried.error).toMatchObject({ context: { data: { outcome: 'unknown' } } });
});
