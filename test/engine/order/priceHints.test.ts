import type { INodeParameters } from 'n8n-workflow';
import { namiWorkflow, ORDERS, useExchange } from '../support';

const stand = useExchange();

const PRICES = { method: 'GET', path: '/api/v3/spot/market_watch' };

async function hintsFor(parameters: INodeParameters): Promise<string[]> {
	const { runData } = await namiWorkflow(stand.exchange, {
		parameters,
		onError: 'continueErrorOutput',
	});
	const hints = Object.values(runData).flatMap((tasks) =>
		tasks.flatMap((task) => task.hints ?? []),
	);
	return hints.map(({ message }) => message);
}

test.each<[string, INodeParameters, string]>([
	['a price', { ...ORDERS.LIMIT, price: '60.000' }, 'Price was read as 60,'],
	['a stop price', { ...ORDERS.STOP_LIMIT, stopPrice: '64.000' }, 'Stop Price was read as 64,'],
	['a dry run', { ...ORDERS.LIMIT, price: '60.000', options: { dryRun: 'always' } }, 'Price was'],
])('%s with points between thousands brings a hint', async (_, parameters, beginning) => {
	expect(await hintsFor(parameters)).toContainEqual(expect.stringContaining(beginning));
});

test.each(['60000', '60000.125', '={{ 60.5 }}'])(
	'the price %s brings none of that, and asks for no last price',
	async (price) => {
		const hints = await hintsFor({ ...ORDERS.LIMIT, price });
		expect(hints.filter((hint) => hint.includes('was read as'))).toEqual([]);
		expect(stand.exchange.count(PRICES)).toBe(0);
	},
);
