import type { IDataObject } from 'n8n-workflow';
import { faults } from '../../../tools/exchange';
import { useDeduplicationStore } from '../../../tools/harness';
import { useExchange } from '../support';
import { jsonOf, redEnd, runExample, useRealTime } from './example';

const stand = useExchange();

beforeEach(() => useDeduplicationStore());

type Status = Parameters<typeof faults.refusal>[0];

const refuse = (status: Status = 'NOT_ENOUGH_QUOTE_ASSET', times = 1) =>
	stand.exchange.faults.add({ match: { method: 'POST' }, times, fault: faults.refusal(status) });
/** The order never arrives, but nobody can know. */
const loseNext = (skip = 0) =>
	stand.exchange.faults.add({
		match: { method: 'POST' },
		skip,
		times: 1,
		fault: faults.dropBeforeReading(),
	});
const posts = () => stand.exchange.countOrderPosts();

describe('first-safe-order.json', () => {
	const FILE = 'first-safe-order.json';

	test('by hand it shows what would be sent, what it costs and whether the balance is enough', async () => {
		const run = await runExample(stand.exchange, FILE, { mode: 'manual' });
		expect(jsonOf(run.output('Place Order'))).toMatchObject([
			{
				outcome: 'dry_run',
				symbol: 'BTCUSDT',
				price: 59734.09,
				value: expect.any(Number),
				balance: { asset: 'USDT', isEnough: expect.any(Boolean) },
			},
		]);
		expect(posts()).toBe(0);
	});

	test('with Dry Run out of the way it places the order', async () => {
		const run = await runExample(stand.exchange, FILE);
		expect(jsonOf(run.output('Place Order'))).toMatchObject([{ outcome: 'placed' }]);
	});

	test('a refused order and one that nobody knows about end red, each in its own place', async () => {
		refuse();
		expect(redEnd(await runExample(stand.exchange, FILE))).toMatchObject({
			node: 'Not Placed',
			outcome: 'not_placed',
		});
		loseNext();
		expect(redEnd(await runExample(stand.exchange, FILE))).toMatchObject({
			node: 'Look at the Exchange',
			outcome: 'unknown',
		});
	});
});

describe('dca-schedule.json', () => {
	const tick = async () => await runExample(stand.exchange, 'dca-schedule.json');

	test('buys what the plan says, once a day', async () => {
		const run = await tick();
		expect(jsonOf(run.output('Bought'))).toMatchObject([
			{ symbol: 'BTCUSDT', side: 'BUY', type: 'MARKET' },
			{ symbol: 'ETHUSDT', side: 'BUY', type: 'MARKET' },
		]);
		const again = await tick();
		expect(again.status).toBe('success');
		expect(again.output('Nothing to Do')).toHaveLength(2);
		expect(stand.exchange.placed).toHaveLength(2);
	});

	test('an order that is refused holds up no other, and is told', async () => {
		refuse();
		const run = await tick();
		expect(jsonOf(run.output('Bought'))).toMatchObject([{ symbol: 'ETHUSDT' }]);
		expect(redEnd(run)).toMatchObject({ status: 'error', node: 'Not Bought' });
	});

	test('all that is refused is told, not only the first', async () => {
		refuse('NOT_ENOUGH_QUOTE_ASSET', 2);
		const { message } = redEnd(await tick());
		expect(String(message).split('\n')).toHaveLength(2);
	});

	test('an unknown outcome is never called Not Bought, and takes the skipped ones along', async () => {
		loseNext();
		const run = await tick();
		expect(redEnd(run)).toMatchObject({ node: 'Look at the Exchange', outcome: 'unknown' });
		expect(String(redEnd(run)['message']).split('\n')).toHaveLength(2);
		expect(run.calls['Not Bought']).toBeUndefined();
		expect(posts()).toBe(1);
	});
});

describe('grid-limit-orders.json', () => {
	const run = async (grid: IDataObject = {}) =>
		await runExample(stand.exchange, 'grid-limit-orders.json', { fields: { Grid: grid } });

	test('shows its orders first and sends none', async () => {
		const shown = await runExample(stand.exchange, 'grid-limit-orders.json', { mode: 'manual' });
		const items = jsonOf(shown.output('Placed'));
		expect(items).toHaveLength(8);
		for (const item of items)
			expect(item).toMatchObject({ outcome: 'dry_run', request: { method: 'POST' } });
		expect(posts()).toBe(0);
	});

	test('buys below the last price and sells above it', async () => {
		const { output } = await run();
		expect(jsonOf(output('Placed')).map(({ side, price }) => [side, price])).toEqual([
			['BUY', 56000],
			['BUY', 58000],
			['BUY', 60000],
			['BUY', 62000],
			['SELL', 64000],
			['SELL', 66000],
			['SELL', 68000],
			['SELL', 70000],
		]);
		expect(stand.exchange.placed.map(({ status }) => status)).toEqual(Array(8).fill('NEW'));
	});

	test('a grid that does not fall on the tick is moved to it', async () => {
		const { output } = await run({ levels: 4, lowest: 50000, highest: 60000 });
		const [, second] = jsonOf(output('Placed'));
		expect(second).toMatchObject({ price: 53333.33, adjusted: [{ field: 'price' }] });
	});
});

