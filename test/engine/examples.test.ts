import type { IDataObject, INode } from 'n8n-workflow';
import { exampleFiles, readExample, runExample, type Example } from './examples/example';
import { useDeduplicationStore } from '../../tools/harness';
import { useExchange } from './support';

const stand = useExchange();

beforeEach(() => useDeduplicationStore());

const WRITES = ['create', 'createProtected', 'closePosition', 'cancel', 'cancelMany'];
const TODOS = ['look', 'fund', 'wait', 'fix', 'nothing'];
const LOOK = 'Look at the Exchange';

/** Nodes of this package that may place or cancel orders. */
const writersOf = ({ nodes }: Example): INode[] =>
	nodes.filter(
		({ type, parameters }) =>
			/^n8n-nodes-nami\.namiSpot(Tool)?$/.test(type) &&
			parameters['resource'] === 'order' &&
			WRITES.includes(String(parameters['operation'])),
	);

const isTool = ({ type }: INode) => type.endsWith('Tool');

const notesOf = ({ nodes }: Example) =>
	nodes
		.filter(({ type }) => type === 'n8n-nodes-base.stickyNote')
		.map(({ name, parameters }) => ({ name, ...(parameters as unknown as Note) }));

interface Note {
	readonly content: string;
	readonly height: number;
	readonly width: number;
}

/** Pixels of a character and of a line of a note, as n8n's editor draws them, on the safe side. */
const CHARACTER = 6.9;
const MARGINS = 32;
const LINE = 19;
const HEADING = 1.35;
const GAP = 8;

