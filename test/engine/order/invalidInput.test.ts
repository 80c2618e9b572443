import type { IDataObject } from 'n8n-workflow';
import { FROM_ITEM, LIMIT_ITEM, namiWorkflow, ORDERS, useExchange } from '../support';

const stand = useExchange();

const STOP: IDataObject = { ...LIMIT_ITEM, type: 'STOP_LIMIT', stopPrice: 64000, price: 64100 };
const OCO: IDataObject = { ...LIMIT_ITEM, type: 'OCO', stopPrice: 64000, limitPrice: 64100 };
const SELL_OCO = { ...OCO, side: 'SELL', price: 64000, stopPrice: 60000, limitPrice: 59900 };
const QUOTE: IDataObject = { ...LIMIT_ITEM, amountIn: 'quote', quoteOrderQty: 40 };

interface Case {
	readonly item: IDataObject;
	readonly field: string;
	readonly label: string;
	readonly says: RegExp;
}

/** Every field that holds a number, in an order that is right but for it. */
const NUMBER_FIELDS = [
	{ item: LIMIT_ITEM, field: 'quantity', label: 'Quantity' },
	{ item: QUOTE, field: 'quoteOrderQty', label: 'Quote Quantity' },
	{ item: LIMIT_ITEM, field: 'price', label: 'Price' },
	{ item: STOP, field: 'stopPrice', label: 'Stop Price' },
	{ item: OCO, field: 'limitPrice', label: 'Stop Leg Limit Price' },
];

const BAD_NUMBERS: Array<[value: IDataObject[string], says: RegExp]> = [
	[undefined, /is empty/],
	[null, /is empty/],
	['', /is empty/],
	[0, /“0”, which is not above zero/],
	['0.0', /“0.0”, which is not above zero/],
	[-1, /“-1”, which is not above zero/],
	['abc', /“abc”, which is not a plain decimal number/],
	['1,000', /“1,000”, which is not a plain decimal number/],
	['1.000,5', /“1.000,5”, which is not a plain decimal number/],
	['1 000', /“1 000”, which is not a plain decimal number/],
	['NaN', /“NaN”, which is not a plain decimal number/],
	['Infinity', /which is not a plain decimal number/],
	['0.12345678901234567', /more digits than the exchange accepts/],
	[[60000], /which is not a plain decimal number/],
	[true, /which is not a plain decimal number/],
];

const CASES: Case[] = [
	...NUMBER_FIELDS.flatMap(({ item, field, label }) =>
		BAD_NUMBERS.map(([value, says]) => ({ item: { ...item, [field]: value }, field, label, says })),
	),
	...[undefined, '', 'BTC', 'BTC:USDT', '₿TCUSDT', 42].map((symbol) => ({
		item: { ...LIMIT_ITEM, symbol },
		field: 'symbol',
		label: 'Symbol',
		says: symbol ? /not a valid symbol/ : /is empty/,
	})),
	{
		item: { ...LIMIT_ITEM, side: 'HOLD' },
		field: 'side',
		label: 'Side',
		says: /not one of the options/,
	},
	{
		item: { ...LIMIT_ITEM, type: 'STOP_MARKET' },
		field: 'type',
		label: 'Order Type',
		says: /not one of the options/,
	},
	{
		item: { ...LIMIT_ITEM, amountIn: 'coins' },
		field: 'amountIn',
		label: 'Amount In',
		says: /not one of the options/,
	},
	...[
		{ item: { ...OCO, stopPrice: 59000 }, field: 'stopPrice', label: 'Stop Price' },
		{ item: { ...OCO, stopPrice: 60000 }, field: 'stopPrice', label: 'Stop Price' },
		{ item: { ...OCO, limitPrice: 59000 }, field: 'limitPrice', label: 'Stop Leg Limit Price' },
	].map((wrong) => ({ ...wrong, says: /is not above Price \(60000\), as an OCO that buys/ })),
	...[
		{ item: { ...SELL_OCO, stopPrice: 65000 }, field: 'stopPrice', label: 'Stop Price' },
		{
			item: { ...SELL_OCO, limitPrice: 65000 },
			field: 'limitPrice',
			label: 'Stop Leg Limit Price',
		},
	].map((wrong) => ({ ...wrong, says: /is not below Price \(64000\), as an OCO that sells/ })),
];

