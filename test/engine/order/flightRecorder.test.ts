import { engineVersion } from '../../../tools/harness';
import { NODE } from '../../../tools/harness/run';
import { faults } from '../../../tools/exchange';
import { FROM_ITEM, LIMIT_ITEM, namiWorkflow, ORDERS, useExchange } from '../support';

const stand = useExchange();

/** Only newer engines let nodes write what the list of executions is searched for. */
const hasCustomData = engineVersion !== '2.8.1';

type Run = Awaited<ReturnType<typeof namiWorkflow>>;

/** What the execution can be found by, and what its trace carries. */
function recordOf({ data }: Run) {
	return {
		customData: data.resultData.metadata ?? {},
		tracing: (data.resultData.runData[NODE]?.[0]?.metadata as { tracing?: unknown })?.tracing,
	};
}

function expectRecord(run: Run, record: Record<string, string>): void {
	const { customData, tracing } = recordOf(run);
	expect(customData).toEqual(hasCustomData ? record : {});
	expect(tracing).toEqual(record);
}

test('an order leaves its id and outcome with the execution', async () => {
	const run = await namiWorkflow(stand.exchange, { parameters: ORDERS.LIMIT });
	const [order] = stand.exchange.orders;
	expectRecord(run, {
		nami_order_id: String(order?.displayingId),
		nami_outcome: 'placed',
	});
});

test('what was not placed leaves its reason, beside what was', async () => {
	stand.exchange.faults.add({
		match: { method: 'POST', path: '/api/v4/spot/order' },
		fault: faults.refusal('NOT_ENOUGH_QUOTE_ASSET'),
	});
	const run = await namiWorkflow(stand.exchange, {
		parameters: FROM_ITEM,
		items: [LIMIT_ITEM, { ...LIMIT_ITEM, quantity: '0.001' }],
		onError: 'continueErrorOutput',
	});
	const [order] = stand.exchange.orders;
	expectRecord(run, {
		nami_order_id: String(order?.displayingId),
		nami_outcome: 'not_placed, placed',
		nami_reason: 'refused',
	});
});

test('so does an order that ends the workflow', async () => {
	const run = await namiWorkflow(stand.exchange, {
		parameters: { ...ORDERS.LIMIT, price: 'no number' },
	});
	expect(run.error).toBeDefined();
	const { customData } = recordOf(run);
	const record = { nami_outcome: 'not_placed', nami_reason: 'invalid_input' };
	expect(customData).toEqual(hasCustomData ? record : {});
});

test('many orders leave as many whole ids as there is room for', async () => {
	const run = await namiWorkflow(stand.exchange, {
		parameters: FROM_ITEM,
		items: Array.from({ length: 60 }, (_, i) => ({ ...LIMIT_ITEM, quantity: `0.00${100 + i}` })),
	});
	const { tracing } = recordOf(run);
	const ids = String((tracing as Record<string, string>)['nami_order_id']);
	expect(ids.length).toBeLessThanOrEqual(255);
	expect(ids.length).toBeGreaterThan(240);
	const known = stand.exchange.orders.map(({ displayingId }) => String(displayingId));
	expect(known).toEqual(expect.arrayContaining(ids.split(', ')));
	expect(run.logs.filter(({ level }) => level === 'error')).toEqual([]);
});

test('what only reads leaves nothing', async () => {
	const run = await namiWorkflow(stand.exchange, { parameters: { resource: 'account' } });
	expect(recordOf(run)).toEqual({ customData: {}, tracing: undefined });
});
