import { faults } from '../../../tools/exchange';
import { LIMIT_ITEM, FROM_ITEM, namiWorkflow, ORDERS, useExchange } from '../support';

const stand = useExchange();
const POST = { method: 'POST' } as const;

/** What n8n's toast, list of executions and error workflows show: nothing but the message. */
test('the error that ends a run names the outcome first', async () => {
	const { exchange } = stand;
	exchange.faults.add({ match: POST, fault: faults.refusal('NOT_ENOUGH_QUOTE_ASSET') });
	const refused = await namiWorkflow(exchange, { parameters: ORDERS.LIMIT });
	expect(refused.error?.message).toMatch(/^Not placed: /);

	exchange.faults.add({ match: POST, fault: faults.dropBeforeReading() });
	const lost = await namiWorkflow(exchange, { parameters: ORDERS.LIMIT });
	expect(lost.error?.message).toMatch(/^It is not known whether the order was placed: /);

	const canceled = await namiWorkflow(exchange, {
		parameters: { resource: 'order', operation: 'cancel', symbol: 'BTCUSDT', orderId: '1' },
	});
	expect(canceled.error?.message).toMatch(/^Not canceled: /);
});

test('an order without funds names asset, needed and available', async () => {
	stand.exchange.state.setBalance('USDT', '5000');
	const parameters = { ...ORDERS.LIMIT, quantity: '20' };
	const { error } = await namiWorkflow(stand.exchange, { parameters });
	expect(error?.message).toBe('Not placed: not enough USDT (1,201,200 needed, 5,000 available)');
});

test('the item on the error branch has the same message, and in a batch says which item it is', async () => {
	const run = async (onError: 'continueErrorOutput' | 'stopWorkflow') =>
		await namiWorkflow(stand.exchange, {
			parameters: FROM_ITEM,
			items: [LIMIT_ITEM, { ...LIMIT_ITEM, price: '' }],
			onError,
		});
	const { failed } = await run('continueErrorOutput');
	const { error } = await run('stopWorkflow');
	expect(failed[0]?.json.message).toMatch(/^Not placed \(item 1\): /);
	expect(failed[0]?.json.message).toBe(error?.message);
	expect(failed[0]?.json.error).toMatchObject({ message: error?.message });
});
