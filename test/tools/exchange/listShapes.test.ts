import {
	type Exchange,
	LIST_SHAPES,
	type ListShapeName,
	startExchange,
} from '../../../tools/exchange';
import { LIMIT, ORDER, send, sendBody, sendQuery, type TestBody } from './testClient';

const START = Date.UTC(2025, 1, 1, 12, 0, 0, 345);
const SHAPES = Object.keys(LIST_SHAPES) as ListShapeName[];
const STOP = { ...LIMIT, type: 'STOP_LIMIT', stopPrice: 64000, price: 64100.5 };
const OCO = { ...LIMIT, type: 'OCO', stopPrice: 64000, limitPrice: 64100 };
const BY_QUOTE = { ...LIMIT, useQuoteQty: true, quoteOrderQty: 100.5 };

let exchange: Exchange;
let now = START;

beforeAll(async () => {
	exchange = await startExchange({ clock: { now: () => now } });
});
afterAll(() => exchange.close());
beforeEach(() => {
	now = START;
	exchange.reset();
	exchange.settings.listShape = 'documented';
});

const post = async (order: object = {}) => {
	const { body } = await sendBody({ exchange, now }, 'POST', ORDER, { ...LIMIT, ...order });
	expect(String(body['status'])).toBe('ok');
};
const data = async (list: 'open' | 'history', params = {}) => {
	const { body } = await sendQuery({ exchange, now }, 'GET', `/api/v4/spot/${list}`, params);
	return body['data'];
};
const open = async (params = {}) =>
	(await data('open', params))?.['orders'] as unknown as TestBody[];
const history = async (params = {}) => (await data('history', params)) as unknown as TestBody[];
const first = async (shape: ListShapeName) => {
	exchange.settings.listShape = shape;
	return { ...(await open())[0] };
};
const ids = (rows: readonly TestBody[]) => rows.map((row) => Number(row['displayingId']) - 435372);

it('there are at least 50', () => {
	expect(SHAPES.length).toBeGreaterThanOrEqual(50);
	const said = Object.values(LIST_SHAPES).map(({ says }) => says);
	expect(new Set(said).size).toBe(said.length);
});

describe('none is without effect:', () => {
	const crowded = async () => {
		await post(STOP);
		await post(OCO);
		await post(BY_QUOTE);
		await post({ price: 60000.12, quantity: 0.00123 });
		await post({ type: 'MARKET', quantity: 0.00456 });
		await post({ quantity: 0.00789 });
		for (let i = 0; i < 25; i++) {
			now += 1;
			await post({ type: i % 2 ? 'MARKET' : 'LIMIT', price: 63000 });
		}
		const [last] = exchange.placed.filter(({ quantity }) => quantity === '0.00789');
		exchange.state.cancel(last?.displayingId ?? '');
	};
	const ask = async () => {
		const timeFrom = new Date(now - 3).toISOString();
		const timeTo = new Date(now - 2).toISOString();
		const answers = [];
		for (const [path, params] of [
			['open', {}],
			['open', { filterByPair: 'BTCUSDT' }],
			['open', { filterByPair: 'ETHUSDT' }],
			['history', { pageSize: 50 }],
			['history', { pageSize: 6, page: 2 }],
			['history', { symbol: 'ETHUSDT', side: 'SELL' }],
			['history', { side: 'SELL' }],
			['history', { timeFrom, timeTo }],
		] as const) {
			const call = { exchange, now };
			const { text, headers } = await sendQuery(call, 'GET', `/api/v4/spot/${path}`, params);
			answers.push([text, headers.get('date')]);
		}
		return answers;
	};

	it('every list has its shape', async () => {
		await crowded();
		const documented = await ask();
		const seen = new Map<string, string>([[JSON.stringify(documented), 'documented']]);
		for (const name of SHAPES.slice(1)) {
			exchange.settings.listShape = name;
			const answers = JSON.stringify(await ask());
			expect([name, seen.get(answers)]).toEqual([name, undefined]);
			expect(answers).not.toContain('Internal Server Error');
			seen.set(answers, name);
		}
	});
});

