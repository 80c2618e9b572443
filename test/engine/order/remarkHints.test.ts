import type { INodeParameters } from 'n8n-workflow';
import { FROM_ITEM, LIMIT_ITEM, namiWorkflow, ORDERS, useExchange } from '../support';

const stand = useExchange();

async function hintsOf(parameters: INodeParameters, items: object[] = [{}]): Promise<string[]> {
	const run = await namiWorkflow(stand.exchange, {
		parameters,
		items: items.map((item) => ({ ...item })),
	});
	expect(run.error).toBeUndefined();
	const hints = Object.values(run.runData).flatMap((tasks) =>
		tasks.flatMap((task) => task.hints ?? []),
	);
	return hints.map(({ message }) => message);
}

test('what was rounded stands above the output, as it was and as it is', async () => {
	const rough = { ...ORDERS.LIMIT, quantity: '0.00050004', price: '60001.123' };
	const [hint, ...others] = await hintsOf(rough);
	expect(others).toEqual([]);
	for (const part of ['Quantity 0.00050004 → 0.0005', 'Price 60001.123 → 60001.12']) {
		expect(hint).toContain(part);
	}
});

test('… and what a share of the account, and a price in percent, came to', async () => {
	stand.exchange.state.setBalance('USDT', '1000');
	const [hint] = await hintsOf({
		...ORDERS.LIMIT,
		amountIn: 'percent',
		percent: '50',
		price: '-2%',
	});
	expect(hint).toMatch(/50% of 1000 USDT came to 0\.00\d+/);
	expect(hint).toMatch(/last price, \d+/);
});

test('nothing is said of an order that went out as it was asked for', async () => {
	expect(await hintsOf(ORDERS.LIMIT)).toEqual([]);
});

test('a few orders are told apart, many are counted', async () => {
	const rough = (count: number) =>
		Array.from({ length: count }, (_, i) => ({ ...LIMIT_ITEM, price: 60000.001 + i }));
	const two = await hintsOf(FROM_ITEM, rough(2));
	expect(two).toHaveLength(2);
	expect(two[0]).toMatch(/^Order \d+: /);
	const many = await hintsOf(FROM_ITEM, rough(5));
	expect(many).toHaveLength(1);
	expect(many[0]).toMatch(/^5 orders /);
});
