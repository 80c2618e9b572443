import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { namiWorkflow, ORDERS, useExchange } from '../support';
import { FIRST_ID, seedOrders } from '../support/seedOrders';

const stand = useExchange();

const CANCEL_MANY = { resource: 'order', operation: 'cancelMany' };
const SYMBOL = { __rl: true, mode: 'name', value: 'BTCUSDT' };

const run = async (parameters: INodeParameters, item: IDataObject = {}) =>
	await namiWorkflow(stand.exchange, {
		parameters,
		items: [item],
		onError: 'continueErrorOutput',
	});

describe('an expression may decide which fields there are: n8n runs the node', () => {
	const { LIMIT, MARKET, STOP_LIMIT } = ORDERS;

	it.each<[string, INodeParameters, IDataObject]>([
		['Order Type', { ...LIMIT, type: '={{ $json.type }}' }, { type: 'LIMIT' }],
		['Order Type', { ...MARKET, type: '={{ $json.type }}' }, { type: 'MARKET' }],
		['Order Type', { ...STOP_LIMIT, type: '={{ $json.type }}' }, { type: 'stop limit' }],
		['Amount In', { ...LIMIT, amountIn: "={{ 'base' }}" }, {}],
		[
			'Order Type and Amount In',
			{ ...MARKET, type: '={{ $json.type }}', amountIn: '={{ $json.in }}', quoteOrderQty: '50' },
			{ type: 'market', in: 'quote' },
		],
	])('%s of Create (%#)', async (_, parameters, item) => {
		const { error, success } = await run(parameters, item);
		expect(error).toBeUndefined();
		expect(success[0]?.json).toMatchObject({ outcome: 'placed' });
	});

	it.each<[string, INodeParameters]>([
		['the account', { which: "={{ 'account' }}" }],
		['a symbol', { which: "={{ 'symbol' }}", symbol: SYMBOL }],
		['listed ones', { which: "={{ 'listed' }}", symbol: SYMBOL, orderIds: String(FIRST_ID) }],
	])('Orders to Cancel: all of %s', async (_, parameters) => {
		await seedOrders(stand, {});
		const { error, success } = await run({ ...CANCEL_MANY, ...parameters });
		expect(error).toBeUndefined();
		expect(success.map(({ json }) => json.outcome)).toEqual(['canceled']);
	});
});

describe('what is missing is said by the node', () => {
	it.each<[INodeParameters, string, string]>([
		[{ ...ORDERS.LIMIT, price: '' }, 'price', 'Price is empty'],
		[{ ...ORDERS.LIMIT, quantity: '' }, 'quantity', 'Quantity is empty'],
		[{ ...ORDERS.OCO, limitPrice: '' }, 'limitPrice', 'Stop Leg Limit Price is empty'],
		[{ ...CANCEL_MANY, which: 'symbol' }, 'symbol', 'Symbol is empty'],
		[{ ...CANCEL_MANY, which: 'listed' }, 'orderIds', 'Order IDs is empty'],
		[{ ...CANCEL_MANY, which: 'listed', orderIds: '1' }, 'symbol', 'Symbol is empty'],
	])('%j', async (parameters, field, message) => {
		const { failed } = await run(parameters);
		expect(failed[0]?.json).toMatchObject({
			error: { reason: 'invalid_input', field },
			message: expect.stringContaining(message),
		});
		expect(stand.exchange.requests).toEqual([]);
	});
});
