import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { runEngineAgent, runTool } from '../../../tools/harness';
import { triggerNode } from '../../../tools/harness/run';
import { credentialFor, namiWorkflow, ORDERS, useExchange } from '../support';

const stand = useExchange();

async function callTool(parameters: INodeParameters, input: IDataObject = {}): Promise<string> {
	const { answers } = await runTool({
		parameters,
		items: [input],
		credentials: { namiApi: credentialFor(stand.exchange) },
	});
	return answers[0] ?? '';
}

const ASKED = "={{ $fromAI('limit', 'The limit', 'string') }}";

test.each<[string, INodeParameters]>([
	['maxOrderValue', { options: { maxOrderValue: ASKED } }],
	[
		'maxOrderValue',
		{ options: { maxOrderValue: "={{ /*n8n-auto-generated*/ $fromai('limit') }}" } },
	],
	['maxOrderValue', { options: { maxOrderValue: "={{ Math.min(50, $fromAi('limit')) }}" } }],
	['allowedSymbols', { options: { allowedSymbols: ASKED } }],
	['allowedSides', { options: { allowedSides: ASKED } }],
	['maxAge', { options: { maxAge: ASKED } }],
	['signalTime', { options: { maxAge: 60, signalTime: ASKED } }],
	['maxDeviation', { options: { maxDeviation: ASKED } }],
	['dryRun', { dryRun: ASKED }],
	['repeatWindow', { options: { repeatWindow: ASKED } }],
	['symbolRules', { options: { symbolRules: ASKED } }],
	['continueAfterUnknown', { options: { continueAfterUnknown: ASKED } }],
])('a model cannot fill in %s', async (rail, guards) => {
	const answer = await callTool({ ...ORDERS.LIMIT, ...guards }, { limit: '1000' });
	expect(answer).toContain('"reason":"guard_rail"');
	expect(answer).toContain(`"rail":"${rail}"`);
	expect(stand.exchange.count()).toBe(0);
});

describe('what the engine lays over the item, a model fills in, too', () => {
	async function callOfAgent(parameters: INodeParameters): Promise<IDataObject> {
		let answer: IDataObject = {};
		await runEngineAgent({
			parameters: { ...ORDERS.LIMIT, ...parameters },
			credentials: { namiApi: credentialFor(stand.exchange) },
			calls: 1,
			input: { when: 'never', most: '1000', time: new Date(stand.clock.now()).toISOString() },
			onAnswer: (given) => (answer = given),
		});
		return answer;
	}

	test.each<[string, INodeParameters]>([
		['dryRun', { dryRun: '={{ $json.when }}' }],
		['maxOrderValue', { options: { maxOrderValue: '={{ $json.most }}' } }],
		['signalTime', { options: { maxAge: 60, signalTime: '={{ $json["time"] }}' } }],
		['signalTime', { options: { maxAge: 60, signalTime: '={{ $input.item.json.time }}' } }],
		['symbolRules', { options: { symbolRules: "={{ $input.first().json.rules ?? 'off' }}" } }],
	])('%s: %j', async (rail, guards) => {
		expect(await callOfAgent(guards)).toMatchObject({ error: { reason: 'guard_rail', rail } });
		expect(stand.exchange.countOrderPosts()).toBe(0);
	});

	test('other nodes are beyond its reach', async () => {
		const now = new Date(stand.clock.now()).toISOString();
		const time = `={{ $('${triggerNode.name}').first().json.time ?? '${now}' }}`;
		const answer = await callOfAgent({ options: { maxAge: 60, signalTime: time } });
		expect(answer).toMatchObject({ outcome: 'placed' });
	});
});

test('a model cannot choose what the node does', async () => {
	const answer = await callTool({ ...ORDERS.LIMIT, operation: ASKED }, { limit: 'create' });
	expect(answer).toContain('"rail":"operation"');
	expect(stand.exchange.count()).toBe(0);
});

