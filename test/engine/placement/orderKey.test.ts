import { faults } from '../../../tools/exchange';
import { useDeduplicationStore } from '../../../tools/harness';
import { namiWorkflow, useExchange } from '../support';
import { batch, parameters } from './support/batch';

const bench = useExchange();
const ORDER = { method: 'POST', path: '/api/v4/spot/order' };
const SKIP = { continueAfterUnknown: true };

beforeEach(() => useDeduplicationStore());

const run = async (keys: string[], options = {}) =>
	await namiWorkflow(bench.exchange, {
		parameters: parameters({ orderKey: '={{ $json.key }}', ...SKIP }),
		items: batch()
			.slice(0, keys.length)
			.map((item, index) => ({ ...item, key: keys[index] ?? '' })),
		onError: 'continueRegularOutput',
		...options,
	});

const results = ({ success }: Awaited<ReturnType<typeof run>>) =>
	success.map(({ json }) => (json.error as { reason: string } | undefined)?.reason ?? json.outcome);

test('the same key twice in a batch places one order', async () => {
	expect(results(await run(['a', 'b', 'a']))).toEqual(['placed', 'placed', 'duplicate_order_key']);
	expect(bench.exchange.orders).toHaveLength(2);
});

test('the same key in another execution places nothing, nor does it release the key', async () => {
	await run(['a']);
	expect(results(await run(['a']))).toEqual(['duplicate_order_key']);
	expect(results(await run(['a', 'b']))).toEqual(['duplicate_order_key', 'placed']);
	expect(bench.exchange.countOrderPosts()).toBe(2);
});

test('a key whose signal was answered with an equal order of the Repeat Window is used, too', async () => {
	const window = { parameters: parameters({ orderKey: '={{ $json.key }}', repeatWindow: 60 }) };
	expect(results(await run(['a'], window))).toEqual(['placed']);
	expect(results(await run(['b'], window))).toEqual(['already_placed']);
	bench.clock.jump(120_000);
	expect(results(await run(['b'], window))).toEqual(['duplicate_order_key']);
	expect(bench.exchange.countOrderPosts()).toBe(1);
});

test('ten executions at once with one key place one order', async () => {
	const runs = await Promise.all(Array.from({ length: 10 }, async () => await run(['a'])));
	expect(runs.flatMap(results).filter((result) => result === 'placed')).toHaveLength(1);
	expect(runs.flatMap(results).filter((result) => result === 'duplicate_order_key')).toHaveLength(
		9,
	);
	expect(bench.exchange.countOrderPosts()).toBe(1);
});

test.each([
	['a refusal', faults.refusal('TRADE_NOT_ALLOWED'), 'refused'],
	['a broker error that was looked up', faults.brokerError(), 'refused_by_broker'],
	['a 401', faults.httpError(401), 'unauthorized'],
])('%s releases the key', async (_name, fault, reason) => {
	bench.exchange.faults.add({ match: ORDER, fault });
	expect(results(await run(['a']))).toEqual([reason]);
	expect(results(await run(['a']))).toEqual(['placed']);
});

test('a broker that refuses and places it all the same cannot bring the order twice', async () => {
	bench.exchange.settings.historyLagMs = 10_000;
	bench.exchange.settings.openLagMs = 10_000;
	bench.exchange.faults.add({ match: ORDER, fault: faults.brokerErrorButPlaced() });
	expect(results(await run(['a']))).toEqual(['placed']);
	expect(results(await run(['a']))).toEqual(['duplicate_order_key']);
	expect(bench.exchange.orders).toHaveLength(1);
});

test('while a broker’s refusal cannot be checked late, its key is kept', async () => {
	bench.exchange.faults.add({ match: ORDER, fault: faults.brokerError() });
	const match = { method: 'GET' };
	bench.exchange.faults.add({ match, skip: 2, times: 99, fault: faults.status5xxBefore(503) });
	expect(results(await run(['a']))).toEqual(['refused_by_broker']);
	bench.exchange.faults.clear();
	expect(results(await run(['a']))).toEqual(['duplicate_order_key']);
	expect(bench.exchange.countOrderPosts()).toBe(1);
});

test.each([
	['not accepted', faults.dropBeforeReading()],
	['accepted unseen', faults.dropAfterAccepting()],
])('an unknown outcome keeps the key: %s', async (_name, fault) => {
	bench.exchange.settings.openLagMs = 60_000;
	bench.exchange.faults.add({ match: ORDER, fault });
	expect(results(await run(['a']))).toEqual(['connection_lost']);
	expect(results(await run(['a']))).toEqual(['duplicate_order_key']);
	expect(bench.exchange.countOrderPosts()).toBe(1);
});

test('tries of Retry On Fail do not stumble over their own key', async () => {
	bench.exchange.faults.add({ match: ORDER, times: 3, fault: faults.httpError(429, 1) });
	const tried = await run(['a', 'b'], { retryOnFail: true, maxTries: 2 });
	expect(tried.tries).toBe(2);
	expect(results(tried)).toEqual(['placed', 'placed']);
	expect(bench.exchange.orders).toHaveLength(2);
});

test('nothing is sent when the table cannot be used', async () => {
	useDeduplicationStore('/nowhere/at/all.json');
	expect(results(await run(['a']))).toEqual(['order_key_unavailable']);
	expect(bench.exchange.countOrderPosts()).toBe(0);
});

test.each(['', ' ', '={{ $json.missing }}', '={{ ({ id: 1 }) }}', '={{ [] }}', '={{ NaN }}'])(
	'nothing is sent when the key is set to %p: the order would go unprotected',
	async (orderKey) => {
		const failed = await run(['a'], { parameters: parameters({ orderKey }) });
		expect(failed.success[0]?.json.error).toMatchObject({
			outcome: 'not_placed',
			reason: 'invalid_input',
			field: 'orderKey',
		});
		expect(bench.exchange.countOrderPosts()).toBe(0);
	},
);

test('a number is a key, too', async () => {
	const withNumber = { parameters: parameters({ orderKey: '={{ 7 }}' }) };
	expect(results(await run(['a'], withNumber))).toEqual(['placed']);
	expect(results(await run(['a'], withNumber))).toEqual(['duplicate_order_key']);
});
