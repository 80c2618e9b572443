import type { WorkflowExecuteMode } from 'n8n-workflow';
import { faults } from '../../../tools/exchange';
import { runTool } from '../../../tools/harness';
import { agentsNode } from '../placement/support/agentsNode';
import {
	credentialFor,
	namiRetry,
	namiWorkflow,
	ORDERS,
	orderPosts,
	useExchange,
} from '../support';

const stand = useExchange();

const NOBODY_STARTED: readonly WorkflowExecuteMode[] = ['trigger', 'webhook', 'error'];
const MODES: readonly WorkflowExecuteMode[] = [
	...NOBODY_STARTED,
	'manual',
	'evaluation',
	'integrated',
	'internal',
	'cli',
	'chat',
];

const ORDER = { ...ORDERS.OCO, dryRun: 'manual' };

test.each(
	MODES.flatMap((mode) => [
		{ dryRun: 'never', mode, isSent: true },
		{ dryRun: 'manual', mode, isSent: NOBODY_STARTED.includes(mode) },
		{ dryRun: undefined, mode, isSent: NOBODY_STARTED.includes(mode) },
		{ dryRun: 'always', mode, isSent: false },
	]),
)('Dry Run $dryRun in a $mode execution: sent $isSent', async ({ dryRun, mode, isSent }) => {
	const run = await namiWorkflow(stand.exchange, {
		parameters: { ...ORDERS.OCO, ...(dryRun !== undefined && { dryRun }) },
		mode,
	});
	expect(orderPosts(stand.exchange)).toHaveLength(isSent ? 1 : 0);
	expect(run.success.map(({ json }) => json.outcome)).toEqual([isSent ? 'placed' : 'dry_run']);
});

test.each([
	['manual', 0],
	['integrated', 0],
	['trigger', 1],
] as const)('a %s execution stays what it was when it is retried', async (mode, posts) => {
	const failed = await namiWorkflow(stand.exchange, {
		parameters: { ...ORDERS.LIMIT, price: '={{ $json.price }}', dryRun: 'manual' },
		items: [{ price: 'soon' }],
		mode,
	});
	expect(failed.error?.message).toContain('Price');
	const parameters = { ...ORDERS.LIMIT, dryRun: 'manual' };
	const again = await namiRetry(stand.exchange, failed, { parameters });
	expect(again.success).toHaveLength(1);
	expect(orderPosts(stand.exchange)).toHaveLength(posts);
});

test.each(MODES.map((mode) => [mode, NOBODY_STARTED.includes(mode) ? 1 : 0] as const))(
	'as a tool in a %s execution',
	async (mode, posts) => {
		await runTool({
			parameters: ORDER,
			mode,
			credentials: { namiApi: credentialFor(stand.exchange) },
		});
		expect(orderPosts(stand.exchange)).toHaveLength(posts);
	},
);

test.each([
	...[undefined, 'manual', 'always'].map((dryRun) => ({ dryRun, posts: 0 })),
	{ dryRun: 'never', posts: 1 },
])('in n8n’s Agents, whose preview tells as little as their use: $dryRun', async (row) => {
	const { dryRun, posts } = row;
	const { success } = await namiWorkflow(stand.exchange, {
		parameters: { ...ORDERS.OCO, ...(dryRun !== undefined && { dryRun }) },
		nodeTypes: agentsNode(),
	});
	expect(success.map(({ json }) => json.outcome)).toEqual([posts === 1 ? 'placed' : 'dry_run']);
	expect(orderPosts(stand.exchange)).toHaveLength(posts);
});

