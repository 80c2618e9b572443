import type { IDataObject } from 'n8n-workflow';
import { faults } from '../../../tools/exchange';
import { packageNodes } from '../../../tools/harness/package';
import { namiRetry, namiWorkflow, useExchange, PROTECTED } from '../support';
import { stored } from '../../../tools/harness/execution';
import { batch, parameters } from './support/batch';

/** Its faults say which order is refused, so the exchange takes a market order as it comes first. */
const bench = useExchange({ marketNeeds: 'nothing' });
const ORDER = { method: 'POST', path: '/api/v4/spot/order' };
const BYTES_AN_ITEM = 400;

interface Page {
	entries: Record<string, IDataObject>;
	prepared?: Record<string, IDataObject>;
}

interface Kept {
	namiOrders: Record<string, Page>;
}

type Run = Awaited<ReturnType<typeof namiWorkflow>>;

function pageOf(run: Run): Page {
	const kept = run.data.executionData?.contextData['node:Nami'] as unknown as Kept;
	return kept.namiOrders['0'] ?? { entries: {} };
}

function entriesOf(run: Run): Record<string, IDataObject> {
	return pageOf(run).entries;
}

test('the intent is in the ledger before the POST arrives', async () => {
	const controller = new AbortController();
	let kept: unknown;
	const node = packageNodes().get('n8n-nodes-nami.namiSpot');
	const watching = Object.create(node ?? null);
	watching.execute = async function (this: { getContext(of: 'node'): IDataObject }) {
		const context = this.getContext('node');
		bench.exchange.faults.use(({ method }) => {
			if (method === 'POST') kept = JSON.parse(JSON.stringify(context));
			return undefined;
		});
		return await (node as { execute: () => unknown }).execute.call(this);
	};
	await namiWorkflow(bench.exchange, {
		parameters: parameters(),
		items: batch().slice(0, 1),
		signal: controller.signal,
		nodeTypes: { 'n8n-nodes-nami.namiSpot': watching },
	});
	expect((kept as Kept).namiOrders['0']?.entries['0']).toMatchObject({ state: 'sending' });
});

test('an entry that is still “sending” is unknown: looked for, never sent again', async () => {
	bench.exchange.faults.add({ match: ORDER, fault: faults.dropBeforeReading() });
	const failed = await namiWorkflow(bench.exchange, {
		parameters: parameters(),
		items: batch().slice(0, 1),
	});
	const [entry] = Object.values(entriesOf(failed));
	Object.assign(entry ?? {}, { state: 'sending' });
	const again = await namiRetry(bench.exchange, failed);
	expect(again.error).toMatchObject({
		context: { data: { outcome: 'unknown', reason: 'interrupted' } },
	});
	expect(bench.exchange.countOrderPosts()).toBe(1);
});

test(`a run that succeeds keeps at most ${BYTES_AN_ITEM} bytes an item`, async () => {
	const run = await namiWorkflow(bench.exchange, { parameters: parameters(), items: batch() });
	const bytes = JSON.stringify(entriesOf(run)).length;
	expect(bytes / batch().length).toBeLessThanOrEqual(BYTES_AN_ITEM);
});

describe('what is kept of the answers', () => {
	const kept = async (items: IDataObject[]) =>
		pageOf(
			await namiWorkflow(bench.exchange, {
				parameters: PROTECTED,
				items,
				onError: 'continueErrorOutput',
			}),
		);
	const placed = () =>
		bench.exchange.placed.map(({ displayingId }) => ({
			state: 'placed',
			data: { displayingId: Number(displayingId), symbol: 'BTCUSDT' },
		}));

	test('the ids, once all is placed: n8n runs it no more', async () => {
		const { entries, prepared } = await kept([{}, {}]);
		const [first, firstExit, second, secondExit] = placed();
		expect(entries).toEqual({ 0: first, '0/exit': firstExit, 1: second, '1/exit': secondExit });
		expect(prepared).toEqual({});
	});

	test('all, as long as an item is not done: another try has to finish it', async () => {
		bench.exchange.faults.add({
			match: ORDER,
			skip: 3,
			fault: faults.refusal('ACCOUNT_BAN_TRADE'),
		});
		const { entries, prepared } = await kept([{}, {}]);
		expect(entries).toMatchObject({
			0: { data: { side: 'BUY', executedQty: 0.001 } },
			1: { data: { side: 'BUY', executedQty: 0.001 } },
			'1/exit': { state: 'not_placed' },
		});
		expect(Object.keys(prepared ?? {})).toEqual(['0', '1', '0/exit', '1/exit']);
	});
});

test('the ledger is plain JSON', async () => {
	bench.exchange.faults.add({ match: ORDER, skip: 1, fault: faults.dropBeforeReading() });
	const run = await namiWorkflow(bench.exchange, { parameters: parameters(), items: batch() });
	expect(stored(run.data).executionData?.contextData).toEqual(run.data.executionData?.contextData);
});

test('a last look that fails is made up for', async () => {
	const { exchange, clock } = bench;
	exchange.settings.openLagMs = 14_000;
	exchange.faults.add({ match: ORDER, fault: faults.dropAfterAccepting() });
	const start = clock.now();
	exchange.faults.use(({ method, at }) =>
		method === 'GET' && at >= start + 15_000 && at < start + 20_000
			? faults.status5xxBefore()
			: undefined,
	);
	const run = await namiWorkflow(exchange, {
		parameters: parameters(),
		items: batch().slice(0, 1),
	});
	expect(run.success[0]?.json).toMatchObject({ outcome: 'placed', reconciled: true });
	expect(clock.now()).toBe(start + 21_000);
});
