import { Expression } from 'n8n-workflow';
import { engineVersion, runWorkflow, useDeduplicationStore } from '../../tools/harness';
import { PROBE, probeNode, runProbe } from './harness/facts/probe';

test('the engine is the one that was asked for', () => {
	expect(engineVersion).toBe(process.env['NAMI_ENGINE_VERSION'] || '2.8.1');
});

test('expressions are evaluated for each item', async () => {
	const run = await runProbe(
		async function () {
			return this.getInputData().map((_, i) => ({
				json: { text: this.getNodeParameter('text', i) },
				pairedItem: { item: i },
			}));
		},
		{ parameters: { text: '={{ $json.a + 1 }}' }, items: [{ a: 1 }, { a: 2 }] },
	);
	expect(run.error).toBeUndefined();
	expect(run.success.map(({ json }) => json)).toEqual([{ text: 2 }, { text: 3 }]);
	expect(run.tries).toBe(1);
});

test('newer engines evaluate expressions in an isolate, as n8n does', async () => {
	await runProbe(async () => []);
	const expression: object = Expression;
	const implementation =
		'getActiveImplementation' in expression
			? (expression as { getActiveImplementation(): string }).getActiveImplementation()
			: 'not known to this engine';
	expect(implementation).toBe(engineVersion === '2.8.1' ? 'not known to this engine' : 'vm');
});

const readText = async (text: string) =>
	await runProbe(
		async function () {
			return [{ json: { text: this.getNodeParameter('text', 0) } }];
		},
		{ parameters: { text } },
	);

test('an expression that asks for a node that is not there throws', async () => {
	const run = await readText("={{ $('Nobody').item.json.price }}");
	expect(run.status).toBe('error');
	expect(run.error?.message).toMatch(/node/i);
});

test('an expression that reads a field of nothing does not throw: it is empty', async () => {
	const run = await readText('={{ $json.a.b }}');
	expect(run.status).toBe('success');
	expect(run.success[0]?.json['text'] ?? 'empty').toBe('empty');
});

test('a missing required parameter fails before anything runs', async () => {
	const node = probeNode(async () => [{ json: {} }]);
	node.description.properties[0] = { ...node.description.properties[0]!, required: true };
	const run = await runWorkflow({ type: PROBE, nodeTypes: { [PROBE]: node } });
	expect(run.status).toBe('error');
	expect(run.tries).toBe(0);
});

test('a missing credential is an error of the node', async () => {
	const run = await runProbe(async function () {
		await this.getCredentials('probeApi');
		return [];
	});
	expect(run.error?.message).toBe('Node does not require credentials');
});

test('each execution has its own logs, also when executions run side by side', async () => {
	const log = async (text: string) =>
		await runProbe(async function () {
			this.logger.warn(text, { detail: text });
			await new Promise((resolve) => setImmediate(resolve));
			this.logger.info(`${text} again`);
			return [];
		}, {});
	const runs = await Promise.all([log('one'), log('two')]);
	const visible = runs.map(({ logs }) => logs.filter(({ level }) => level !== 'debug'));
	expect(visible.map((logs) => logs.map(({ message }) => message))).toEqual([
		['one', 'one again'],
		['two', 'two again'],
	]);
	expect(visible[0]?.[0]).toEqual({ level: 'warn', message: 'one', metadata: { detail: 'one' } });
});

test('static data goes in and comes out', async () => {
	const run = await runProbe(
		async function () {
			const data = this.getWorkflowStaticData('global');
			data['count'] = Number(data['count']) + 1;
			return [];
		},
		{ staticData: { global: { count: 6 } } },
	);
	expect(run.staticData).toMatchObject({ global: { count: 7 } });
});

describe('deduplication', () => {
	beforeEach(() => useDeduplicationStore());

	const record = async (...values: string[]) =>
		await runProbe(async function () {
			const { checkProcessedAndRecord } = this.helpers;
			return [
				{ json: { ...(await checkProcessedAndRecord(values, 'node', { mode: 'entries' })) } },
			];
		});

	test('remembers over executions, forgets what is removed', async () => {
		const first = await record('a', 'b');
		const second = await record('b', 'c');
		await runProbe(async function () {
			await this.helpers.removeProcessed(['b'], 'node', { mode: 'entries' });
			return [];
		});
		const third = await record('b', 'c');
		expect([first, second, third].map((run) => run.success[0]?.json)).toEqual([
			{ new: ['a', 'b'], processed: [] },
			{ new: ['c'], processed: ['b'] },
			{ new: ['b'], processed: ['c'] },
		]);
	});

	test('loses one of two writes at the same time: it reads and writes the whole row', async () => {
		await record('first');
		await runProbe(async function () {
			const { checkProcessedAndRecord: check } = this.helpers;
			await Promise.all(['a', 'b'].map((value) => check([value], 'node', { mode: 'entries' })));
			return [];
		});
		const after = await record('a', 'b');
		expect(after.success[0]?.json['new']).toHaveLength(1);
	});
});
