import { type Exchange, startExchange } from '../../../tools/exchange';
import { LIMIT, ORDER, sendBody, type TestBody } from './testClient';

/** The request bodies of the documented examples. */
const DOCUMENTED = {
	LIMIT: {
		symbol: 'NAOVNST',
		side: 'SELL',
		type: 'LIMIT',
		quantity: 500,
		quoteOrderQty: 1450000,
		price: 2900,
		useQuoteQty: false,
	},
	MARKET: {
		symbol: 'NAOVNST',
		side: 'BUY',
		type: 'MARKET',
		quantity: 1000,
		quoteOrderQty: 2900000,
		price: 2900,
		useQuoteQty: false,
	},
	STOP_LIMIT: {
		symbol: 'NAMIVNDC',
		side: 'SELL',
		type: 'STOP_LIMIT',
		quantity: 300,
		quoteOrderQty: 270000,
		price: 280,
		useQuoteQty: false,
		stopPrice: 250,
	},
	OCO: {
		symbol: 'BTCUSDT',
		side: 'BUY',
		type: 'OCO',
		quantity: 0.0005,
		quoteOrderQty: 70,
		price: 50000,
		useQuoteQty: false,
		stopPrice: 63520,
		limitPrice: 70000,
	},
};

describe('creating orders', () => {
	let exchange: Exchange;

	beforeAll(async () => {
		exchange = await startExchange();
	});
	afterAll(() => exchange.close());
	beforeEach(() => exchange.reset());

	const create = async (order: object): Promise<TestBody> =>
		(await sendBody({ exchange }, 'POST', ORDER, order as Record<string, unknown>)).body;

	it.each(Object.entries(DOCUMENTED))('takes the documented %s example', async (type, order) => {
		const { status, data } = await create(order);
		expect(status).toBe('ok');
		expect(data).toMatchObject({ type, symbol: order.symbol, quantity: order.quantity });
	});

	it('answers with exactly the documented fields', async () => {
		const { data } = await create({ ...LIMIT, quantity: 0.07474, price: 62000 });
		expect(data).toEqual({
			displayingId: 435372,
			userId: 18,
			side: 'BUY',
			type: 'LIMIT',
			price: 62000,
			quantity: 0.07474,
			executedQty: 0,
			quoteQty: 4633.88,
			executedQuoteQty: 0,
			useQuoteQty: false,
			symbol: 'BTCUSDT',
			baseAsset: 'BTC',
			baseAssetId: 9,
			quoteAsset: 'USDT',
			quoteAssetId: 22,
			status: 'NEW',
			stopPrice: 0,
			liquidityStatus: 1,
			liquidityUsdtPrice: 1,
			liquidityTransferPrice: 62000,
			liquiditySymbol: 'BTCUSDT',
			liquidityOrderId: '11779887',
			feeMetadata: { assetId: 22, asset: 'USDT', value: 4.63388, feeRatio: 0.001, executed: 0 },
		});
	});

	it('shows what was placed as plain data', async () => {
		await create(DOCUMENTED.OCO);
		expect(exchange.placed).toEqual([
			{
				displayingId: '435372',
				requestNo: 1,
				apiKey: exchange.apiKey,
				symbol: 'BTCUSDT',
				side: 'BUY',
				type: 'OCO',
				status: 'NEW',
				useQuoteQty: false,
				quantity: '0.0005',
				quoteQty: '25',
				price: '50000',
				stopPrice: '63520',
				limitPrice: '70000',
				executedQty: '0',
				executedQuoteQty: '0',
				createdAt: expect.any(Number) as number,
			},
		]);
	});
});
