import type { IDataObject, INode } from 'n8n-workflow';
import { runTool, useDeduplicationStore } from '../../../tools/harness';
import { credentialFor, useExchange } from '../support';
import { readExample, useRealTime } from './example';

const stand = useExchange();

beforeEach(() => {
	useDeduplicationStore();
	useRealTime(stand.clock);
});

const FILES = ['ai-agent.json', 'ai-agent-approval.json'];

function toolNode(file: string, name: string): INode {
	const node = readExample(file).nodes.find((candidate) => candidate.name === name);
	if (!node) throw new Error(`No ${name}`);
	return node;
}

describe.each(FILES)('%s', (file) => {
	const use = async (name: string, input: IDataObject): Promise<unknown> => {
		const { answers } = await runTool({
			parameters: toolNode(file, name).parameters,
			items: [input],
			credentials: { namiApi: credentialFor(stand.exchange) },
		});
		return JSON.parse(answers[0] ?? '');
	};
	const buy = { symbol: 'BTCUSDT', side: 'BUY', quantity: '0.0005', price: '60000' };

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

const linksOf = (file: string, name: string) =>
	readExample(file).connections[name]?.['ai_tool']?.flatMap((links) =>
		(links ?? []).map(({ node }) => node),
	);

test('the agent is linked to its model and its tools', () => {
	for (const tool of ['Get Price', 'Place Order', 'Get Open Orders'])
		expect(linksOf('ai-agent.json', tool)).toEqual(['Agent']);
});

test('no order reaches the agent’s hands but through a person', () => {
	const file = 'ai-agent-approval.json';
	expect(linksOf(file, 'Place Order')).toEqual(['Approve the Order']);
	expect(linksOf(file, 'Approve the Order')).toEqual(['Agent']);
	const { parameters } = toolNode(file, 'Approve the Order');
	expect(linksOf(file, 'Preview Order')).toEqual(['Agent']);
	expect(parameters['message']).toContain("$fromAI('preview'");
	for (const field of ['side', 'quantity', 'symbol', 'price'])
		expect(parameters['message']).toContain(`$tool.parameters.${field}`);
	expect(toolNode(file, 'Place Order').parameters['options']).toMatchObject({ maxAge: 600 });
});

test('what the person reads first is the sentence of Preview, within the same rails, about the same order', async () => {
	const file = 'ai-agent-approval.json';
	const preview = toolNode(file, 'Preview Order').parameters;
	const placing = toolNode(file, 'Place Order').parameters;
	for (const field of ['symbol', 'side', 'type', 'amountIn', 'quantity', 'price'])
		expect(preview[field]).toEqual(placing[field]);
	expect(placing['options']).toEqual({ ...Object(preview['options']), maxAge: 600 });
	const { answers } = await runTool({
		parameters: preview,
		items: [{ symbol: 'BTCUSDT', side: 'BUY', quantity: '0.0005', price: '60000' }],
		credentials: { namiApi: credentialFor(stand.exchange) },
	});
	expect(JSON.parse(answers[0] ?? '')).toMatchObject([
		{
			outcome: 'preview',
			summary: expect.stringContaining('Buy 0.0005 BTC at 60000 USDT or less'),
		},
	]);
	expect(stand.exchange.countOrderPosts()).toBe(0);
});
