import type { IDataObject } from 'n8n-workflow';
import {
	onlyWhere,
	FROM_ITEM,
	inStatusEnvelope,
	LIMIT_ITEM,
	namiWorkflow,
	receivedOrders,
	useExchange,
} from '../support';

const stand = useExchange();

const good = (changes: IDataObject = {}): IDataObject => ({ ...LIMIT_ITEM, ...changes });
const invalid = good({ price: '1,000' });
/** More than the account can pay for. */
const refused = good({ quantity: 20, price: 60001 });
const poor = () => stand.exchange.state.setBalance('USDT', '1000');

const LACKING = { status: 'NOT_ENOUGH_QUOTE_ASSET', ...inStatusEnvelope({ code: 6103 }) };

/** Good and bad ones, mixed; each names itself. */
const MIXED = [
	good({ name: 'a', price: 60000 }),
	good({ name: 'b', ...invalid }),
	good({ name: 'c', price: 60010 }),
	good({ name: 'd', ...refused }),
	good({ name: 'e', price: 60020, side: 'Sideways' }),
	good({ name: 'f', type: 'MARKET' }),
	good({ name: 'g', type: 'OCO', stopPrice: 64000, limitPrice: 64100 }),
];

onlyWhere({ marketNeeds: 'nothing' }, 'market orders are sent once', () => {
	test('each item has its result, in order, on its branch, paired with it', async () => {
		poor();
		const run = await namiWorkflow(stand.exchange, {
			parameters: FROM_ITEM,
			items: MIXED,
			onError: 'continueErrorOutput',
		});
		expect(run.error).toBeUndefined();
		expect(run.success.map(({ json, pairedItem }) => [pairedItem, json.type])).toEqual([
			[{ item: 0 }, 'LIMIT'],
			[{ item: 2 }, 'LIMIT'],
			[{ item: 5 }, 'MARKET'],
			[{ item: 6 }, 'OCO'],
		]);
		expect(run.success.map(({ json }) => json.displayingId)).toEqual(
			stand.exchange.placed.map(({ displayingId }) => displayingId),
		);
		expect(run.failed.map(({ json, pairedItem }) => [json.name, pairedItem, json.error])).toEqual([
			[
				'b',
				{ item: 1 },
				expect.objectContaining({ reason: 'invalid_input', field: 'price', item: 1 }),
			],
			['d', { item: 3 }, expect.objectContaining({ reason: 'refused', ...LACKING })],
			[
				'e',
				{ item: 4 },
				expect.objectContaining({ reason: 'invalid_input', field: 'side', item: 4 }),
			],
		]);
		expect(receivedOrders(stand.exchange).map((order) => Object.fromEntries(order).price)).toEqual([
			60000,
			60010,
			60001,
			undefined,
			60000,
		]);
	});
});

test('with Continue, results and errors share the output in the order of the items', async () => {
	poor();
	const run = await namiWorkflow(stand.exchange, {
		parameters: FROM_ITEM,
		items: MIXED,
		onError: 'continueRegularOutput',
	});
	expect(run.success.map(({ json }) => (json.error ? 'error' : json.type))).toEqual([
		'LIMIT',
		'error',
		'LIMIT',
		'error',
		'error',
		'MARKET',
		'OCO',
	]);
	expect(run.success.map(({ pairedItem }) => pairedItem)).toEqual(
		MIXED.map((_, item) => ({ item })),
	);
});

test('with Stop Workflow, the error names the orders that were placed before it', async () => {
	poor();
	const run = await namiWorkflow(stand.exchange, {
		parameters: FROM_ITEM,
		items: [MIXED[0], MIXED[2], MIXED[3], MIXED[5]].map((item) => ({ ...item })),
	});
	const [first, second] = stand.exchange.placed.map(({ displayingId }) => displayingId);
	expect(stand.exchange.placed).toHaveLength(2);
	expect(stand.exchange.countOrderPosts()).toBe(3);
	expect(run.status).toBe('error');
	expect(run.error).toMatchObject({
		name: 'NodeApiError',
		message: expect.stringContaining('not enough'),
		description: expect.stringMatching(
			new RegExp(
				`^Lower the quantity.*Item 0 was placed before: order ${first} of BTCUSDT\\. Item 1 was placed before: order ${second} of BTCUSDT$`,
			),
		),
		context: {
			itemIndex: 2,
			data: {
				reason: 'refused',
				...LACKING,
				placed: [
					{ item: 0, displayingId: first, symbol: 'BTCUSDT' },
					{ item: 1, displayingId: second, symbol: 'BTCUSDT' },
				],
			},
		},
	});
});

test('items run one after another: an order is sent once the one before it is answered', async () => {
	const run = await namiWorkflow(stand.exchange, {
		parameters: FROM_ITEM,
		items: Array.from({ length: 20 }, (_, index) => good({ price: 60000 + index })),
	});
	expect(run.success.map(({ json }) => json.price)).toEqual(
		Array.from({ length: 20 }, (_, index) => 60000 + index),
	);
	expect(stand.exchange.placed.map(({ displayingId }) => displayingId)).toEqual(
		run.success.map(({ json }) => json.displayingId),
	);
});

test('no items: nothing happens', async () => {
	const run = await namiWorkflow(stand.exchange, { parameters: FROM_ITEM, items: [] });
	expect(run.error).toBeUndefined();
	expect(stand.exchange.requests).toEqual([]);
});
