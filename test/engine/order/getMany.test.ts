import type { IDataObject } from 'n8n-workflow';
import { faults } from '../../../tools/exchange';
import { sendBoth, LIMIT, ORDER } from '../../tools/exchange/testClient';
import { onlyWhere, useExchange } from '../support';
import { answerWith, describeRead, readError, readItems } from '../support/reads';
import { filled, FILLED, FIRST_ID, seedOrders } from '../support/seedOrders';

const stand = useExchange();
const HISTORY_PATH = '/api/v4/spot/history';
const OPEN = { resource: 'order', operation: 'getAll', list: 'open' };
const HISTORY = { ...OPEN, list: 'history' };
const ALL = { ...HISTORY, returnAll: true };
const ETH = { symbol: 'ETHUSDT', price: 3000, quantity: 1 };

const idsOf = (orders: IDataObject[]) =>
	orders.map(({ displayingId }) => Number(displayingId) - FIRST_ID);

const downFrom = (count: number) => Array.from({ length: count }, (_, i) => count - 1 - i);

describe('open orders', () => {
	beforeEach(async () => await seedOrders(stand, {}, ETH, { side: 'SELL', price: 70000 }, FILLED));

	it.each(['orders', 'array'] as const)('are all returned, listed as %s', async (shape) => {
		stand.exchange.settings.openShape = shape;
		expect(idsOf(await readItems(stand, OPEN))).toEqual([2, 1, 0]);
	});

	it('are filtered by symbol, side, time and limit', async () => {
		const filters = (values: IDataObject) => ({ ...OPEN, filters: { ...values } as never });
		const symbol = { __rl: true, mode: 'name', value: 'ETHUSDT' };
		expect(idsOf(await readItems(stand, { ...OPEN, symbol }))).toEqual([1]);
		expect(idsOf(await readItems(stand, filters({ side: 'SELL' })))).toEqual([2]);
		const first = '2025-01-01T00:00:00Z';
		expect(idsOf(await readItems(stand, filters({ to: first })))).toEqual([]);
		expect(idsOf(await readItems(stand, filters({ from: first })))).toEqual([2, 1, 0]);
		expect(idsOf(await readItems(stand, { ...OPEN, limit: 2 }))).toEqual([2, 1]);
	});

	it('are the newest, in whatever order the exchange lists them', async () => {
		const times = ['2025-01-01T00:00:01Z', undefined, '2025-01-01T00:00:03Z', 1735689602000];
		const orders = times.map((createdAt, id) => ({ displayingId: FIRST_ID + id, createdAt }));
		answerWith(stand, '/api/v4/spot/open', { orders });
		expect(idsOf(await readItems(stand, OPEN))).toEqual([2, 3, 0, 1]);
		expect(idsOf(await readItems(stand, { ...OPEN, limit: 2 }))).toEqual([2, 3]);
	});

	it('are nothing when there are none', async () => {
		stand.exchange.reset();
		expect(await readItems(stand, OPEN)).toEqual([]);
	});

	it('come with the fields that tell, or with all', async () => {
		const [simple] = await readItems(stand, OPEN);
		expect(simple).not.toHaveProperty('limitOrderId');
		expect(simple).not.toHaveProperty('metadata');
		const [full] = await readItems(stand, { ...OPEN, options: { simplify: false } });
		expect(full).toMatchObject({ limitOrderId: null, metadata: {} });
	});

	describeRead(stand, { path: '/api/v4/spot/open', parameters: OPEN });
});