function heightOf({ content, width }: Note): number {
	const characters = Math.floor((width - MARGINS) / CHARACTER);
	return content.split('\n').reduce((height, line) => {
		const text = line.replace(/[*`]/g, '');
		const size = text.startsWith('#') ? HEADING : 1;
		return height + (text ? LINE * size * Math.ceil((text.length * size) / characters) : GAP);
	}, MARGINS);
}

interface Rule {
	readonly conditions: {
		readonly conditions: ReadonlyArray<{
			readonly leftValue: string;
			readonly rightValue: string;
			readonly operator: { readonly operation: string };
		}>;
	};
}

const rulesOf = (parameters: INode['parameters'] = {}) =>
	(parameters['rules'] as unknown as { values: Rule[] }).values;

describe.each(exampleFiles)('%s', (file) => {
	const example = readExample(file);
	const { name, nodes, connections, active } = example;

	test('can be imported: complete nodes, links that lead somewhere, switched off', () => {
		expect(name).toMatch(/^Nami: /);
		expect(active).toBe(false);
		const names = nodes.map((node) => node.name);
		expect(new Set(names).size).toBe(names.length);
		expect(new Set(nodes.map(({ id }) => id)).size).toBe(nodes.length);
		const targets = Object.values(connections).flatMap((outputs) =>
			Object.values(outputs).flatMap((links) => links.flatMap((link) => link ?? [])),
		);
		const linked = [...Object.keys(connections), ...targets.map(({ node }) => node)];
		expect(linked.filter((linkedName) => !names.includes(linkedName))).toEqual([]);
	});

	test('refers to its credentials by name and holds no secret', () => {
		const ownNodes = nodes.filter(({ type }) => type.startsWith('n8n-nodes-nami.'));
		for (const node of ownNodes) {
			expect(node.credentials).toEqual({ namiApi: { id: 'namiAccount', name: 'Nami account' } });
		}
		expect(JSON.stringify(nodes)).not.toMatch(/apiKey|apiSecret|sk-|[0-9a-f]{64}/i);
	});

	test('explains itself on notes that are complete: not cut off, naming nodes that exist', () => {
		const notes = notesOf(example);
		expect(notes.some(({ content }) => /^## \S/.test(content))).toBe(true);
		for (const note of notes) expect(note.height).toBeGreaterThanOrEqual(heightOf(note));
		for (const { content } of notes) expect(content).not.toMatch(/activate/i);
	});

	test('starts safe: orders are checked only when it is run by hand, and nothing goes elsewhere', () => {
		for (const { parameters } of writersOf(example)) expect(parameters['dryRun']).toBe('manual');
		expect(JSON.stringify(nodes)).not.toMatch(/https?:\/\/|example\.com/);
		for (const { type, parameters } of nodes) {
			if (type === 'n8n-nodes-base.telegram') expect(parameters['chatId']).toBe('');
			if (type === 'n8n-nodes-base.webhook') expect(parameters['path']).toBe('');
		}
	});

	test('has no Switch rule that cannot be clicked: one condition each', () => {
		for (const { type, parameters } of nodes) {
			if (type !== 'n8n-nodes-base.switch') continue;
			const rules = rulesOf(parameters);
			for (const { conditions } of rules) expect(conditions.conditions).toHaveLength(1);
		}
	});
});

const examples = exampleFiles.map((file) => [file, readExample(file)] as const);
const writers = examples.flatMap(([file, example]) =>
	writersOf(example).map((node) => [file, node.name, { example, node }] as const),
);
const roads = writers.filter(([, , { node }]) => !isTool(node));
const tools = writers.filter(([, , { node }]) => isTool(node));

test.each(roads)(
	'%s › %s: what is unknown has a road of its own',
	(_, order, { example, node }) => {
		const { nodes, connections } = example;
		expect(node.onError).toBe('continueErrorOutput');
		const [todo] = connections[order]?.['main']?.[1] ?? [];
		const { type, parameters } = nodes.find(({ name }) => name === todo?.node) ?? {};
		expect(type).toBe('n8n-nodes-base.switch');
		const conditions = rulesOf(parameters).map((rule) => rule.conditions.conditions[0]);
		expect(conditions.map((condition) => condition?.rightValue)).toEqual(TODOS);
		for (const condition of conditions) {
			expect(condition).toMatchObject({
				leftValue: '={{ $json.error.todo }}',
				operator: { operation: 'equals' },
			});
		}
		expect(parameters?.['options']).toMatchObject({ fallbackOutput: 'extra' });
		const outputs = (connections[String(todo?.node)]?.['main'] ?? []).map((links) =>
			(links ?? []).map((link) => link.node),
		);
		expect(outputs).toHaveLength(TODOS.length + 1);
		// Where a word comes up that nobody knows yet, somebody looks.
		expect([outputs[0], outputs.at(-1)]).toEqual([[LOOK], [LOOK]]);
		expect(outputs.slice(1, -1).flat()).not.toContain(LOOK);
		expect(nodes.find(({ name }) => name === LOOK)).toMatchObject({
			type: 'n8n-nodes-base.stopAndError',
			parameters: {
				errorObject: expect.stringMatching(/outcome: ('unknown'|\$json\.error\.outcome)/),
			},
		});
	},
);

test.each(tools)('%s › %s: no guard rail is left to the model', (_, _order, { node }) => {
	const options = node.parameters['options'] as IDataObject;
	expect(Object.keys(options)).toEqual(
		expect.arrayContaining(['allowedSides', 'allowedSymbols', 'maxOrderValue']),
	);
	expect(JSON.stringify(options)).not.toMatch(/fromAI|\{\{/i);
});

/** A webhook has nothing to hand on when it is run by hand. */
const byHand = [...new Set(roads.map(([file]) => file))].filter(
	(file) => !readExample(file).nodes.some(({ type }) => type === 'n8n-nodes-base.webhook'),
);

test.each(byHand)('%s: run by hand it sends nothing, and ends green', async (file) => {
	const run = await runExample(stand.exchange, file, { mode: 'manual' });
	expect(run.error).toBeUndefined();
	expect(stand.exchange.countOrderPosts()).toBe(0);
	expect(stand.exchange.placed).toEqual([]);
});

test('there is an example for each of the first things that people do', () => {
	expect(exampleFiles).toEqual([
		'ai-agent-approval.json',
		'ai-agent.json',
		'dca-schedule.json',
		'error-branch.json',
		'error-workflow.json',
		'first-safe-order.json',
		'grid-limit-orders.json',
		'oco-stop-loss-take-profit.json',
		'telegram-alerts.json',
		'tradingview-alert.json',
		'tradingview-indicator-alert.json',
	]);
	const first = readExample('first-safe-order.json').nodes;
	expect(first.filter(({ type }) => !type.endsWith('.stickyNote'))).toHaveLength(5);
});
