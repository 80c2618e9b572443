import type { IExecuteFunctions } from 'n8n-workflow';
import { retryRun, runWorkflowJson } from '../../../../tools/harness';
import { triggerNode } from '../../../../tools/harness/run';
import { PROBE, probeNode, runProbe } from './probe';

interface Seen {
	executionId: string;
	mode: string;
	runIndex: unknown;
	/** The same as the context itself carries it. */
	openRunIndex: unknown;
	visits: number;
	items: number;
	establishedAt: number | undefined;
}

function look(context: IExecuteFunctions): Seen {
	const memory = context.getContext('node');
	memory['visits'] = Number(memory['visits'] ?? 0) + 1;
	return {
		executionId: context.getExecutionId(),
		mode: context.getMode(),
		runIndex: context.evaluateExpression('{{ $runIndex }}', 0),
		openRunIndex: 'runIndex' in context ? context.runIndex : undefined,
		visits: Number(memory['visits']),
		items: context.getInputData().length,
		establishedAt: context.getExecutionContext()?.establishedAt,
	};
}

const items = [{ n: 0 }, { n: 1 }, { n: 2 }];

describe('Retry On Fail', () => {
	test.each([
		['the first item has an error', [0], 3],
		['a later item has an error', [1, 2], 1],
		['no item has an error', [], 1],
	])('when %s', async (_, failing, tries) => {
		const seen: Seen[] = [];
		const run = await runProbe(
			async function () {
				seen.push(look(this));
				return this.getInputData().map((_item, i) => ({
					json: failing.includes(i) ? { error: 'text' } : { fine: i },
					pairedItem: { item: i },
				}));
			},
			{ items, retryOnFail: true, maxTries: 3, onError: 'continueErrorOutput' },
		);
		expect(run.tries).toBe(tries);
		expect(seen.map((try_) => try_.items)).toEqual(Array(tries).fill(3));
		expect(run.failed).toHaveLength(failing.length);
	});

	test('tries share run index, execution id and node context', async () => {
		const seen: Seen[] = [];
		await runProbe(
			async function () {
				seen.push(look(this));
				throw new Error('again');
			},
			{ retryOnFail: true, maxTries: 3, executionId: '77' },
		);
		expect(seen.map(({ visits }) => visits)).toEqual([1, 2, 3]);
		expect(new Set(seen.map(({ runIndex }) => runIndex))).toEqual(new Set([0]));
		expect(new Set(seen.map(({ executionId }) => executionId))).toEqual(new Set(['77']));
	});

	test('canceling does not end the tries: the node runs again with an aborted signal', async () => {
		const controller = new AbortController();
		const aborted: Array<boolean | undefined> = [];
		const run = await runProbe(
			async function () {
				aborted.push(this.getExecutionCancelSignal()?.aborted);
				controller.abort();
				throw new Error('again');
			},
			{ retryOnFail: true, maxTries: 3, signal: controller.signal },
		);
		expect(aborted).toEqual([false, true, true]);
		expect(run.tries).toBe(3);
	});
});

test('canceling after a node has ended keeps the next one from starting', async () => {
	const controller = new AbortController();
	const run = await runProbe(
		async function () {
			controller.abort();
			return this.getInputData();
		},
		{ signal: controller.signal },
	);
	expect(run.status).toBe('canceled');
});

test('a manual retry keeps context and start, and has a new execution id and mode', async () => {
	const seen: Seen[] = [];
	const failed = await runProbe(
		async function () {
			seen.push(look(this));
			if (this.getMode() !== 'retry') throw new Error('fails at first');
			return [{ json: { text: this.getNodeParameter('text', 0) } }];
		},
		{ items, parameters: { text: 'before' } },
	);
	const again = await retryRun(failed, { parameters: { text: 'after' } });
	expect(failed.status).toBe('error');
	expect(again.success[0]?.json).toEqual({ text: 'after' });
	const [first, second] = seen;
	expect(second).toEqual({ ...first, mode: 'retry', visits: 2, executionId: again.executionId });
	expect(second?.executionId).not.toBe(first?.executionId);
	expect(first?.establishedAt).toEqual(expect.any(Number));
});

test('a manual retry goes on where the execution failed, with the items that it had', async () => {
	const failed = await runProbe(
		async function () {
			if (this.getMode() !== 'retry') throw new Error('fails at first');
			return this.getInputData();
		},
		{ items },
	);
	const again = await retryRun(failed);
	expect(again.success.map(({ json }) => json)).toEqual(items);
	expect(again.calls).toEqual({ Nami: 1 });
});

test('each round of a loop is a further run index with the same context', async () => {
	const seen: Seen[] = [];
	const probe = probeNode(async function () {
		seen.push(look(this));
		return this.getInputData();
	});
	const wire = (node: string) => [{ node, type: 'main' as const, index: 0 }];
	const node = (name: string, type: string, x: number) => ({
		...triggerNode,
		id: name,
		name,
		type,
		position: [x, 0] as [number, number],
	});
	const run = await runWorkflowJson(
		{
			nodes: [
				triggerNode,
				node('Loop', 'n8n-nodes-base.splitInBatches', 200),
				node('Probe', PROBE, 400),
			],
			connections: {
				[triggerNode.name]: { main: [wire('Loop')] },
				Loop: { main: [[], wire('Probe')] },
				Probe: { main: [wire('Loop')] },
			},
		},
		{ items: items.map((json) => ({ json })), nodeTypes: { [PROBE]: probe } },
	);
	expect(seen.map(({ runIndex }) => runIndex)).toEqual([0, 1, 2]);
	expect(seen.map(({ openRunIndex }) => openRunIndex)).toEqual([0, 1, 2]);
	expect(seen.map(({ visits }) => visits)).toEqual([1, 2, 3]);
	expect(run.data.resultData.runData['Loop']).toHaveLength(4);
});
