import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { NodeConnectionTypes, type IExecuteFunctions, type INodeType } from 'n8n-workflow';
import { runWorkflowJson } from '../../../tools/harness';
import { packageRoot } from '../../../tools/harness/package';
import { useExchange } from '../support';
import { lifeOf, nextPoll, placeOrder } from './support';

const stand = useExchange();

/** Hands on what its parameters evaluate to. */
function echo(name: string, parameters: readonly string[]): [string, INodeType] {
	const type: INodeType = {
		description: {
			displayName: name,
			name,
			group: ['transform'],
			version: [3.4, 4.2],
			description: '',
			defaults: { name },
			inputs: [NodeConnectionTypes.Main],
			outputs: [NodeConnectionTypes.Main],
			properties: parameters.map((parameter) => ({
				displayName: parameter,
				name: parameter,
				type: 'json',
				default: '',
			})),
		},
		async execute(this: IExecuteFunctions) {
			const evaluate = (i: number) => parameters.map((name) => this.getNodeParameter(name, i));
			return [this.getInputData().map((_, i) => ({ json: asFields(evaluate(i)[0]) }))];
		},
	};
	return [`n8n-nodes-base.${name}`, type];
}

/** The fields that n8n's Edit Fields node makes of its assignments; anything else as it is. */
function asFields(value: unknown) {
	const { assignments } = Object(value);
	if (!Array.isArray(assignments)) return Object(value);
	return Object.fromEntries(assignments.map((field) => [field.name, field.value]));
}

test('the example tells of a fill', async () => {
	const file = join(packageRoot, 'examples/fill-notification.json');
	const workflow = JSON.parse(readFileSync(file, 'utf8'));
	const trigger = workflow.nodes.find(({ name }: { name: string }) => name === 'Nami Spot Trigger');
	const { pollTimes, ...parameters } = trigger.parameters;
	expect(pollTimes.item).toEqual([{ mode: 'everyMinute' }]);
	const life = lifeOf(stand, parameters);
	await life.activate();
	const id = await placeOrder(stand);
	stand.exchange.state.fill(id);
	const items = (await nextPoll(stand, life)).map((json) => ({ json }));
	const run = await runWorkflowJson(workflow, {
		items,
		nodeTypes: Object.fromEntries([
			echo('set', ['assignments']),
			echo('httpRequest', ['jsonBody']),
			echo('stickyNote', ['content']),
		]),
	});
	expect(run.error).toBeUndefined();
	expect(run.output('Send It').map(({ json }) => json)).toEqual([
		{
			id: `orderFilled:${id}`,
			text: `BUY BTCUSDT: 0.001 of 0.001 filled at 60000 (order ${id})`,
		},
	]);
});