it.each<[ListShapeName, string, unknown]>([
	['documented', 'createdAt', '2025-02-01T12:00:00.345Z'],
	['timeWithoutZone', 'createdAt', '2025-02-01T12:00:00.345'],
	['timeWithBlank', 'createdAt', '2025-02-01 12:00:00'],
	['timeOfHanoi', 'createdAt', '2025-02-01T19:00:00.345'],
	['timeWithOffset', 'createdAt', '2025-02-01T19:00:00.345+07:00'],
	['timeInSeconds', 'createdAt', Math.floor(START / 1000)],
	['timeInMilliseconds', 'createdAt', START],
	['timeInMillisecondsAsText', 'createdAt', String(START)],
	['timeTooEarly', 'createdAt', '2025-02-01T11:59:48.345Z'],
	['timeMissing', 'createdAt', undefined],
	['quantityRounded', 'quantity', 0.001],
	['quantityLessFee', 'quantity', 0.00123 * 0.999],
	['amountsAsText', 'quantity', '0.00123'],
	['amountsPadded', 'quantity', '0.00123000'],
	['amountsWithTails', 'quantity', 0.00123 * (1 + 2 ** -52)],
	['priceRounded', 'price', 60000],
	['lowerCase', 'status', 'new'],
	['titleCase', 'side', 'Buy'],
	['symbolWithSlash', 'symbol', 'BTC/USDT'],
	['idsAsText', 'displayingId', '435372'],
	['idsMissing', 'displayingId', undefined],
	['idsNamedId', 'id', 435372],
])('%s shows %s as %j', async (shape, field, value) => {
	await post({ price: 60000.12, quantity: 0.00123 });
	expect((await first(shape))[field]).toEqual(value);
});

it.each<[ListShapeName, object, object]>([
	['stopLimitAsLimit', STOP, { type: 'LIMIT', price: 64100.5, stopPrice: 64000 }],
	['stopPriceZero', STOP, { type: 'STOP_LIMIT', stopPrice: 0 }],
	['quantityOfQuote', BY_QUOTE, { quantity: 100.5, quoteQty: 0 }],
	['useQuoteQtyFalse', BY_QUOTE, { useQuoteQty: false, quoteQty: 100.5 }],
	['quoteQtyNull', BY_QUOTE, { quoteQty: null, quantity: 0.00167 }],
])('%s shows %j as %j', async (shape, order, row) => {
	await post(order);
	expect(await first(shape)).toMatchObject(row);
});

it.each<[ListShapeName, readonly string[]]>([
	['documented', ['STOP_LIMIT', 'LIMIT', 'OCO']],
	['ocoAsLegs', ['STOP_LIMIT', 'LIMIT']],
	['ocoWithoutLegs', ['OCO']],
])('%s shows an OCO as %j', async (shape, types) => {
	await post(OCO);
	exchange.settings.listShape = shape;
	expect((await open()).map((row) => String(row['type']))).toEqual(types);
});

describe('pages and filters', () => {
	beforeEach(async () => {
		for (let i = 0; i < 12; i++) {
			now += 1000;
			await post({ type: 'MARKET' });
		}
	});

	it.each([
		['pagesOf9', 9],
		['pagesOf5', 5],
		['pagesOf3', 3],
	] as const)('%s: the next page goes on where the last ended', async (shape, size) => {
		exchange.settings.listShape = shape;
		const all = Array.from({ length: 12 }, (_, index) => 11 - index);
		expect(ids(await history())).toEqual(all.slice(0, size));
		expect(ids(await history({ page: 2 }))).toEqual(all.slice(size, 2 * size));
		for (let i = 0; i < size + 1; i++) await post();
		expect(await open()).toHaveLength(size + 1);
	});

	it('page, times and symbol are ignored where a shape ignores them', async () => {
		exchange.settings.listShape = 'pageIgnored';
		expect(ids(await history({ page: 3, pageSize: 2 }))).toEqual([11, 10]);
		exchange.settings.listShape = 'timeFromIgnored';
		expect(await history({ timeFrom: new Date(now + 1).toISOString() })).toHaveLength(12);
		exchange.settings.listShape = 'symbolIgnored';
		await post();
		expect(await open({ filterByPair: 'ETHUSDT' })).toHaveLength(1);
		exchange.settings.listShape = 'symbolWantedWithSlash';
		expect(await open({ filterByPair: 'BTCUSDT' })).toEqual([]);
		expect(await open({ filterByPair: 'BTC/USDT' })).toHaveLength(1);
		expect(await open()).toHaveLength(1);
	});

	it('the oldest can come first, on every page', async () => {
		exchange.settings.listShape = 'oldestFirst';
		expect(ids(await history({ pageSize: 5 }))).toEqual([0, 1, 2, 3, 4]);
		expect(ids(await history({ pageSize: 5, page: 3 }))).toEqual([10, 11]);
	});
});

it('dates answers 12 s off', async () => {
	for (const [shape, date] of [
		['dateAhead', 'Sat, 01 Feb 2025 12:00:12 GMT'],
		['dateBehind', 'Sat, 01 Feb 2025 11:59:48 GMT'],
	] as const) {
		exchange.settings.listShape = shape;
		expect((await send({ exchange }, 'GET', '/nowhere')).headers.get('date')).toBe(date);
	}
});

it('keeps ids beyond 2^53 whole as text', async () => {
	const large = await startExchange({
		firstDisplayingId: 9007199254740993n,
		listShape: 'idsAsText',
	});
	await sendBody({ exchange: large }, 'POST', ORDER, LIMIT);
	const answer = await sendQuery({ exchange: large }, 'GET', '/api/v4/spot/open');
	expect(answer.text).toContain('"displayingId":"9007199254740993"');
	await large.close();
});
