import { useExchange } from '../support';
import { describeRead, readError, readItems } from '../support/reads';

const stand = useExchange();
const PATH = '/api/v3/spot/depth';
const BOOK = { resource: 'market', operation: 'getOrderBook', symbol: 'BTCUSDT' };

function serve(body: unknown, times = 1): void {
	const text = JSON.stringify(body);
	const answer = { kind: 'raw', status: 200, headers: {}, body: text } as const;
	const fault = { name: 'a book', accept: 'no', answer } as const;
	stand.exchange.faults.add({ match: { path: PATH }, times, fault });
}

const BIDS = [
	['0.1', 5],
	[0.2, '7'],
];
const ASKS = [
	[0.4, 1],
	['0.30', 2],
];

describe('Market: Get Order Book', () => {
	it.each([
		['at the top level, spelled bid', { status: 'ok', symbol: 'X', bid: BIDS, asks: ASKS }],
		['in data', { status: 'ok', data: { symbol: 'X', bids: BIDS, asks: ASKS } }],
		['bare', { symbol: 'X', bids: BIDS, asks: ASKS }],
		[
			'wrapped twice',
			{ message: 'ok', data: { status: 'ok', symbol: 'X', bid: BIDS, asks: ASKS } },
		],
	])('reads it %s', async (_, body) => {
		serve(body);
		expect(await readItems(stand, BOOK)).toEqual([
			{
				symbol: 'X',
				bestBid: 0.2,
				bestAsk: 0.3,
				spread: 0.1,
				bids: [
					{ price: 0.2, quantity: 7 },
					{ price: 0.1, quantity: 5 },
				],
				asks: [
					{ price: 0.3, quantity: 2 },
					{ price: 0.4, quantity: 1 },
				],
			},
		]);
	});

	it.each(['topLevel', 'data'] as const)('reads the stand-in’s own, shape %s', async (shape) => {
		stand.exchange.settings.depthShape = shape;
		const [book] = await readItems(stand, { ...BOOK, depth: 2 });
		expect(book).toMatchObject({ symbol: 'BTCUSDT', spread: expect.any(Number) });
		expect(book?.bids).toHaveLength(2);
		expect(book?.asks).toHaveLength(2);
	});

	it('keeps what nobody documented, and says null for an empty side', async () => {
		serve({ status: 'ok', data: { bids: [], asks: ASKS, lastUpdateId: 7 } });
		const [book] = await readItems(stand, BOOK);
		expect(book).toMatchObject({ bestBid: null, bestAsk: 0.3, spread: null, lastUpdateId: 7 });
	});

	it('does not take anything else for a book', async () => {
		serve({ status: 'ok', data: { levels: 3 } }, 3);
		const { error } = await readError(stand, BOOK);
		expect(error).toMatchObject({ reason: 'unreadable_answer', httpStatus: 200 });
		expect(stand.exchange.count({ path: PATH })).toBe(3);
	});

	it('says that a depth or symbol cannot be', async () => {
		const depth = await readError(stand, { ...BOOK, depth: '={{ -1 }}' });
		expect(depth.error).toMatchObject({ reason: 'invalid_input', field: 'depth' });
		const symbol = await readError(stand, { ...BOOK, symbol: '={{ "NOPE" + "USDT" }}' });
		expect(symbol.error).toMatchObject({ reason: 'refused', status: 'BAD_SYMBOL' });
	});

	describeRead(stand, { path: PATH, parameters: BOOK });
});