describe('oco-stop-loss-take-profit.json', () => {
	const FILE = 'oco-stop-loss-take-profit.json';
	const run = async (executionId?: string) =>
		await runExample(stand.exchange, FILE, { ...(executionId && { executionId }) });

	test('what was bought is protected on both sides', async () => {
		const { output, error } = await run();
		expect(error).toBeUndefined();
		expect(jsonOf(output('Protected'))).toMatchObject([{ outcome: 'protected' }]);
		const [bought, oco] = stand.exchange.placed.filter(({ type }) => /MARKET|OCO/.test(type));
		expect(bought).toMatchObject({ side: 'BUY', status: 'FILLED' });
		expect(oco).toMatchObject({ side: 'SELL', status: 'NEW', price: '66021.89' });
	});

	test('by hand both orders are only checked', async () => {
		const { output, error } = await runExample(stand.exchange, FILE, { mode: 'manual' });
		expect(error).toBeUndefined();
		expect(jsonOf(output('Protected'))).toMatchObject([
			{ outcome: 'dry_run', entry: { side: 'BUY' }, exit: { side: 'SELL', type: 'OCO' } },
		]);
	});

	test('an execution that is run again with the same id neither buys nor sells again', async () => {
		await run('7001');
		const before = stand.exchange.placed.length;
		const again = await run('7001');
		expect(again.output('Nothing to Do')).toHaveLength(1);
		expect(stand.exchange.placed).toHaveLength(before);
	});

	test('a purchase that could not be protected is told as one', async () => {
		// The second request is its exit.
		stand.exchange.settings.marketNeeds = 'nothing';
		stand.exchange.faults.add({
			match: { method: 'POST' },
			skip: 1,
			fault: faults.refusal('STOP_LIMIT_INVALID_STOP_PRICE'),
		});
		expect(redEnd(await run())).toMatchObject({
			node: 'Look at the Exchange',
			outcome: 'unprotected',
		});
	});

	test.each([
		['the purchase', 0],
		['the protection', 1],
	])('an unknown outcome of %s is looked at', async (_, skip) => {
		loseNext(skip);
		expect(redEnd(await run())).toMatchObject({
			node: 'Look at the Exchange',
			outcome: 'unknown',
		});
	});

	test('a purchase that is refused is not bought', async () => {
		refuse();
		expect(redEnd(await run())).toMatchObject({ node: 'Not Bought', outcome: 'not_placed' });
	});
});

describe('error-branch.json', () => {
	beforeEach(() => useRealTime(stand.clock));

	const FILE = 'error-branch.json';
	const order = async (fields: IDataObject = {}) =>
		await runExample(stand.exchange, FILE, { fields: { Order: { id: 'signal 1', ...fields } } });
	const answer = (fault: ReturnType<typeof faults.httpError>, times = 1) =>
		stand.exchange.faults.add({ match: { method: 'POST' }, times, fault });

	test('a good order takes no branch', async () => {
		const run = await order();
		expect(run.output('Placed')).toHaveLength(1);
		expect(run.calls['What to Do?']).toBeUndefined();
	});

	test('an order that was sent before needs nothing', async () => {
		await order();
		const run = await order();
		expect(jsonOf(run.output('Nothing to Do'))).toMatchObject([
			{ error: { reason: 'duplicate_order_key' } },
		]);
	});

	test.each<[string, IDataObject, () => void]>([
		['Add Funds', {}, () => refuse()],
		['Fix the Order', { quantity: 'much' }, () => {}],
		['Fix the Order', { quantity: 1 }, () => {}],
		['Fix the Order', {}, () => refuse('INVALID_SIDE')],
		['Fix the Order', {}, () => answer(faults.httpError(401), 2)],
	])('%s: %j', async (branch, fields, prepare) => {
		prepare();
		const run = await order(fields);
		const [item] = jsonOf(run.output(branch));
		const { message, advice } = item?.['error'] as IDataObject;
		expect(item).toMatchObject({
			error: { outcome: 'not_placed' },
			text: `${String(message)}. ${String(advice)}`,
		});
		expect(stand.exchange.placed).toEqual([]);
	});

	test('an order that has to wait is sent again, with the same Order Key', async () => {
		answer(faults.refusal('MAINTAIN'));
		const run = await order();
		expect(run.calls['Wait']).toBe(1);
		expect(run.output('Placed')).toHaveLength(1);
	});

	test('an order whose outcome is not known goes to where someone looks', async () => {
		loseNext();
		expect(redEnd(await order())).toMatchObject({
			node: 'Look at the Exchange',
			outcome: 'unknown',
		});
	});
});
