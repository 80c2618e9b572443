import type { IDataObject, INode } from 'n8n-workflow';
import { faults } from '../../tools/exchange';
import { exampleFiles, readExample, runExample } from './examples/example';
import { runTool, useDeduplicationStore } from '../../tools/harness';
import { credentialFor, useExchange } from './support';

const stand = useExchange();

beforeEach(() => useDeduplicationStore());

const jsonOf = (items: ReadonlyArray<{ json: IDataObject }>) => items.map(({ json }) => json);

describe.each(exampleFiles)('%s', (file) => {
	const { name, nodes, connections, active } = readExample(file);

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
		expect(ownNodes.length).toBeGreaterThan(0);
		for (const node of ownNodes) {
			expect(node.credentials).toEqual({ namiApi: { id: 'namiAccount', name: 'Nami account' } });
		}
		expect(JSON.stringify(nodes)).not.toMatch(/apiKey|apiSecret|sk-|[0-9a-f]{64}/i);
	});

	test('explains itself on a sticky note', () => {
		const notes = nodes.filter(({ type }) => type === 'n8n-nodes-base.stickyNote');
		expect(notes.some(({ parameters }) => /^## \S/.test(String(parameters['content'])))).toBe(true);
	});
});

describe('tradingview-alert.json', () => {
	const alert = { id: 'BTCUSDT long 1', symbol: 'BTCUSDT', side: 'buy', quantity: '0.001' };
	const receive = async (...bodies: IDataObject[]) =>
		await runExample(stand.exchange, 'tradingview-alert.json', {
			items: bodies.map((body) => ({ headers: {}, params: {}, query: {}, body })),
		});

	test('an alert becomes an order; the same alert again does not', async () => {
		const first = await receive(alert);
		expect(jsonOf(first.output('Placed'))).toMatchObject([
			{ outcome: 'placed', symbol: 'BTCUSDT', side: 'BUY', type: 'MARKET', quantity: 0.001 },
		]);
		const second = await receive(alert);
		expect(second.output('Placed')).toEqual([]);
		expect(jsonOf(second.output('Not Placed'))[0]?.['text']).toMatch(/duplicate_order_key/);
		expect(stand.exchange.placed).toHaveLength(1);
	});

	test.each([
		['another market', { symbol: 'NAMIUSDT', quantity: '400' }],
		['more than is allowed', { quantity: '0.01' }],
	])('an alert for %s is not sent', async (_, change) => {
		const run = await receive({ ...alert, ...change });
		expect(jsonOf(run.output('Not Placed'))[0]?.['text']).toMatch(/\(guard_rail\)$/);
		expect(stand.exchange.countOrderPosts()).toBe(0);
	});

	test.each(['id', 'symbol', 'side'])('an alert without its %s is not sent', async (missing) => {
		const run = await receive({ ...alert, [missing]: undefined });
		expect(run.output('Incomplete Alert')).toHaveLength(1);
		expect(stand.exchange.countOrderPosts()).toBe(0);
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
		expect(again.output('Not Bought')).toHaveLength(2);
		expect(stand.exchange.placed).toHaveLength(2);
	});

	test('an order that is refused holds up no other', async () => {
		stand.exchange.faults.add({
			match: { method: 'POST' },
			times: 1,
			fault: faults.refusal('NOT_ENOUGH_QUOTE_ASSET'),
		});
		const run = await tick();
		expect(jsonOf(run.output('Not Bought'))[0]?.['text']).toMatch(/quote asset.*\(refused\)$/);
		expect(jsonOf(run.output('Bought'))).toMatchObject([{ symbol: 'ETHUSDT' }]);
	});
});