/** All of them in one run, which takes one engine instead of a hundred. */
test('every bad input names its field and its item, and nothing is sent', async () => {
	const run = await namiWorkflow(stand.exchange, {
		parameters: FROM_ITEM,
		items: CASES.map(({ item }) => item),
		onError: 'continueErrorOutput',
	});
	expect(run.success).toEqual([]);
	expect(run.failed).toHaveLength(CASES.length);
	const seen = run.failed.map(({ json: { error, message } }) => ({ error, message }));
	expect(seen).toEqual(
		CASES.map(({ field, label, says }, item) => ({
			error: expect.objectContaining({
				outcome: 'not_placed',
				reason: 'invalid_input',
				field,
				item,
				advice: expect.stringMatching(/^[A-Z].{10}/),
			}),
			message: expect.stringMatching(new RegExp(`\\(item ${item}\\): ${label} .*${says.source}`)),
		})),
	);
	expect(stand.exchange.requests).toEqual([]);
});

test.each([
	['not a number', '={{ NaN }}'],
	['divided by zero', '={{ 1 / 0 }}'],
	['nothing', '={{ undefined }}'],
	['written for people', '={{ (1234567.5).toLocaleString("en") }}'],
])('an expression whose result is %s', async (_, price) => {
	const parameters = { ...ORDERS.LIMIT, price };
	const run = await namiWorkflow(stand.exchange, { parameters, onError: 'continueErrorOutput' });
	expect(run.failed[0]?.json.message).toContain(': Price is ');
	expect(stand.exchange.requests).toEqual([]);
});

test('with Stop Workflow, the error names field and item', async () => {
	const run = await namiWorkflow(stand.exchange, {
		parameters: { ...FROM_ITEM },
		items: [{ ...LIMIT_ITEM, price: '1,000' }],
	});
	expect(run.error).toMatchObject({
		name: 'NodeApiError',
		message: expect.stringContaining('Price is “1,000”, which is not a plain decimal number'),
		description: expect.stringContaining('without thousands separators'),
		context: { itemIndex: 0, data: { reason: 'invalid_input', field: 'price', item: 0 } },
	});
	expect(stand.exchange.requests).toEqual([]);
});

test('fields of other order types are not looked at', async () => {
	const run = await namiWorkflow(stand.exchange, {
		parameters: FROM_ITEM,
		items: [{ ...LIMIT_ITEM, type: 'MARKET', price: 'none', stopPrice: -1, quoteOrderQty: 'x' }],
	});
	expect(run.success[0]?.json).toMatchObject({ outcome: 'placed', type: 'MARKET' });
});

describe('Timeout', () => {
	const OPERATIONS = {
		create: ORDERS.LIMIT,
		cancel: { resource: 'order', operation: 'cancel', symbol: 'BTCUSDT', orderId: '1' },
		read: { resource: 'market', operation: 'getTicker' },
	};
	const run = async (name: keyof typeof OPERATIONS, timeouts: unknown[]) =>
		await namiWorkflow(stand.exchange, {
			parameters: { ...OPERATIONS[name], options: { timeout: '={{ $json.timeout }}' } },
			items: timeouts.map((timeout) => ({ timeout }) as IDataObject),
			onError: 'continueErrorOutput',
		});

	const REFUSED = ['soon', '', null, undefined, 0, -1, 2_147_484, 2 ** 40, 1e300, true, [5]];

	test.each(['create', 'cancel', 'read'] as const)(
		'that is not a time to wait: nothing is sent (%s)',
		async (name) => {
			const { success, failed } = await run(name, REFUSED);
			expect(success).toEqual([]);
			expect(failed.map(({ json: { error, message } }) => ({ error, message }))).toEqual(
				REFUSED.map((_, item) => ({
					error: expect.objectContaining({ reason: 'invalid_input', field: 'timeout', item }),
					message: expect.stringMatching(
						/Timeout \(Seconds\) is (empty|“.*not a number of seconds above 0, up to 2147483)/,
					),
				})),
			);
			expect(stand.exchange.requests).toEqual([]);
		},
	);

	test('that is one, as a number or as text', async () => {
		const { success } = await run('create', [30, '0.5', 2_147_483]);
		expect(success.map(({ json }) => json['outcome'])).toEqual(['placed', 'placed', 'placed']);
	});
});
