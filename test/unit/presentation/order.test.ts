import Big from 'big.js';
import fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';

import { presentOrder } from '../../../nodes/NamiSpot/presentation/order';
import { presentTrade } from '../../../nodes/NamiSpot/presentation/trade';

const FILLED: IDataObject = {
	displayingId: 435372,
	userId: 18,
	side: 'BUY',
	type: 'MARKET',
	price: 62900,
	quantity: 0.0005,
	executedQty: 0.0005,
	quoteQty: 31.45,
	executedQuoteQty: 31.439,
	executedPrice: 62878,
	useQuoteQty: false,
	symbol: 'BTCUSDT',
	baseAsset: 'BTC',
	baseAssetId: 9,
	quoteAsset: 'USDT',
	quoteAssetId: 22,
	status: 'FILLED',
	stopPrice: 0,
	limitPrice: 0,
	ocoOrderId: null,
	feeMetadata: { assetId: 9, asset: 'BTC', value: 0.0000005, feeRatio: 0.001, executed: 0.0000005 },
	createdAt: '2024-06-01T00:00:00.000Z',
	updatedAt: 1717200000500,
};

const NOTHING = { status: 'NEW', executedQty: 0, executedQuoteQty: 0, executedPrice: 0 };

const shown = (changes: IDataObject = {}, simplify = true) =>
	presentOrder({ ...FILLED, ...changes }, simplify);

test('a filled order tells what it cost', () => {
	expect(shown()).toEqual({
		displayingId: '435372',
		symbol: 'BTCUSDT',
		side: 'BUY',
		type: 'MARKET',
		status: 'FILLED',
		price: 62900,
		quantity: 0.0005,
		quoteQty: 31.45,
		executedQty: 0.0005,
		executedQuoteQty: 31.439,
		averagePrice: 62878,
		filledPercent: 100,
		fee: 0.0000005,
		feeAsset: 'BTC',
		createdAt: '2024-06-01T00:00:00.000Z',
		updatedAt: '2024-06-01T00:00:00.500Z',
	});
});

test('without Simplify it tells the same, beside all that the exchange gave', () => {
	const raw = shown({}, false);
	expect(raw).toMatchObject(shown());
	expect(raw).toMatchObject({ userId: 18, feeMetadata: FILLED.feeMetadata, stopPrice: 0 });
});

test.each<[string, IDataObject, IDataObject]>([
	['nothing filled: no average price', NOTHING, { averagePrice: null, filledPercent: 0 }],
	['executedPrice 0 is no price', { executedPrice: 0 }, { averagePrice: 62878 }],
	[
		'only executedPrice tells, where there is no amount in quote',
		{ executedQuoteQty: null },
		{ averagePrice: 62878 },
	],
	['neither tells', { executedQuoteQty: 0, executedPrice: 0 }, { averagePrice: null }],
	[
		'a part is filled',
		{ status: 'PARTIALLY_FILLED', executedQty: 0.0002, executedQuoteQty: 12.58 },
		{ averagePrice: 62900, filledPercent: 40 },
	],
	[
		'almost all is not all',
		{ status: 'PARTIALLY_FILLED', quantity: 3, executedQty: 2.9999999, executedQuoteQty: 6 },
		{ filledPercent: 99.9999 },
	],
	[
		'a part of an amount in quote',
		{ status: 'PARTIALLY_FILLED', useQuoteQty: true, quoteQty: 40, executedQuoteQty: 10 },
		{ filledPercent: 25 },
	],
	[
		'tails of floating point are gone',
		{ quoteQty: 2408786.7600000002, executedQty: 1004, executedQuoteQty: 2408786.7600000002 },
		{ quoteQty: 2408786.76, executedQuoteQty: 2408786.76, averagePrice: 2399.19 },
	],
	[
		'amounts as text are numbers',
		{ quantity: '0.00050000', executedQty: '0.00050000', executedQuoteQty: '31.43900000' },
		{ quantity: 0.0005, executedQty: 0.0005, averagePrice: 62878 },
	],
	[
		'ids are text, and tie an OCO together',
		{ displayingId: '12345678901234567891', ocoOrderId: 7, limitOrderId: 8, stopLimitOrderId: 9 },
		{
			displayingId: '12345678901234567891',
			ocoOrderId: '7',
			limitOrderId: '8',
			stopLimitOrderId: '9',
		},
	],
	[
		'the stop prices of a stop',
		{ type: 'OCO', stopPrice: 60000, limitPrice: 59000 },
		{ stopPrice: 60000, limitPrice: 59000 },
	],
	[
		'a fee by the id of an asset of the order',
		{ feeMetadata: { feeMode: 'NORMAL', assetId: 22, value: 0.30000000000000004 } },
		{ fee: 0.3, feeAsset: 'USDT' },
	],
])('%s', (_, changes, expected) => {
	expect(shown(changes)).toMatchObject(expected);
});

test.each<[string, IDataObject]>([
	['a fee that is yet to come', { ...NOTHING, feeMetadata: { assetId: 22, value: 4.7 } }],
	['nothing', { feeMetadata: null }],
	['fields without values', { feeMetadata: { assetId: null, value: null } }],
])('no fee is told by %s', (_, changes) => {
	expect(shown(changes)).not.toHaveProperty('fee');
	expect(shown(changes)).not.toHaveProperty('feeAsset');
});

test('what an order does not have is not shown as zero', () => {
	const order = shown({ price: 0, stopPrice: null, limitPrice: 0 });
	for (const name of ['price', 'stopPrice', 'limitPrice', 'ocoOrderId']) {
		expect(order).not.toHaveProperty(name);
	}
});

test('10,000 average prices are what big.js makes of the amounts', () => {
	const amount = fc.integer({ min: 1, max: 2 ** 31 });
	const places = fc.integer({ min: 0, max: 8 });
	Big.DP = 60;
	fc.assert(
		fc.property(amount, places, amount, places, (base, baseScale, quote, quoteScale) => {
			const executedQty = Number(`${base}e-${baseScale}`);
			const executedQuoteQty = Number(`${quote}e-${quoteScale}`);
			const exact = new Big(`${quote}e-${quoteScale}`).div(`${base}e-${baseScale}`);
			return shown({ executedQty, executedQuoteQty }).averagePrice === Number(exact.toFixed(40, 0));
		}),
		{ numRuns: 10_000 },
	);
});

test('a trade has ids as text and its fee as a number', () => {
	const trade = {
		displayingId: '11',
		orderId: 435372,
		symbol: 'BTCUSDT',
		price: '62878.00',
		baseQty: 0.0005,
		quoteQty: 31.439000000000004,
		feeMetadata: { feeValue: '0.0000005', feeAsset: 'BTC' },
	};
	const expected = {
		orderId: '435372',
		price: 62878,
		quoteQty: 31.439,
		fee: 5e-7,
		feeAsset: 'BTC',
	};
	expect(presentTrade(trade, true)).toMatchObject(expected);
	expect(presentTrade(trade, false)).toMatchObject(expected);
});
