import { FIRST_ID, seedOrders } from '../support/seedOrders';
import { runTool } from '../../../tools/harness';
import { credentialFor, useExchange } from '../support';

const stand = useExchange();

test('an AI agent cancels, and is told why it could not', async () => {
	await seedOrders(stand, {}, { type: 'MARKET' });
	const { answers } = await runTool({
		parameters: {
			resource: 'order',
			operation: 'cancel',
			symbol: { __rl: true, mode: 'name', value: "={{ $fromAI('symbol') }}" },
			orderId: "={{ $fromAI('id') }}",
		},
		items: [
			{ symbol: 'btc/usdt', id: String(FIRST_ID) },
			{ symbol: 'BTCUSDT', id: String(FIRST_ID + 1) },
		],
		credentials: { namiApi: credentialFor(stand.exchange) },
	});
	expect(answers[0]).toContain('"outcome":"canceled"');
	expect(answers[1]).toContain('already_filled');
});
