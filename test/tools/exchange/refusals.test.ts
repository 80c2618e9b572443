import { type Exchange, type RefusalStatus, startExchange } from '../../../tools/exchange';
import { REFUSALS } from '../../../tools/exchange/engine/refusals';
import { LIMIT, ORDER, sendBody, sendQuery } from './testClient';

interface Case {
	/** What the exchange's state must be for it. */
	readonly when?: (exchange: Exchange) => void;
	readonly order?: object;
	/** A cancellation instead of an order. */
	readonly cancel?: object;
	/** What stands in the answer's data beside the request's id. */
	readonly data?: object;
}

const STOP = { type: 'STOP_LIMIT', price: 64000, stopPrice: 64000 };

/** Those that an order or the exchange's state provokes; any other is had by `breakDown`. */
const PROVOKED: Readonly<Partial<Record<RefusalStatus, Case>>> = {
	INVALID_ORDER_TYPE: { order: { type: 'STOP_MARKET' } },
	INVALID_SIDE: { order: { side: 'HOLD' } },
	BAD_SYMBOL: { order: { symbol: 'DOGEUSDT' } },
	NO_SUCH_ORDER: { cancel: { symbol: 'BTCUSDT', displayingId: '1' } },
	TRADE_NOT_ALLOWED: { when: ({ state }) => state.haltSymbol('BTCUSDT') },
	ACCOUNT_BAN_TRADE: { when: ({ state }) => state.banAccount() },
	NOT_FOUND_ORDER: { cancel: { symbol: 'BTCUSDT', displayingId: '435372' } },
	NOT_ENOUGH_BASE_ASSET: {
		when: ({ state }) => state.setBalance('BTC', '0.0009'),
		order: { side: 'SELL', price: 70000 },
	},
	NOT_ENOUGH_QUOTE_ASSET: { when: ({ state }) => state.setBalance('USDT', '59.99') },
	BROKER_ERROR: { when: ({ state }) => state.breakBroker() },
	NOT_ENOUGH_FEE_ASSET: { when: ({ state }) => state.setBalance('USDT', '60.05') },
	STOP_LIMIT_INVALID_STOP_PRICE: { order: { ...STOP, stopPrice: 60000 } },
	STOP_LIMIT_UNKNOWN_LAST_PRICE: { when: ({ state }) => state.clearPrice('BTCUSDT'), order: STOP },
	STOP_LIMIT_INVALID_MIN_TOTAL: { order: { ...STOP, quantity: 0.00007 } },
	ORDER_TYPE_NOT_SUPPORT: {
		when: ({ state }) => state.configure('BTCUSDT', { orderTypes: ['MARKET'] }),
	},
	PRICE_FILTER: { order: { price: 60000.001 } },
	LOT_SIZE: { order: { quantity: 0.001001 * 1.5 } },
	MIN_NOTIONAL: { order: { quantity: 0.00001 } },
	PERCENT_PRICE: { order: { price: 1000 }, data: { percentUp: 5, percentDown: 0.2 } },
	MAX_TOTAL_VOLUME: { order: { quantity: 9000 }, data: { notional: 9000000 } },
	MAX_NUM_ORDERS: {
		when: ({ state }) =>
			state.setFilters('BTCUSDT', [{ filterType: 'MAX_NUM_ORDERS', maxNumOrders: 0 }]),
	},
};

const CASES = Object.keys(REFUSALS).map((status): [RefusalStatus, Case] => {
	const name = status as RefusalStatus;
	return [name, PROVOKED[name] ?? { when: ({ state }) => state.breakDown(name) }];
});

describe('refusals', () => {
	let exchange: Exchange;

	beforeAll(async () => {
		exchange = await startExchange();
	});
	afterAll(() => exchange.close());
	beforeEach(() => exchange.reset());

	const create = (order: object) => sendBody({ exchange }, 'POST', ORDER, { ...LIMIT, ...order });

	it.each(CASES)('reaches %s', async (status, { when, order, cancel, data }) => {
		await create({ type: 'MARKET' });
		when?.(exchange);
		const answer = cancel
			? await sendBody({ exchange }, 'DELETE', ORDER, { ...cancel })
			: await create(order ?? {});
		expect(answer.status).toBe(400);
		expect(answer.body).toEqual({
			status,
			code: REFUSALS[status],
			data: {
				requestId: expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
				...data,
			},
			message: null,
		});
		expect(exchange.orders).toHaveLength(1);
	});

	it('lacks the fee asset also where fees are paid in another one', async () => {
		exchange.state.payFeesIn('NAMI');
		exchange.state.setBalance('NAMI', 0);
		for (const order of [{}, { side: 'SELL', price: 70000 }]) {
			expect((await create(order)).body['status']).toBe('NOT_ENOUGH_FEE_ASSET');
		}
	});

	it('answers 6104 although it placed the order, if the broker does so', async () => {
		exchange.state.breakBroker('places');
		expect((await create({})).body['code']).toBe(6104);
		expect(exchange.orders).toHaveLength(1);
		expect(exchange.requests[0]?.created).toEqual(['435372']);
	});

	it.each([
		[{ errorsWithHttp200: true }, 200, 'status', 'BAD_SYMBOL'],
		[{ doublyWrapped: true }, 200, 'message', 'ok'],
	])('answers with %j', async (settings, httpStatus, field, value) => {
		Object.assign(exchange.settings, settings);
		const answer = await create({ symbol: 'DOGEUSDT' });
		const good = await sendQuery({ exchange }, 'GET', '/api/v4/user/balance', {
			type: 0,
			currency: 9,
		});
		Object.assign(exchange.settings, { errorsWithHttp200: false, doublyWrapped: false });
		expect(answer.status).toBe(httpStatus);
		expect(answer.body[field]).toBe(value);
		const data = { 9: { value: 1000000, locked_value: 0, type: 0 } };
		const body = { status: 'ok', data };
		expect(good.body).toEqual(field === 'message' ? { message: 'ok', data: body } : body);
		if (field === 'message') expect(answer.body['data']?.['data']?.['requestId']).toBeDefined();
	});

	it.each([
		[{ quantity: 0 }, 'quantity'],
		[{ quantity: -1 }, 'quantity'],
		[{ quantity: '0.001' }, 'quantity'],
		[{ quantity: undefined }, 'quantity'],
		[{ price: undefined }, 'price'],
		[{ useQuoteQty: true }, 'quoteOrderQty'],
		[{ useQuoteQty: 'yes' }, 'useQuoteQty'],
		[{ type: 'OCO', stopPrice: 64000 }, 'limitPrice'],
	])('does not validate %j', async (change, detail) => {
		const order = Object.fromEntries(
			Object.entries({ ...LIMIT, ...change }).filter(([, value]) => value !== undefined),
		);
		const answer = await sendBody({ exchange }, 'POST', ORDER, order);
		expect(answer.status).toBe(400);
		expect(answer.body).toMatchObject({ statusCode: 400, error: 'Bad Request' });
		expect(answer.body['message']).toMatch(`Invalid query parameters: `);
		expect(answer.body['message']).toContain(detail);
		expect(exchange.orders).toHaveLength(0);
	});

	it('serves odd filters as they are and does not apply them', async () => {
		exchange.state.setFilters('BTCUSDT', [{ filterType: 'LOT_SIZE', stepSize: 'odd' }, {}]);
		expect((await create({ quantity: 0.0000001 })).status).toBe(200);
	});
});