test('it may fill in what is no guard', async () => {
	const answer = await callTool({ ...ORDERS.LIMIT, price: ASKED }, { limit: '60000' });
	expect(answer).toContain('placed');
});

describe('canceling', () => {
	async function placed(symbol = 'BTCUSDT'): Promise<string> {
		const price = symbol === 'BTCUSDT' ? '50000' : '2000';
		const quantity = symbol === 'BTCUSDT' ? '0.0005' : '0.01';
		const { success } = await namiWorkflow(stand.exchange, {
			parameters: {
				...ORDERS.LIMIT,
				symbol: { __rl: true, mode: 'name', value: symbol },
				price,
				quantity,
			},
		});
		return String(success[0]?.json.displayingId);
	}
	const cancel = (displayingId: string, symbol = 'BTCUSDT'): INodeParameters => ({
		resource: 'order',
		operation: 'cancel',
		symbol: { __rl: true, mode: 'name', value: symbol },
		orderId: displayingId,
		displayingId,
	});
	const all: INodeParameters = { resource: 'order', operation: 'cancelMany', which: 'account' };
	const outcomes = async (parameters: INodeParameters, credential: IDataObject = {}) => {
		const { success, failed } = await namiWorkflow(stand.exchange, {
			parameters,
			credential: credential as Record<string, string>,
			onError: 'continueErrorOutput',
		});
		return [...success, ...failed].map(({ json }) => {
			const { outcome, reason, rail } = (json.error ?? json) as IDataObject;
			return [outcome, reason, rail].filter((part) => part !== undefined).join(' ');
		});
	};

	test.each([{ trading: 'readOnly' }, { allowedSymbols: 'ETHUSDT' }])(
		'one order beyond the credential’s rail: %j',
		async (credential) => {
			const id = await placed();
			const rail = Object.keys(credential)[0];
			expect(await outcomes(cancel(id), credential)).toEqual([`not_canceled guard_rail ${rail}`]);
			expect(stand.exchange.count({ method: 'DELETE' })).toBe(0);
			expect(await outcomes(cancel(id), { trading: 'reduceOnly' })).toEqual(['canceled']);
		},
	);

	test('one order beyond the node’s own Allowed Symbols', async () => {
		const id = await placed();
		const narrow = { ...cancel(id), options: { allowedSymbols: 'ETHUSDT' } };
		expect(await outcomes(narrow)).toEqual(['not_canceled guard_rail allowedSymbols']);
		expect(stand.exchange.count({ method: 'DELETE' })).toBe(0);
	});

	test('all of the account: only those within, and the others say so', async () => {
		await placed('ETHUSDT');
		await placed();
		expect((await outcomes(all, { allowedSymbols: 'BTCUSDT' })).sort()).toEqual([
			'canceled',
			'not_canceled guard_rail allowedSymbols',
		]);
		expect(await outcomes(all)).toEqual(['canceled']);
	});

	test('all of the account is not for tools, unless somebody allows it', async () => {
		await placed();
		expect(await callTool(all)).toContain('"rail":"allOfAccount"');
		expect(
			await callTool({ ...all, options: { allOfAccount: ASKED } }, { limit: 'true' }),
		).toContain('guard_rail');
		expect(stand.exchange.count({ method: 'DELETE' })).toBe(0);
		expect(await callTool({ ...all, options: { allOfAccount: true } })).toContain('canceled');
	});
});

test.each<[string, INodeParameters, RegExp]>([
	['a rail', { options: { maxOrderValue: '1' } }, /Do not try again with the same values/],
	['bad input', { price: 'cheap' }, /Do not try again with the same values/],
])('the message tells the model whether it may try again: %s', async (_, parameters, told) => {
	const answer = await callTool({ ...ORDERS.LIMIT, ...parameters });
	expect(JSON.parse(answer)[0].message ?? JSON.parse(answer)[0].json.message).toMatch(told);
});
