import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { faults, type Fault } from '../../../tools/exchange';
import {
	namiWorkflow,
	onlyWhere,
	orderPosts,
	ORDERS,
	receivedOrders,
	useExchange,
} from '../support';

const stand = useExchange();
const POST = { method: 'POST' };

/** What each type sends beside symbol, side, type and the amount. */
const PRICES = {
	LIMIT: { price: 60000 },
	MARKET: {},
	STOP_LIMIT: { price: 64100, stopPrice: 64000 },
	OCO: { price: 60000, stopPrice: 64000, limitPrice: 64100 },
};

const AMOUNTS = [
	{ amountIn: 'base', amount: { quantity: 0.0005 }, useQuoteQty: false },
	{ amountIn: 'quote', amount: { quoteOrderQty: 40.5 }, useQuoteQty: true },
];

const TYPES = Object.keys(ORDERS) as Array<keyof typeof ORDERS>;

const CASES = (['body', 'query'] as const).flatMap((signedParameters) =>
	TYPES.flatMap((type) =>
		AMOUNTS.map((amounts) => ({ signedParameters, type, prices: PRICES[type], ...amounts })),
	),
);

onlyWhere({ signedIn: 'either', marketNeeds: 'nothing' }, 'any carrier will do', () => {
	test.each(CASES)(
		'places $type, amount in $amountIn, signed parameters in the $signedParameters',
		async ({ signedParameters, type, prices, amountIn, amount, useQuoteQty }) => {
			const run = await namiWorkflow(stand.exchange, {
				parameters: { ...ORDERS[type], amountIn, quoteOrderQty: '40.5' },
				credential: { signedParameters },
			});
			expect(run.error).toBeUndefined();
			const order = { symbol: 'BTCUSDT', side: 'BUY', type };
			expect(run.success).toEqual([
				{ json: expect.objectContaining({ ...order, outcome: 'placed' }), pairedItem: { item: 0 } },
			]);
			const sent = Object.entries({ ...order, ...amount, ...prices, useQuoteQty });
			const asReceived = sent.map(([name, value]) =>
				signedParameters === 'body' ? [name, value] : [name, String(value)],
			);
			expect(receivedOrders(stand.exchange)).toEqual([asReceived]);
			expect(stand.exchange.placed).toHaveLength(1);
			expect(stand.exchange.placed[0]).toMatchObject(order);
		},
	);
});

test.each(TYPES)('sells with %s', async (type) => {
	const mirrored: INodeParameters =
		type === 'OCO'
			? { price: '64000', stopPrice: '60000', limitPrice: '59900' }
			: { price: '59900', stopPrice: '60000' };
	const parameters = { ...ORDERS[type], ...mirrored, side: 'SELL' };
	const run = await namiWorkflow(stand.exchange, { parameters });
	expect(run.success[0]?.json).toMatchObject({ outcome: 'placed', side: 'SELL', type });
});

onlyWhere({ signedIn: 'either' }, 'orders are JSON: what is typed is what is sent', () => {
	test.each([
		['0.0005', '0.0005'],
		['={{ 0.0005 }}', '0.0005'],
		['1e-7', '1e-7'],
		['={{ 1e-7 }}', '1e-7'],
		['0.0000001', '1e-7'],
		['0.00012345678', '0.00012345678'],
		['12345.12345678', '12345.12345678'],
		['1.50', '1.5'],
		['={{ 0.1 + 0.2 }}', '0.3'],
		['={{ 0.3 / 0.1 }}', '3'],
	])('Quantity %s goes out as the JSON number %s', async (quantity, text) => {
		stand.exchange.state.setFilters('BTCUSDT', []);
		const parameters = { ...ORDERS.LIMIT, quantity, options: { symbolRules: 'off' } };
		const run = await namiWorkflow(stand.exchange, { parameters });
		expect(run.error).toBeUndefined();
		expect(orderPosts(stand.exchange)[0]?.body).toContain(`"quantity":${text},`);
		expect(receivedOrders(stand.exchange)).toHaveLength(1);
	});

	test.each(['BTC/USDT', 'btcusdt', 'BTC-USDT', '={{ "btc_usdt" }}'])(
		'the symbol form %s',
		async (symbol) => {
			for (const given of [symbol, { __rl: true, mode: 'name', value: symbol }]) {
				await namiWorkflow(stand.exchange, { parameters: { ...ORDERS.LIMIT, symbol: given } });
			}
			const symbols = receivedOrders(stand.exchange).map(([first]) => first);
			expect(symbols).toEqual([
				['symbol', 'BTCUSDT'],
				['symbol', 'BTCUSDT'],
			]);
		},
	);
});