describe('grid-limit-orders.json', () => {
	const run = async (dryRun: boolean) =>
		await runExample(stand.exchange, 'grid-limit-orders.json', { fields: { Grid: { dryRun } } });

	test('shows its requests first and sends none', async () => {
		const items = jsonOf((await run(true)).output('Placed'));
		expect(items).toHaveLength(8);
		for (const item of items)
			expect(item).toMatchObject({ outcome: 'dry_run', request: { method: 'POST' } });
		expect(stand.exchange.countOrderPosts()).toBe(0);
	});

	test('buys below the last price and sells above it', async () => {
		const { output } = await run(false);
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
		const { output } = await runExample(stand.exchange, 'grid-limit-orders.json', {
			fields: { Grid: { dryRun: false, levels: 4, lowest: 50000, highest: 60000 } },
		});
		const [, second] = jsonOf(output('Placed'));
		expect(second).toMatchObject({ price: 53333.33, adjusted: [{ field: 'price' }] });
	});
});

describe('oco-stop-loss-take-profit.json', () => {
	const FILE = 'oco-stop-loss-take-profit.json';

	test('what was bought is protected on both sides', async () => {
		const { output } = await runExample(stand.exchange, FILE);
		expect(output('Unprotected')).toEqual([]);
		expect(output('Protected')).toHaveLength(1);
		const [bought, oco] = stand.exchange.placed.filter(({ type }) => /MARKET|OCO/.test(type));
		expect(bought).toMatchObject({ side: 'BUY', status: 'FILLED' });
		expect(oco).toMatchObject({
			side: 'SELL',
			status: 'NEW',
			quantity: bought?.quantity,
			price: '66021.89',
			stopPrice: '60991.66',
			limitPrice: '60677.27',
		});
	});

	test('an execution that is run again with the same id neither buys nor sells again', async () => {
		await runExample(stand.exchange, FILE, { executionId: '7001' });
		const before = stand.exchange.placed.length;
		const again = await runExample(stand.exchange, FILE, { executionId: '7001' });
		expect(again.status).toBe('error');
		expect(again.error?.message).toMatch(/“7001 buy” was sent before/);
		expect(stand.exchange.placed).toHaveLength(before);
	});

	test('a purchase that could not be protected is told', async () => {
		stand.exchange.faults.add({
			match: { method: 'POST' },
			skip: 1,
			fault: faults.refusal('STOP_LIMIT_INVALID_STOP_PRICE'),
		});
		const { output } = await runExample(stand.exchange, FILE);
		expect(jsonOf(output('Unprotected'))).toEqual([
			{ text: expect.stringMatching(/^Bought, but not protected: .*stop price \(order \d+\)$/) },
		]);
	});

	const refuseToRead = (times: number) =>
		stand.exchange.faults.add({
			match: { method: 'GET', path: '/api/v4/spot/open' },
			times,
			fault: faults.refusal('UNKNOWN'),
		});

	test('a purchase that could not be read is told, after all tries', async () => {
		refuseToRead(Infinity);
		const { output, calls } = await runExample(stand.exchange, FILE);
		expect(jsonOf(output('Unprotected'))).toEqual([
			{ text: expect.stringMatching(/^Bought, but not protected: .+ \(order \d+\)$/) },
		]);
		expect(calls).toMatchObject({ 'Read Fill': 5 });
		expect(calls).not.toHaveProperty('Protect');
		expect(stand.exchange.placed).toHaveLength(1);
	});

	test('a purchase that could be read at a later try is protected', async () => {
		// The node itself asks three times.
		refuseToRead(3);
		const { output, calls } = await runExample(stand.exchange, FILE);
		expect(calls['Read Fill']).toBe(2);
		expect(output('Unprotected')).toEqual([]);
		expect(output('Protected')).toHaveLength(1);
	});
});

