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
		['at the top level, spelled bid', { status: 'ok', symbol: 'BTCUSDT', bid: BIDS, asks: ASKS }],
		['in data', { status: 'ok', data: { symbol: 'BTCUSDT', bids: BIDS, asks: ASKS } }],
		['bare', { symbol: 'BTCUSDT', bids: BIDS, asks: ASKS }],
		[
			'wrapped twice',
			{ message: 'ok', data: { status: 'ok', symbol: 'BTCUSDT', bid: BIDS, asks: ASKS } },
		],
	])('reads it %s', async (_, body) => {
		serve(body);
		expect(await readItems(stand, BOOK)).toEqual([
			{
				symbol: 'BTCUSDT',
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

	it.each([
		['price', 'quantity'],
		['p', 'q'],
		['price', 'qty'],
	])('reads levels by the names %s and %s', async (price, quantity) => {
		const named = (levels: unknown[][]) =>
			levels.map(([first, second]) => ({ [price]: first, [quantity]: second }));
		serve({ status: 'ok', data: { bids: named(BIDS), asks: named(ASKS) } });
		expect(await readItems(stand, BOOK)).toMatchObject([
			{ bestBid: 0.2, bestAsk: 0.3, bids: [{ price: 0.2, quantity: 7 }, { price: 0.1 }] },
		]);
	});

	it('leaves out levels where nothing is left', async () => {
		const data = { bids: [['0.25', '0.000'], ...BIDS], asks: [...ASKS, [0.21, 0]] };
		serve({ status: 'ok', data });
		const [book] = await readItems(stand, BOOK);
		expect(book).toMatchObject({ bestBid: 0.2, bestAsk: 0.3, spread: 0.1 });
		expect(book?.bids).toHaveLength(2);
		expect(book?.asks).toHaveLength(2);
	});

	it('says so where an unknown symbol’s book is empty', async () => {
		const empty = { status: 'ok', data: { bids: [], asks: [] } };
		serve(empty, 2);
		const { error } = await readError(stand, { ...BOOK, symbol: 'NOPEUSDT' });
		expect(error).toMatchObject({ reason: 'not_found', symbol: 'NOPEUSDT' });
		expect(await readItems(stand, BOOK)).toMatchObject([{ bestBid: null, bids: [], asks: [] }]);
	});

	it.each([
		['without sides', { levels: 3 }],
		['of another symbol', { symbol: 'ETHUSDT', bids: BIDS, asks: ASKS }],
		['with a level that is none', { bids: [...BIDS, 'best'], asks: ASKS }],
		['with a level without quantity', { bids: [...BIDS, [0.05]], asks: ASKS }],
	])('does not take what is %s for a book', async (_, data) => {
		serve({ status: 'ok', data }, 3);
		const { error } = await readError(stand, BOOK);
		expect(error).toMatchObject({ reason: 'unreadable_answer', httpStatus: 200 });
		expect(stand.exchange.count({ path: PATH })).toBe(3);
	});

	it('says that a depth or symbol cannot be', async () => {
		const depth = await readError(stand, { ...BOOK, depth: '={{ -1 }}' });
		expect(depth.error).toMatchObject({ reason: 'invalid_input', field: 'depth' });
		const symbol = await readError(stand, { ...BOOK, symbol: '={{ "NOPE" + "USDT" }}' });
		expect(symbol.error).toMatchObject({ reason: 'not_found', symbol: 'NOPEUSDT' });
	});

	describeRead(stand, { path: PATH, parameters: BOOK });
});
