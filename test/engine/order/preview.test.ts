import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { namiWorkflow, ORDERS, useExchange, type NamiOptions } from '../support';

const stand = useExchange();

async function preview(order: INodeParameters, options: NamiOptions = {}): Promise<IDataObject> {
	const run = await namiWorkflow(stand.exchange, {
		parameters: { ...order, operation: 'preview' },
		onError: 'continueErrorOutput',
		...options,
	});
	expect(stand.exchange.countOrderPosts()).toBe(0);
	return { ...(run.success[0] ?? run.failed[0])?.json };
}

const QUOTE = { amountIn: 'quote', quoteOrderQty: '25' };

test.each<[string, INodeParameters, string]>([
	[
		'limit',
		ORDERS.LIMIT,
		'Buy 0.0005 BTC at 60000 USDT or less, for 30 USDT at most, with a fee of about 0.03 USDT',
	],
	[
		'market, for an amount',
		{ ...ORDERS.MARKET, ...QUOTE },
		'Buy BTC for 25 USDT at the market price, for 25 USDT at most, with a fee of about 0.025 USDT',
	],
	[
		'stop-limit',
		ORDERS.STOP_LIMIT,
		'Buy 0.0005 BTC at 64100 USDT or less once the last price reaches 64000, for 32.05 USDT at most, with a fee of about 0.03205 USDT',
	],
	[
		'OCO',
		ORDERS.OCO,
		'Buy 0.0005 BTC at 60000 USDT or less, or at 64100 USDT or less once the last price reaches 64000, for 32.05 USDT at most, with a fee of about 0.03205 USDT',
	],
])('one sentence for %s', async (_, order, summary) => {
	expect(await preview(order)).toMatchObject({ outcome: 'preview', summary });
});

test.each<[string, NamiOptions, INodeParameters, string | undefined]>([
	['far from all', { credential: { maxOrderValue: 'USDT 250' } }, {}, undefined],
	[
		'the value of an order',
		{ credential: { maxOrderValue: 'USDT 35' } },
		{},
		'Maximum Order Value',
	],
	['what is spent', { credential: { maxSpentPerDay: 'USDT 33' } }, {}, 'Maximum Spent per Day'],
	['how many there are', { credential: { maxOrdersPerHour: '1' } }, {}, 'Maximum Orders per Hour'],
	['the node’s own', {}, { maxOrderValue: '31' }, 'the node’s Maximum Order Value'],
])('the rail that it comes close to: %s', async (_, changes, options, named) => {
	const item = await preview({ ...ORDERS.LIMIT, options }, changes);
	if (named === undefined) {
		expect(item).not.toHaveProperty('nearLimits');
		expect(item.summary).not.toContain('close to');
	} else {
		expect(item).toMatchObject({ nearLimits: [expect.stringContaining(named)] });
		expect(item.summary).toContain(`close to`);
	}
});

test('one that is beyond a rail says so', async () => {
	const item = await preview({ ...ORDERS.LIMIT, options: { maxOrderValue: '1' } });
	expect(item.error).toMatchObject({ outcome: 'not_placed', reason: 'guard_rail' });
});

test('one that is too far from the last price says so, also where rules adjust', async () => {
	const item = await preview({
		...ORDERS.LIMIT,
		price: '12000',
		options: { symbolRules: 'adjust' },
	});
	expect(item.error).toMatchObject({ reason: 'symbol_rules', rule: 'price.percent.min' });
});

test('what the account lacks is told', async () => {
	stand.exchange.state.setBalance('USDT', '10');
	expect(await preview(ORDERS.LIMIT)).toMatchObject({
		wouldBeRefused: expect.stringContaining('USDT'),
	});
});

test('a dry run says the same sentence', async () => {
	const parameters = { ...ORDERS.LIMIT, dryRun: 'always' };
	const { success } = await namiWorkflow(stand.exchange, { parameters });
	expect(success[0]?.json).toMatchObject({
		outcome: 'dry_run',
		summary: expect.stringMatching(/^Buy 0.0005 BTC/),
	});
});