describe('Simplify', () => {
	test('on, by default: what was placed, first of all', async () => {
		const run = await namiWorkflow(stand.exchange, { parameters: ORDERS.LIMIT });
		const fields = Object.keys(run.success[0]?.json ?? {});
		expect(fields.slice(0, 6)).toEqual([
			'outcome',
			'displayingId',
			'symbol',
			'side',
			'type',
			'status',
		]);
		expect(fields).not.toContain('userId');
	});

	test.each([
		['STOP_LIMIT', { price: 64100, stopPrice: 64000 }, ['limitPrice']],
		['OCO', { price: 60000, stopPrice: 64000 }, []],
		['LIMIT', { price: 60000 }, ['stopPrice', 'limitPrice']],
	] as const)('on: %s shows the prices that it has', async (type, prices, absent) => {
		const order = await placed(ORDERS[type]);
		expect(order).toMatchObject({ type, ...prices });
		for (const name of absent) expect(order).not.toHaveProperty(name);
	});

	test('on: an OCO that was looked up and adjusted still shows prices and quantity', async () => {
		stand.exchange.faults.add({ match: POST, fault: faults.dropAfterAccepting() });
		const order = await placed({ ...ORDERS.OCO, quantity: '0.000509' });
		expect(order).toMatchObject({
			outcome: 'placed',
			displayingId: expect.stringMatching(/^\d+$/),
			limitOrderId: expect.stringMatching(/^\d+$/),
			stopLimitOrderId: expect.stringMatching(/^\d+$/),
			averagePrice: null,
			filledPercent: 0,
			reconciled: true,
			adjusted: [expect.objectContaining({ field: 'quantity' })],
			symbol: 'BTCUSDT',
			status: 'NEW',
			price: 60000,
			stopPrice: 64000,
			limitPrice: 64100,
			quantity: 0.0005,
		});
	});

	test('off: all that the exchange gave', async () => {
		const options = { simplify: false };
		const run = await namiWorkflow(stand.exchange, { parameters: { ...ORDERS.LIMIT, options } });
		expect(run.success[0]?.json).toMatchObject({
			outcome: 'placed',
			displayingId: '435372',
			userId: expect.any(Number),
			liquiditySymbol: 'BTCUSDT',
			feeMetadata: { asset: 'USDT', feeRatio: 0.001 },
		});
	});
});

describe('real types', () => {
	const written: IDataObject = {
		displayingId: 1,
		symbol: 'BTCUSDT',
		type: 'OCO',
		status: 'NEW',
		price: '60000.00',
		stopPrice: '64000.0',
		limitPrice: '64100.0',
		quantity: '0.00050',
		createdAt: 1735690200000,
		liquidityOrderId: '11344516',
	};
	const asText: Fault = {
		name: 'text',
		accept: 'yes',
		answer: {
			kind: 'raw',
			status: 200,
			headers: {},
			body: JSON.stringify({ status: 'ok', data: written }),
		},
	};
	const real = {
		outcome: 'placed',
		displayingId: '1',
		price: 60000,
		stopPrice: 64000,
		limitPrice: 64100,
		quantity: 0.0005,
		averagePrice: null,
		createdAt: '2025-01-01T00:10:00.000Z',
	};

	beforeEach(() => stand.exchange.faults.add({ match: POST, fault: asText }));

	test('amounts are numbers, however the exchange wrote them, with Simplify off', async () => {
		expect(await placed({ ...ORDERS.OCO, options: { simplify: false } })).toEqual({
			...written,
			...real,
		});
	});

	test('and on', async () => {
		const { symbol, type, status } = written;
		const shown = { symbol, type, status, ...real };
		expect(await placed(ORDERS.OCO)).toEqual(shown);
	});
});

async function placed(parameters: INodeParameters): Promise<IDataObject> {
	const run = await namiWorkflow(stand.exchange, { parameters });
	expect(run.error).toBeUndefined();
	return { ...run.success[0]?.json };
}
