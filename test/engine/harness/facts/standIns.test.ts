import type { INode, INodeParameters } from 'n8n-workflow';
import { runWorkflowJson } from '../../../../tools/harness';
import { triggerNode } from '../../../../tools/harness/run';

const node = (name: string, type: string, parameters: INodeParameters = {}): INode => ({
	...triggerNode,
	id: name,
	name,
	type: `n8n-nodes-base.${type}`,
	typeVersion: 3.2,
	parameters,
});

const wire = (...names: string[]) =>
	names.map((name) => ({ node: name, type: 'main' as const, index: 0 }));

const equals = (leftValue: string, rightValue: string) => ({
	options: { caseSensitive: true, leftValue: '', typeValidation: 'strict', version: 2 },
	conditions: [
		{ id: '1', leftValue, rightValue, operator: { type: 'string', operation: 'equals' } },
	],
	combinator: 'and',
});

test('Set adds fields, Switch and If send each item where n8n would', async () => {
	const run = await runWorkflowJson(
		{
			nodes: [
				triggerNode,
				node('Set', 'set', {
					includeOtherFields: true,
					assignments: {
						assignments: [{ id: '1', name: 'kind', value: '={{ $json.n }}!', type: 'string' }],
					},
				}),
				node('Switch', 'switch', {
					rules: {
						values: [
							{ conditions: equals('={{ $json.kind }}', 'a!') },
							{ conditions: equals('={{ $json.kind }}', 'b!') },
						],
					},
				}),
				node('If', 'if', { conditions: equals('={{ $json.n }}', 'b') }),
				node('A', 'noOp'),
				node('B', 'noOp'),
			],
			connections: {
				[triggerNode.name]: { main: [wire('Set')] },
				Set: { main: [wire('Switch')] },
				Switch: { main: [wire('A'), wire('If')] },
				If: { main: [wire('B')] },
			},
		},
		{ items: [{ json: { n: 'a' } }, { json: { n: 'b' } }, { json: { n: 'c' } }] },
	);
	expect(run.error).toBeUndefined();
	expect(run.output('A').map(({ json }) => json)).toEqual([{ n: 'a', kind: 'a!' }]);
	expect(run.output('B').map(({ json }) => json)).toEqual([{ n: 'b', kind: 'b!' }]);
	expect(run.output('If', 1)).toEqual([]);
});
