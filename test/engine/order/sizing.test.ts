import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { faults } from '../../../tools/exchange';
import {
	namiRetry,
	namiWorkflow,
	ORDERS,
	receivedOrders,
	useExchange,
	type NamiOptions,
} from '../support';

const stand = useExchange();

const POST = { method: 'POST', path: '/api/v4/spot/order' };

const LIMIT: INodeParameters = { ...ORDERS.LIMIT, quantity: '' };
const HALF: INodeParameters = { ...LIMIT, amountIn: 'percent', percent: '50' };
const sell: INodeParameters = { ...HALF, side: 'SELL', price: '70000' };

beforeEach(() => {
	stand.exchange.state.setBalance('USDT', '1001');
	stand.exchange.state.setBalance('BTC', '0.5');
});

async function created(parameters: INodeParameters, options: NamiOptions = {}) {
	const run = await namiWorkflow(stand.exchange, { parameters, ...options });
	expect(run.error).toBeUndefined();
	return { ...run.success[0]?.json };
}

async function refused(parameters: INodeParameters): Promise<IDataObject> {
	const options = { parameters, onError: 'continueErrorOutput' } as const;
	const run = await namiWorkflow(stand.exchange, options);
	expect(run.success).toEqual([]);
	const { error } = { ...run.failed[0]?.json };
	return { ...(error as IDataObject), message: run.failed[0]?.json.message };
}

describe('Percent of Available', () => {
	test('a buyer’s half, the fee kept free, on the step, and how it came about', async () => {
		const order = await created(HALF);
		expect(order).toMatchObject({
			outcome: 'placed',
			quantity: 0.00833,
			sized: { percent: 50, asset: 'USDT', balance: 1001, price: 60000, result: 0.00833 },
		});
		expect(order).not.toHaveProperty('adjusted');
	});

	test('a market order spends it', async () => {
		const order = await created({ ...HALF, type: 'MARKET', percent: '100 %' });
		const [sent = []] = receivedOrders(stand.exchange);
		expect(Object.fromEntries(sent)).toMatchObject({ useQuoteQty: true, quoteOrderQty: 1000 });
		expect(order).toMatchObject({ sized: { percent: 100, balance: 1001, result: 1000 } });
	});

	test('100 percent sells all that is not locked', async () => {
		const order = await created({ ...sell, percent: 100 });
		expect(order).toMatchObject({ quantity: 0.5, sized: { asset: 'BTC', balance: 0.5 } });
	});

	test('more digits than a number keeps are cut, so that nothing else is sent than was checked', async () => {
		stand.exchange.state.setBalance('USDT', '500500000.12345678');
		const market = { ...HALF, type: 'MARKET', percent: '100', options: { symbolRules: 'off' } };
		expect(await created({ ...market, dryRun: 'always' })).toMatchObject({
			quoteQty: 500000000.123333,
			sized: { result: 500000000.123333 },
		});
	});

	test.each(['0', '-1', '100.01', 'all', ''])('%p percent is refused', async (percent) => {
		expect(await refused({ ...HALF, percent })).toMatchObject({
			outcome: 'not_placed',
			reason: 'invalid_input',
			field: 'percent',
		});
	});

	test('nothing to use: refused with both numbers', async () => {
		stand.exchange.state.setBalance('BTC', '0.000009');
		const error = await refused({ ...sell, percent: '100' });
		expect(error).toMatchObject({ outcome: 'not_placed', rule: 'quantity.min', todo: 'fund' });
		expect(error.message).toContain('0.000009 BTC');
		expect(error.message).toContain('0.00001');
		expect(stand.exchange.countOrderPosts()).toBe(0);
	});

	test('less than the minimum: refused with both numbers', async () => {
		stand.exchange.state.setBalance('USDT', '6');
		const error = await refused(HALF);
		expect(error).toMatchObject({ reason: 'symbol_rules', rule: 'notional.min', limit: '5' });
		expect(error.message).toContain(String(error.value));
		expect(stand.exchange.countOrderPosts()).toBe(0);
	});

	test('holds to rails like any amount', async () => {
		const error = await refused({ ...HALF, options: { maxOrderValue: '400' } });
		expect(error).toMatchObject({ outcome: 'not_placed', reason: 'guard_rail' });
		expect(stand.exchange.countOrderPosts()).toBe(0);
	});

	test('a try and a retry by hand send what was sized first, whatever the balance is by then', async () => {
		stand.exchange.faults.add({ match: POST, fault: faults.refusal('ACCOUNT_BAN_TRADE') });
		const run = await namiWorkflow(stand.exchange, { parameters: HALF });
		expect(run.error).toBeDefined();
		stand.exchange.state.setBalance('USDT', '2002');
		const retried = await namiRetry(stand.exchange, run, { parameters: HALF });
		expect(retried.success[0]?.json).toMatchObject({
			quantity: 0.00833,
			sized: { balance: 1001, result: 0.00833 },
		});
		expect(stand.exchange.placed).toHaveLength(1);
	});

	test('another percentage is another order: it is sized anew', async () => {
		stand.exchange.faults.add({ match: POST, fault: faults.refusal('ACCOUNT_BAN_TRADE') });
		const run = await namiWorkflow(stand.exchange, { parameters: HALF });
		const parameters = { ...HALF, percent: '25' };
		const retried = await namiRetry(stand.exchange, run, { parameters });
		expect(retried.success[0]?.json).toMatchObject({ sized: { percent: 25, result: 0.00416 } });
	});
});

