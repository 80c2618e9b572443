import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { faults } from '../../../tools/exchange';
import { runTool } from '../../../tools/harness';
import { LIMIT as ANY } from '../../tools/exchange/testClient';
import { credentialFor, namiWorkflow, ORDERS, PROTECTED, useExchange } from '../support';
import { placeAsAnother } from '../support/seedOrders';

/* What is asked for again is not placed again, whatever it would come to by now, or became of it the first time. */

const stand = useExchange({ marketNeeds: 'nothing' });
const POST = { method: 'POST', path: '/api/v4/spot/order' };
const OPEN = { method: 'GET', path: '/api/v4/spot/open' };

beforeEach(() => {
	stand.exchange.state.setPrice('BTCUSDT', '60000');
	stand.exchange.state.setBalance('USDT', '10000');
	stand.exchange.state.setBalance('BTC', '0');
});

const buys = () => stand.exchange.placed.filter(({ side }) => side === 'BUY');

async function callTool(parameters: INodeParameters, item: IDataObject = {}): Promise<IDataObject> {
	const { answers, error } = await runTool({
		parameters,
		credentials: { namiApi: credentialFor(stand.exchange) },
		items: [item],
	});
	expect(error).toBeUndefined();
	return JSON.parse(answers[0] ?? '[]')[0];
}

const factsOf = (answer: IDataObject): IDataObject => ({
	...answer,
	...(answer.error as IDataObject | undefined),
});

const MARKET: INodeParameters = { ...ORDERS.MARKET, dryRun: 'never' };
const COMPUTED: Array<[string, INodeParameters]> = [
	['a share of what is available', { ...MARKET, amountIn: 'percent', percent: '25' }],
	['a price in percent', { ...MARKET, type: 'LIMIT', price: '-2%' }],
	[
		'a size by risk',
		{
			...MARKET,
			type: 'STOP_LIMIT',
			stopPrice: '+2%',
			price: '+3%',
			amountIn: 'risk',
			riskPercent: '1',
		},
	],
];

describe.each(COMPUTED)('%s, asked for again by a model', (_, parameters) => {
	test('is answered with the order that was placed', async () => {
		const first = await callTool(parameters);
		stand.exchange.state.setPrice('BTCUSDT', '60600');
		stand.clock.jump(20_000);
		const again = await callTool(parameters);
		expect([first.outcome, again.outcome]).toEqual(['placed', 'already_placed']);
		expect(again.displayingId).toBe(first.displayingId);
		expect(Object.keys(again).filter((name) => ['sized', 'pricedFrom'].includes(name))).toEqual([]);
		expect(buys()).toHaveLength(1);
	});

	test('is looked for where its outcome is unknown', async () => {
		stand.exchange.faults.add({ match: POST, fault: faults.dropAfterAccepting() });
		stand.exchange.faults.add({ match: OPEN, times: 40, fault: faults.status5xxBefore(503) });
		expect(factsOf(await callTool(parameters))).toMatchObject({ outcome: 'unknown' });
		stand.exchange.faults.clear();
		stand.exchange.state.setPrice('BTCUSDT', '60600');
		stand.exchange.state.setBalance('USDT', '9000');
		expect(await callTool(parameters)).toMatchObject({ outcome: 'already_placed' });
		expect(buys()).toHaveLength(1);
	});

	test('is not told in other amounts than those that were sent, while its outcome is open', async () => {
		stand.exchange.faults.add({ match: POST, fault: faults.dropBeforeReading() });
		expect(factsOf(await callTool(parameters))).toMatchObject({
			sent: expect.anything() as object,
		});
		stand.exchange.state.setPrice('BTCUSDT', '60600');
		const again = factsOf(await callTool(parameters));
		expect(again).toMatchObject({ reason: 'unresolved_twin' });
		expect(again).not.toHaveProperty('sent');
	});

	test('twice at once, is placed once', async () => {
		const answers = await Promise.all([callTool(parameters), callTool(parameters)]);
		expect(answers.map(({ outcome }) => outcome).sort()).toEqual(['already_placed', 'placed']);
		expect(buys()).toHaveLength(1);
	});
});

