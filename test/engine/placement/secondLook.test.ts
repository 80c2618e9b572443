import type { IDataObject } from 'n8n-workflow';
import { faults } from '../../../tools/exchange';
import { useDeduplicationStore } from '../../../tools/harness';
import { namiRetry, namiWorkflow, useExchange } from '../support';
import { FILLED, filled, seedOrders } from '../support/seedOrders';
import { batch, parameters } from './support/batch';

/** Its faults say that an order was placed, so the exchange takes a market order as it comes first. */
const bench = useExchange({ marketNeeds: 'nothing' });
const ORDER = { method: 'POST', path: '/api/v4/spot/order' };
const HISTORY = { method: 'GET', path: '/api/v4/spot/history' };
const A_WHILE_MS = 60_000;
const one = batch('MARKET').slice(0, 1);
beforeEach(() => useDeduplicationStore());

async function runOnce(options: IDataObject = {}) {
	return await namiWorkflow(bench.exchange, { parameters: parameters(options), items: one });
}

test('what the broker refused and placed all the same is found before a retry by hand', async () => {
	bench.exchange.settings.historyLagMs = 30_000;
	bench.exchange.faults.add({ match: ORDER, fault: faults.brokerErrorButPlaced() });
	const failed = await runOnce();
	expect(failed.error).toMatchObject({
		context: { data: { outcome: 'not_placed', verified: true } },
	});
	bench.clock.jump(A_WHILE_MS);
	const again = await namiRetry(bench.exchange, failed);
	expect(again.success[0]?.json).toMatchObject({ outcome: 'placed', reconciled: true });
	expect(bench.exchange.countOrderPosts()).toBe(1);
});

test('the signal of what is found then has used its key', async () => {
	bench.exchange.settings.historyLagMs = 30_000;
	bench.exchange.faults.add({ match: ORDER, fault: faults.brokerErrorButPlaced() });
	const failed = await runOnce({ orderKey: 'alert-1' });
	expect(failed.error).toMatchObject({ context: { data: { reason: 'refused_by_broker' } } });
	bench.clock.jump(A_WHILE_MS);
	await namiRetry(bench.exchange, failed);
	const delivered = await runOnce({ orderKey: 'alert-1' });
	expect(delivered.error).toMatchObject({ context: { data: { reason: 'duplicate_order_key' } } });
	expect(bench.exchange.countOrderPosts()).toBe(1);
});

test('what the broker refused is sent again by hand only once it could be looked for', async () => {
	bench.exchange.faults.add({ match: ORDER, fault: faults.brokerError() });
	const failed = await runOnce();
	bench.exchange.faults.add({ match: HISTORY, times: 99, fault: faults.status5xxBefore(503) });
	const inTheDark = await namiRetry(bench.exchange, failed);
	const data = { outcome: 'unknown', reason: 'refused_by_broker', verified: false };
	expect(inTheDark.error).toMatchObject({ context: { data } });
	expect(bench.exchange.countOrderPosts()).toBe(1);

	bench.exchange.faults.clear();
	const again = await namiRetry(bench.exchange, inTheDark);
	expect(again.success[0]?.json.outcome).toBe('placed');
	expect(bench.exchange.orders).toHaveLength(1);
});

test('an order is found among a thousand that were filled after it', async () => {
	bench.exchange.settings.historyLagMs = 30_000;
	bench.exchange.faults.add({ match: ORDER, fault: faults.dropAfterAccepting() });
	const failed = await runOnce();
	await seedOrders(bench, ...filled(1000).map(() => ({ ...FILLED, quantity: 0.0007 })));
	bench.clock.jump(A_WHILE_MS);
	const again = await namiRetry(bench.exchange, failed);
	expect(again.success[0]?.json).toMatchObject({ outcome: 'placed', reconciled: true });
});

test('an order of another symbol with the same id hides none', async () => {
	const [item] = one;
	const now = bench.clock.now();
	const order = { displayingId: 7, ...item, createdAt: new Date(now).toISOString() };
	const answer = (data: unknown) => {
		const body = JSON.stringify({ status: 'ok', data });
		return {
			name: 'ids by symbol',
			accept: 'no',
			answer: { kind: 'raw', status: 200, headers: {}, body },
		} as const;
	};
	bench.exchange.faults.add({
		match: ORDER,
		fault: answer({ ...order, symbol: 'ETHUSDT', status: 'FILLED' }),
	});
	bench.exchange.faults.add({ match: ORDER, skip: 1, fault: faults.brokerError() });
	bench.exchange.faults.add({
		match: HISTORY,
		times: 1,
		fault: answer([{ ...order, symbol: 'BTCUSDT', status: 'FILLED' }]),
	});
	const run = await namiWorkflow(bench.exchange, {
		parameters: parameters(),
		items: [{ ...item, symbol: 'ETHUSDT' }, { ...item }],
		onError: 'continueRegularOutput',
	});
	expect(run.success.map(({ json }) => json)).toMatchObject([
		{ outcome: 'placed', displayingId: '7' },
		{ outcome: 'placed', displayingId: '7', reconciled: true },
	]);
});

test('a ban ends the batch, however soon it is said to be over', async () => {
	bench.exchange.faults.add({ match: ORDER, fault: faults.httpError(418, '0') });
	const run = await namiWorkflow(bench.exchange, {
		parameters: parameters(),
		items: batch(),
		onError: 'continueRegularOutput',
	});
	const banned = { error: { outcome: 'not_placed', reason: 'banned' } };
	expect(run.success.map(({ json }) => json)).toMatchObject([banned, banned, banned]);
	expect(bench.exchange.countOrderPosts()).toBe(1);
});