describe('history', () => {
	it('is returned up to the limit, in one call', async () => {
		await seedOrders(stand, ...filled(7));
		expect(idsOf(await readItems(stand, { ...HISTORY, limit: 5 }))).toEqual([6, 5, 4, 3, 2]);
		expect(stand.exchange.count({ path: HISTORY_PATH })).toBe(1);
	});

	it.each([0, 1, 6, 7, 12])('of %d orders is returned in full, in pages of 6', async (count) => {
		stand.exchange.settings.maxPageSize = 6;
		await seedOrders(stand, ...filled(count));
		expect(idsOf(await readItems(stand, ALL))).toEqual(downFrom(count));
	});

	onlyWhere({ firstPage: 1 }, 'calls are counted', () => {
		it('goes over pages for a limit beyond one page', async () => {
			await seedOrders(stand, ...filled(120));
			expect(idsOf(await readItems(stand, { ...HISTORY, limit: 110 }))).toEqual(
				downFrom(120).slice(0, 110),
			);
			// Two of them, once, for learning which page is the first.
			expect(stand.exchange.count({ path: HISTORY_PATH })).toBe(4);
			await readItems(stand, { ...HISTORY, limit: 110 });
			expect(stand.exchange.count({ path: HISTORY_PATH })).toBe(6);
		});
	});

	it.each([1, 4, 5, 9])(
		'has no gaps and no doubles when %d orders arrive between pages',
		async (count) => {
			stand.exchange.settings.maxPageSize = 4;
			await seedOrders(stand, ...filled(60));
			let pages = 0;
			stand.exchange.faults.use(({ path }) => {
				if (path !== HISTORY_PATH) return undefined;
				pages += 1;
				if (pages === 2 || pages === 6) placeAtOnce(count);
				return undefined;
			});
			const ids = idsOf(await readItems(stand, ALL));
			expect(pages).toBeGreaterThan(6);
			expect(new Set(ids).size).toBe(ids.length);
			expect(ids).toEqual(expect.arrayContaining(downFrom(60)));
		},
	);

	it('is returned in full although the exchange refuses pages beyond its end', async () => {
		stand.exchange.settings.maxPageSize = 4;
		await seedOrders(stand, ...filled(42));
		stand.exchange.faults.use(({ path, url }) => {
			const page = Number(new URLSearchParams(url.split('?')[1]).get('page'));
			return path === HISTORY_PATH && page > 11 ? faults.httpError(400) : undefined;
		});
		expect(idsOf(await readItems(stand, ALL))).toEqual(downFrom(42));
	});

	it('does not end where the exchange refuses a page for another reason', async () => {
		stand.exchange.settings.maxPageSize = 4;
		await seedOrders(stand, ...filled(12));
		const fault = faults.refusal('INVALID_TIMESTAMP');
		stand.exchange.faults.add({ match: { path: HISTORY_PATH }, skip: 2, fault });
		expect(await readError(stand, ALL)).toMatchObject({ error: { status: 'INVALID_TIMESTAMP' } });
	});

	it('ends although the exchange repeats the same page for ever', async () => {
		await seedOrders(stand, ...filled(3));
		const same = JSON.stringify({ status: 'ok', data: [{ displayingId: 1 }, { displayingId: 2 }] });
		const answer = { kind: 'raw', status: 200, headers: {}, body: same } as const;
		const fault = { name: 'same page', accept: 'no', answer } as const;
		stand.exchange.faults.add({ match: { path: HISTORY_PATH }, times: 99, fault });
		expect(await readItems(stand, ALL)).toHaveLength(2);
	});

	it('keeps within the calls a minute', async () => {
		stand.exchange.settings.maxPageSize = 1;
		stand.exchange.settings.rateLimit = { perMinute: 60, banAfter: 1, banMs: 3_600_000 };
		await seedOrders(stand, ...filled(100));
		stand.clock.jump(120_000);
		const credential = { callsPerMinute: 50 };
		expect(await readItems(stand, ALL, { credential })).toHaveLength(100);
	});

	it('passes the filters on', async () => {
		await seedOrders(
			stand,
			FILLED,
			{ ...FILLED, side: 'SELL' },
			{ ...FILLED, symbol: 'ETHUSDT', quantity: 1 },
			{},
		);
		stand.exchange.state.cancel(FIRST_ID + 3);
		const read = async (filters: object, more = {}) =>
			idsOf(await readItems(stand, { ...ALL, ...more, filters: { ...filters } as never }));
		const symbol = { __rl: true, mode: 'name', value: 'eth/usdt' };
		expect(await read({})).toEqual([3, 2, 1, 0]);
		expect(await read({ hideCanceled: true })).toEqual([2, 1, 0]);
		expect(await read({ side: 'SELL' })).toEqual([1]);
		expect(await read({}, { symbol })).toEqual([2]);
	});

	it.each([
		['ISO text', '2025-01-01T00:10:00.000Z'],
		['ISO text with another offset', '2025-01-01T07:10:00+07:00'],
		['an expression of a DateTime', "={{ DateTime.fromISO('2025-01-01T00:10:00Z') }}"],
		['an expression of a Date', "={{ new Date('2025-01-01T00:10:00Z') }}"],
		['a DateTime that lost its class', "={{ ({ __isoString: '2025-01-01T00:10:00Z' }) }}"],
		['milliseconds', '={{ 1735690200000 }}'],
		['milliseconds as text', '1735690200000'],
		['seconds', '={{ 1735690200 }}'],
	])('takes %s as a date', async (_, from) => {
		await readItems(stand, { ...ALL, filters: { from } });
		const { url = '' } = stand.exchange.requests.at(-1) ?? {};
		const sent = new URLSearchParams(url.split('?')[1]).get('timeFrom');
		expect(sent).toBe('2025-01-01T00:10:00.000Z');
	});

	it.each(['yesterday', '2025-13-45', '={{ 17356902 }}', '={{ true }}', '={{ ({}) }}'])(
		'says that %j is not a date',
		async (from) => {
			const { error, message } = await readError(stand, { ...ALL, filters: { from } });
			expect(error).toMatchObject({ reason: 'invalid_input', field: 'from', item: 0 });
			expect(message).toContain('is not a date');
			expect(stand.exchange.requests).toEqual([]);
		},
	);

	it('says that a range is the wrong way round, and that a limit or side cannot be', async () => {
		const range = { from: '2025-02-01', to: '2025-01-01' };
		for (const [parameters, field] of [
			[{ ...ALL, filters: range }, 'from'],
			[{ ...ALL, filters: { side: '={{ "HOLD" }}' } }, 'side'],
			[{ ...HISTORY, limit: '={{ 0 }}' }, 'limit'],
			[{ ...HISTORY, limit: '={{ 2.5 }}' }, 'limit'],
		] as const) {
			const { error } = await readError(stand, parameters);
			expect(error).toMatchObject({ reason: 'invalid_input', field });
			expect(error).not.toHaveProperty('outcome');
		}
	});

	it('turns decimal strings and times in milliseconds into real types', async () => {
		const order = {
			displayingId: 9,
			price: '0.50',
			quantity: '1234567890.1230000',
			createdAt: 1735690200000,
			novel: '1.0',
		};
		const body = JSON.stringify({ status: 'ok', data: [order] });
		const answer = { kind: 'raw', status: 200, headers: {}, body } as const;
		const fault = { name: 'strings', accept: 'no', answer } as const;
		stand.exchange.faults.add({ match: { path: HISTORY_PATH }, fault });
		const parameters = { ...HISTORY, limit: 1, options: { simplify: false } };
		expect(await readItems(stand, parameters)).toEqual([
			{
				...order,
				displayingId: '9',
				price: 0.5,
				quantity: 1234567890.123,
				averagePrice: null,
				createdAt: '2025-01-01T00:10:00.000Z',
			},
		]);
	});

	describeRead(stand, { path: HISTORY_PATH, parameters: HISTORY });
});

/** Orders that are filled before the request that is being answered is processed. */
function placeAtOnce(count: number): void {
	const { exchange, clock } = stand;
	for (let i = 0; i < count; i += 1) {
		void sendBoth({ exchange, now: clock.now() }, 'POST', ORDER, { ...LIMIT, ...FILLED });
	}
}
