import { faults } from '../../../tools/exchange';
import { onlyWhere, namiWorkflow, useExchange } from '../support';

const ROUND_TRIP_MS = 200;
const ITEMS = 8;

describe('reads of several items', () => {
	const test = useExchange();

	const symbols = ['BTCUSDT', 'ETHUSDT'];
	const items = Array.from({ length: ITEMS }, (_, no) => ({ symbol: symbols[no % 2] ?? '' }));
	const parameters = {
		resource: 'order',
		operation: 'getAll',
		list: 'history',
		symbol: { __rl: true, mode: 'name', value: '={{ $json.symbol }}' },
	};

	onlyWhere({ firstPage: 1 }, 'no call is needed to learn which page is first', () => {
		it('do not wait for each other’s answers, and come in the items’ order', async () => {
			test.exchange.faults.use(() => faults.slow(test.clock.hold(ROUND_TRIP_MS)));
			const startedAt = test.clock.now();
			const run = await namiWorkflow(test.exchange, {
				parameters,
				items,
				node: { alwaysOutputData: true },
			});
			expect(run.error).toBeUndefined();
			expect(test.exchange.count({ path: '/api/v4/spot/history' })).toBe(ITEMS);
			expect(test.clock.now() - startedAt).toBeLessThan((ITEMS / 2) * ROUND_TRIP_MS);
		});
	});

	it('end with the first failing item, and leave no request behind', async () => {
		const broken = items.map((item, no) => (no === 1 ? { symbol: 'n/a' } : item));
		const run = await namiWorkflow(test.exchange, { parameters, items: broken });
		expect(run.error?.message).toContain('item 1');
		const calls = test.exchange.count();
		await test.clock.sleep(120_000);
		expect(test.exchange.count()).toBe(calls);
	});
});