test('what comes out has the shape of a placed order, and the request', async () => {
	const run = await namiWorkflow(stand.exchange, {
		parameters: { ...ORDERS.OCO, quantity: '1e-3', dryRun: 'always' },
	});
	const body = {
		symbol: 'BTCUSDT',
		side: 'BUY',
		type: 'OCO',
		quantity: 0.001,
		price: 60000,
		stopPrice: 64000,
		limitPrice: 64100,
		useQuoteQty: false,
	};
	const shown = { ...body, useQuoteQty: undefined };
	expect(run.success).toEqual([
		{
			json: {
				outcome: 'dry_run',
				summary: expect.stringMatching(/^Buy 0.001 BTC at 60000 USDT or less, or at 64100 USDT/),
				...shown,
				value: 64.1,
				feeEstimate: 0.0641,
				quoteAsset: 'USDT',
				feeAsset: 'USDT',
				balance: { asset: 'USDT', available: expect.any(Number), needed: 64.1, isEnough: true },
				request: { method: 'POST', path: '/api/v4/spot/order', body },
			},
			pairedItem: { item: 0 },
		},
	]);
	expect(stand.exchange.count({ method: 'POST' })).toBe(0);
});

const MUCH = { quantity: '1e12', options: { symbolRules: 'off' } };

test.each([
	[
		{ ...ORDERS.MARKET, ...MUCH },
		{ asset: 'USDT', isEnough: false },
	],
	[
		{ ...ORDERS.LIMIT, side: 'SELL', ...MUCH },
		{ asset: 'BTC', isEnough: false },
	],
])('says that the account has not enough: %j', async (parameters, balance) => {
	const { success } = await namiWorkflow(stand.exchange, {
		parameters: { ...parameters, dryRun: 'always' },
	});
	expect(success[0]?.json).toMatchObject({
		balance,
		wouldBeRefused: expect.stringContaining(balance.asset),
	});
});

test('a balance that cannot be read is left out', async () => {
	const match = { path: '/api/v4/user/balance' };
	stand.exchange.faults.add({ match, times: 9, fault: faults.status5xxBefore() });
	const { success } = await namiWorkflow(stand.exchange, {
		parameters: { ...ORDERS.LIMIT, dryRun: 'always' },
	});
	expect(success[0]?.json).toMatchObject({ outcome: 'dry_run', value: 30 });
	expect(success[0]?.json).not.toHaveProperty('balance');
});

test('without a credential the order is shown all the same', async () => {
	const { success } = await namiWorkflow(stand.exchange, {
		parameters: { ...ORDERS.LIMIT, dryRun: 'always' },
		credential: 'none',
	});
	expect(success[0]?.json).toMatchObject({ outcome: 'dry_run', value: 30 });
});

test('a hint says that a real order was placed from the editor, or that none was', async () => {
	const hintsOf = async (dryRun: string, mode: WorkflowExecuteMode, options = {}) => {
		const { runData } = await namiWorkflow(stand.exchange, {
			parameters: { ...ORDERS.LIMIT, dryRun, options },
			mode,
		});
		return runData['Nami']?.[0]?.hints?.map(({ message }) => message) ?? [];
	};
	expect(await hintsOf('never', 'manual')).toEqual([expect.stringContaining('real order')]);
	expect(await hintsOf('manual', 'manual')).toEqual([expect.stringContaining('not sent')]);
	expect(await hintsOf('manual', 'trigger')).toEqual([]);
	expect(await hintsOf('never', 'manual', { repeatWindow: 60 })).toEqual([]);
});

test('the order is checked all the same', async () => {
	const run = await namiWorkflow(stand.exchange, {
		parameters: { ...ORDERS.OCO, stopPrice: '59000', dryRun: 'always' },
		onError: 'continueErrorOutput',
	});
	expect(run.failed[0]?.json.error).toMatchObject({ reason: 'invalid_input', field: 'stopPrice' });
});

test.each(['', 'Sometimes', true, null, '={{ $json.missing }}', '={{ $vars.DRY_RUN }}'])(
	'set to %p, which is not one of the options, it sends nothing',
	async (dryRun) => {
		const run = await namiWorkflow(stand.exchange, {
			parameters: { ...ORDERS.LIMIT, dryRun },
			onError: 'continueErrorOutput',
		});
		expect(run.failed[0]?.json).toMatchObject({
			error: { outcome: 'not_placed', reason: 'invalid_input', field: 'dryRun' },
		});
		expect(orderPosts(stand.exchange)).toHaveLength(0);
	},
);