test.each<[string, INodeParameters]>([
	['Cancel', { operation: 'cancel', orderId: '={{ $json.id }}' }],
	['Cancel Many', { operation: 'cancelMany', which: 'listed', orderIds: '={{ $json.id }}' }],
	['Cancel Many, all of the symbol', { operation: 'cancelMany', which: 'symbol' }],
	['Close Position', { operation: 'closePosition', type: 'MARKET' }],
])('what a model has canceled since, by %s, is another wish', async (_, cancel) => {
	stand.exchange.state.setBalance('BTC', '0.001');
	const parameters = { ...MARKET, type: 'LIMIT', price: '50000' };
	const { displayingId: id } = await callTool(parameters);
	const { resource, symbol, dryRun } = MARKET;
	const canceled = await callTool({ resource, symbol, dryRun, ...cancel } as INodeParameters, {
		id,
	});
	expect(canceled.error).toBeUndefined();
	expect(await callTool(parameters)).toMatchObject({ outcome: 'placed', status: 'NEW' });
	expect(buys()).toHaveLength(2);
});

test('an order that was waited for, asked for again by a model after that, is placed once', async () => {
	const options = { waitUntilFilled: 120, afterWait: 'cancel' };
	const parameters = { ...MARKET, type: 'LIMIT', price: '50000', options };
	const first = await callTool(parameters);
	expect(first).toMatchObject({ outcome: 'placed', result: 'canceled' });
	const again = await callTool(parameters);
	expect(again).toMatchObject({ outcome: 'already_placed', displayingId: first.displayingId });
	expect(buys()).toHaveLength(1);
});

test('a share that is bought with protection, asked for again by a model, is bought once', async () => {
	const parameters = { ...PROTECTED, amountIn: 'percent', percent: '25' };
	const first = await callTool(parameters);
	stand.clock.jump(20_000);
	const again = await callTool(parameters);
	expect([first.outcome, again.outcome]).toEqual(['protected', 'protected']);
	expect(stand.exchange.placed.map(({ side }) => side)).toEqual(['BUY', 'SELL']);
});

test('a position is closed as often as there is one', async () => {
	const close = { ...MARKET, operation: 'closePosition' };
	for (const quantity of ['0.5', '0.3']) {
		stand.exchange.state.setBalance('BTC', quantity);
		expect(await callTool(close)).toMatchObject({ outcome: 'placed', quantity: Number(quantity) });
	}
});

test('an entry that only a repeated call finds gets no exit once somebody has sold since', async () => {
	stand.exchange.faults.add({ match: POST, fault: faults.dropAfterAccepting() });
	stand.exchange.faults.add({ match: OPEN, times: 40, fault: faults.status5xxBefore(503) });
	expect(factsOf(await callTool(PROTECTED))).toMatchObject({ outcome: 'unknown' });
	stand.exchange.faults.clear();
	stand.exchange.state.setBalance('BTC', '1');
	stand.clock.jump(3_600_000);
	const sale = { ...ANY, side: 'SELL', type: 'MARKET', quantity: 0.001 };
	await placeAsAnother(stand.exchange, stand.clock, sale);
	expect(factsOf(await callTool(PROTECTED))).toMatchObject({ reason: 'sold_meanwhile' });
	expect(stand.exchange.placed.map(({ type }) => type)).toEqual(['MARKET', 'MARKET']);
});

describe('Repeat Window, where the outcome of the first order is unknown', () => {
	const parameters = { ...ORDERS.LIMIT, dryRun: 'never', options: { repeatWindow: 300 } };
	const place = async () => {
		const { success, failed } = await namiWorkflow(stand.exchange, {
			parameters,
			onError: 'continueErrorOutput',
		});
		return factsOf({ ...[...success, ...failed][0]?.json });
	};
	const lose = (fault: Parameters<typeof stand.exchange.faults.add>[0]['fault']) => {
		stand.exchange.faults.add({ match: POST, fault });
		stand.exchange.faults.add({ match: OPEN, times: 40, fault: faults.status5xxBefore(503) });
	};

	test('an equal order within it is the one that was sent', async () => {
		lose(faults.dropAfterAccepting());
		expect(await place()).toMatchObject({ outcome: 'unknown' });
		stand.exchange.faults.clear();
		expect(await place()).toMatchObject({ outcome: 'already_placed', reconciled: true });
		expect(stand.exchange.countOrderPosts()).toBe(1);
	});

	test('it is not sent while that one is not found, and after the window it is another wish', async () => {
		lose(faults.dropBeforeReading());
		expect(await place()).toMatchObject({ outcome: 'unknown' });
		stand.exchange.faults.clear();
		expect(await place()).toMatchObject({ outcome: 'unknown', reason: 'unresolved_twin' });
		expect(stand.exchange.countOrderPosts()).toBe(1);
		stand.clock.jump(301_000);
		expect(await place()).toMatchObject({ outcome: 'placed' });
	});
});
