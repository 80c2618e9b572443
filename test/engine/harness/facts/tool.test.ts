import type { INodeType } from 'n8n-workflow';
import { runTool } from '../../../../tools/harness';
import { PROBE, probeNode } from './probe';

const asTool = (node: INodeType) => ({ type: PROBE, nodeTypes: { [PROBE]: node } });

test('a node as an agent’s tool: the agent’s arguments reach its parameters', async () => {
	const seen: unknown[] = [];
	const run = await runTool({
		...asTool(
			probeNode(async function () {
				seen.push({ items: this.getInputData().map(({ json }) => json), mode: this.getMode() });
				return [{ json: { text: this.getNodeParameter('text', 0) } }];
			}),
		),
		parameters: { text: "={{ $fromAI('what') }}" },
		items: [{ what: 'first' }, { what: 'second' }],
	});
	expect(run.error).toBeUndefined();
	expect(run.answers).toEqual(['[{"text":"first"}]', '[{"text":"second"}]']);
	expect(seen).toEqual([
		{ items: [{ what: 'first' }], mode: 'trigger' },
		{ items: [{ what: 'second' }], mode: 'trigger' },
	]);
});

test('tries of a tool’s Retry On Fail each have a run index of their own', async () => {
	const runIndexes: unknown[] = [];
	const visits: unknown[] = [];
	const run = await runTool({
		...asTool(
			probeNode(async function () {
				const memory = this.getContext('node');
				memory['visits'] = Number(memory['visits'] ?? 0) + 1;
				visits.push(memory['visits']);
				runIndexes.push(this.evaluateExpression('{{ $runIndex }}', 0));
				throw new Error('again');
			}),
		),
		retryOnFail: true,
		node: { maxTries: 3 },
		items: [{}],
	});
	expect(runIndexes).toEqual([0, 1, 2]);
	expect(visits).toEqual([1, 2, 3]);
	expect(run.error?.message).toBe('again');
});
