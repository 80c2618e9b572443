import type { WorkflowExecuteMode } from 'n8n-workflow';
import { namiRetry, namiWorkflow, ORDERS, orderPosts, useExchange } from '../support';

const stand = useExchange();

const MODES: WorkflowExecuteMode[] = ['manual', 'evaluation', 'trigger', 'webhook', 'retry'];
const TRYING_OUT: readonly string[] = ['manual', 'evaluation'];

test.each(
	MODES.flatMap((mode) => [
		{ dryRun: 'never', mode, isSent: true },
		{ dryRun: 'manual', mode, isSent: !TRYING_OUT.includes(mode) },
		{ dryRun: 'always', mode, isSent: false },
	]),
)('Dry Run $dryRun in a $mode execution: sent $isSent', async ({ dryRun, mode, isSent }) => {
	const run = await namiWorkflow(stand.exchange, {
		parameters: { ...ORDERS.OCO, options: { dryRun } },
		mode,
	});
	expect(orderPosts(stand.exchange)).toHaveLength(isSent ? 1 : 0);
	expect(run.success).toHaveLength(1);
	expect(run.success[0]?.json.dryRun).toBe(isSent ? undefined : true);
});

test.each([
	['manual', 0],
	['trigger', 1],
] as const)('a %s execution stays what it was when it is retried', async (mode, posts) => {
	const failed = await namiWorkflow(stand.exchange, {
		parameters: { ...ORDERS.LIMIT, price: '={{ $json.price }}', options: { dryRun: 'manual' } },
		items: [{ price: 'soon' }],
		mode,
	});
	expect(failed.error?.message).toContain('Price');
	const parameters = { ...ORDERS.LIMIT, options: { dryRun: 'manual' } };
	const again = await namiRetry(stand.exchange, failed, { parameters });
	expect(again.success).toHaveLength(1);
	expect(orderPosts(stand.exchange)).toHaveLength(posts);
});

test('what comes out is the request, without key, time and signature', async () => {
	const run = await namiWorkflow(stand.exchange, {
		parameters: { ...ORDERS.OCO, quantity: '1e-3', options: { dryRun: 'always' } },
	});
	expect(run.success).toEqual([
		{
			json: expect.objectContaining({
				dryRun: true,
				method: 'POST',
				path: '/api/v4/spot/order',
				body: {
					symbol: 'BTCUSDT',
					side: 'BUY',
					type: 'OCO',
					quantity: 0.001,
					price: 60000,
					stopPrice: 64000,
					limitPrice: 64100,
					useQuoteQty: false,
				},
			}),
			pairedItem: { item: 0 },
		},
	]);
	expect(stand.exchange.count({ method: 'POST' })).toBe(0);
});

test('the order is checked all the same', async () => {
	const run = await namiWorkflow(stand.exchange, {
		parameters: { ...ORDERS.OCO, stopPrice: '59000', options: { dryRun: 'always' } },
		onError: 'continueErrorOutput',
	});
	expect(run.failed[0]?.json.error).toMatchObject({ reason: 'invalid_input', field: 'stopPrice' });
});

test.each(['', 'Sometimes', true, null, '={{ $json.missing }}', '={{ $vars.DRY_RUN }}'])(
	'set to %p, which is none of its choices, it sends nothing',
	async (dryRun) => {
		const run = await namiWorkflow(stand.exchange, {
			parameters: { ...ORDERS.LIMIT, options: { dryRun } },
			onError: 'continueErrorOutput',
		});
		expect(run.failed[0]?.json).toMatchObject({
			error: { outcome: 'not_placed', reason: 'invalid_input', field: 'dryRun' },
		});
		expect(orderPosts(stand.exchange)).toHaveLength(0);
	},
);