describe('Risk Percent', () => {
	const oco: INodeParameters = {
		...ORDERS.OCO,
		side: 'SELL',
		amountIn: 'risk',
		riskPercent: '1',
		price: '70000',
		stopPrice: '60000',
		limitPrice: '59900',
	};

	test('one percent of the equity over the way to the stop', async () => {
		stand.exchange.state.setPrice('BTCUSDT', '62000');
		const order = await created(oco);
		expect(order).toMatchObject({
			quantity: 0.005,
			sized: { riskPercent: 1, equity: 1001, price: 62000, stopPrice: 60000, result: 0.005 },
		});
	});

	test('needs a type with a stop', async () => {
		expect(await refused({ ...LIMIT, amountIn: 'risk', riskPercent: '1' })).toMatchObject({
			reason: 'invalid_input',
			field: 'amountIn',
		});
	});
});

describe('prices in percent from the last price', () => {
	test('come to a price on the tick, never a worse one, and say so', async () => {
		stand.exchange.state.setPrice('BTCUSDT', '62877.99');
		const order = await created({ ...ORDERS.LIMIT, price: '-2.5%' });
		expect(order).toMatchObject({
			price: 61306.04,
			pricedFrom: { lastPrice: 62877.99, price: -2.5 },
		});
	});

	test('all prices of an OCO, beside one that is given', async () => {
		stand.exchange.state.setPrice('BTCUSDT', '60000');
		const prices = { price: '+5%', stopPrice: '-3 %', limitPrice: '58000' };
		const order = await created({ ...ORDERS.OCO, side: 'SELL', ...prices });
		expect(order).toMatchObject({
			price: 63000,
			stopPrice: 58200,
			pricedFrom: { lastPrice: 60000, price: 5, stopPrice: -3 },
		});
	});

	test('that contradict each other are refused', async () => {
		const prices = { price: '-5%', stopPrice: '-3%', limitPrice: '-4%' };
		const error = await refused({ ...ORDERS.OCO, side: 'SELL', ...prices });
		expect(error).toMatchObject({ reason: 'invalid_input', field: 'stopPrice' });
	});

	test.each(['-100%', '%', 'two%'])('%s is none', async (price) => {
		const error = await refused({ ...ORDERS.LIMIT, price });
		expect(error).toMatchObject({ reason: 'invalid_input', field: 'price' });
	});

	test('without a last price nothing is sent', async () => {
		stand.exchange.state.clearPrice('BTCUSDT');
		const error = await refused({ ...ORDERS.LIMIT, price: '-2%' });
		expect(error).toMatchObject({ outcome: 'not_placed' });
		expect(stand.exchange.countOrderPosts()).toBe(0);
	});
});

describe('an error item', () => {
	test('says what was really sent, if it was adjusted', async () => {
		stand.exchange.faults.add({ match: POST, fault: faults.refusal('ACCOUNT_BAN_TRADE') });
		expect(await refused({ ...ORDERS.LIMIT, quantity: '0.000519' })).toMatchObject({
			outcome: 'not_placed',
			adjusted: [{ field: 'quantity', from: '0.000519', to: '0.00051' }],
			sent: { quantity: 0.00051, price: 60000 },
		});
	});

	test('says nothing of that, if it was sent as asked', async () => {
		stand.exchange.faults.add({ match: POST, fault: faults.refusal('ACCOUNT_BAN_TRADE') });
		expect(await refused(ORDERS.LIMIT)).not.toHaveProperty('sent');
	});

	test('tells which asset is lacking, how much is needed and how much is there', async () => {
		stand.exchange.state.setBalance('USDT', '10');
		const error = await refused(ORDERS.LIMIT);
		expect(error).toMatchObject({
			outcome: 'not_placed',
			todo: 'fund',
			asset: 'USDT',
			needed: 30.03,
			available: 10,
		});
		expect(error.message).toContain('30.03 needed, 10 available');
	});
});