describe('error-branch.json', () => {
	const FILE = 'error-branch.json';
	const order = async (fields: IDataObject = {}) =>
		await runExample(stand.exchange, FILE, { fields: { Order: { id: 'signal 1', ...fields } } });
	const refuse =
		(fault: ReturnType<typeof faults.httpError>, times = 1) =>
		() =>
			stand.exchange.faults.add({ match: { method: 'POST' }, times, fault });

	test('a good order takes no branch', async () => {
		const run = await order();
		expect(run.output('Placed')).toHaveLength(1);
		expect(run.calls['Which Reason?']).toBeUndefined();
	});

	test('an order that was sent before needs nothing', async () => {
		await order();
		const run = await order();
		expect(jsonOf(run.output('Nothing to Do'))).toMatchObject([
			{ error: { reason: 'duplicate_order_key' } },
		]);
	});

	test.each<[string, IDataObject, () => void, RegExp]>([
		['Top Up', {}, refuse(faults.refusal('NOT_ENOUGH_QUOTE_ASSET')), /not enough.*Lower/i],
		['Correct the Order', { quantity: 'much' }, () => {}, /not a plain decimal/],
		['Correct the Order', { quantity: 1 }, () => {}, /above the node’s Maximum Order Value/],
		['Correct the Order', {}, refuse(faults.refusal('INVALID_SIDE')), /Set Side/],
		['Send It Again Later', {}, refuse(faults.httpError(418, 120)), /^Again /],
		['Ask Someone', {}, refuse(faults.httpError(401), 2), /API key/],
	])('%s: %j', async (branch, fields, prepare, todo) => {
		prepare();
		const run = await order(fields);
		expect(jsonOf(run.output(branch))).toMatchObject([
			{ error: { outcome: 'not_placed' }, todo: expect.stringMatching(todo) },
		]);
		expect(stand.exchange.placed).toEqual([]);
	});

	test('an order whose outcome is not known goes to where someone looks', async () => {
		stand.exchange.faults.add({ match: { method: 'POST' }, fault: faults.dropBeforeReading() });
		const run = await order();
		expect(jsonOf(run.output('Look at the Exchange'))).toMatchObject([
			{ error: { outcome: 'unknown' }, todo: expect.stringMatching(/^The order may exist/) },
		]);
	});
});

describe('ai-agent.json', () => {
	const FILE = 'ai-agent.json';
	const toolNode = (name: string): INode => {
		const node = readExample(FILE).nodes.find((candidate) => candidate.name === name);
		if (!node) throw new Error(`No ${name}`);
		return node;
	};
	const use = async (name: string, input: IDataObject): Promise<unknown> => {
		const { answers } = await runTool({
			parameters: toolNode(name).parameters,
			items: [input],
			credentials: { namiApi: credentialFor(stand.exchange) },
		});
		return JSON.parse(answers[0] ?? '');
	};
	const buy = { symbol: 'BTCUSDT', side: 'BUY', quantity: '0.0005', price: '60000' };

	test('the agent is linked to its model and its tools', () => {
		const { nodes, connections } = readExample(FILE);
		const tools = nodes.filter(({ type }) => type === 'n8n-nodes-nami.namiSpotTool');
		expect(tools).toHaveLength(3);
		for (const { name } of tools) {
			expect(connections[name]?.['ai_tool']).toEqual([
				[{ node: 'Agent', type: 'ai_tool', index: 0 }],
			]);
		}
		expect(connections['Chat Model']?.['ai_languageModel']?.[0]).toMatchObject([{ node: 'Agent' }]);
	});

	test('no guard rail is left to the model', () => {
		const { options } = toolNode('Place Order').parameters as { options: IDataObject };
		expect(Object.keys(options).sort()).toEqual([
			'allowedSides',
			'allowedSymbols',
			'maxOrderValue',
		]);
		expect(JSON.stringify(options)).not.toMatch(/fromAI|\{\{/i);
	});

	test('it reads a price, places an order within the guard rails and sees it', async () => {
		expect(await use('Get Price', { symbol: 'BTCUSDT' })).toMatchObject([{ lastPrice: 62877.99 }]);
		expect(await use('Place Order', buy)).toMatchObject([{ outcome: 'placed', price: 60000 }]);
		expect(await use('Get Open Orders', {})).toMatchObject([{ price: 60000, status: 'NEW' }]);
	});

	test.each<[string, IDataObject]>([
		['another symbol', { symbol: 'NAMIUSDT', price: '0.02', quantity: '1000' }],
		['another side', { side: 'SELL' }],
		['too high a value', { quantity: '0.01' }],
	])('an order beyond the guard rails is refused: %s', async (_, change) => {
		expect(await use('Place Order', { ...buy, ...change })).toMatchObject([
			{ error: { outcome: 'not_placed', reason: 'guard_rail' } },
		]);
		expect(stand.exchange.countOrderPosts()).toBe(0);
	});
});
