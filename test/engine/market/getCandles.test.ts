import type { IDataObject } from 'n8n-workflow';
import Big from 'big.js';
import { useExchange } from '../support';
import { answerWith, describeRead, readError, readItems } from '../support/reads';

const stand = useExchange();
const PATH = '/api/v1/chart/history';
const CANDLES = { resource: 'market', operation: 'getCandles', symbol: 'BTCUSDT', interval: '1h' };
const HOUR_MS = 3_600_000;

const timesOf = (candles: IDataObject[]) => candles.map(({ time }) => Date.parse(String(time)));

/** The candle that is running. */
const LAST = Math.floor(stand.clock.now() / HOUR_MS) * HOUR_MS;

type Row = readonly [seconds: number, ...rest: unknown[]];
type Cut = (rows: Row[], most: number) => Row[];

/** Lets the exchange have candles at these times, of which an answer holds what `cut` leaves. */
function serve(times: readonly number[], cut = (rows: Row[]) => rows): void {
	const rows = times.map((time): Row => [time / 1000, 1, 2, 0.5, '1.5', 10, 3]);
	stand.exchange.faults.use(({ path, url }) => {
		if (path !== PATH) return undefined;
		const query = new URLSearchParams(url.split('?')[1]);
		const [from, to] = [Number(query.get('from')), Number(query.get('to'))];
		const body = JSON.stringify(cut(rows.filter(([time]) => time >= from && time <= to)));
		return {
			name: 'candles',
			accept: 'no',
			answer: { kind: 'raw', status: 200, headers: {}, body },
		};
	});
}

type Numbers = readonly [number, number, number, number, number, number, number];

/** What the stand-in has between two times. */
async function rowsOf(resolution: string, from: string, to: string): Promise<Numbers[]> {
	const query = new URLSearchParams({
		symbol: 'BTCUSDT',
		broker: 'NAMI_SPOT',
		resolution,
		from: String(Date.parse(`${from}Z`) / 1000),
		to: String(Date.parse(`${to}Z`) / 1000 - 1),
	});
	const answer = await fetch(`${stand.exchange.url}${PATH}?${query.toString()}`);
	const body: Numbers[] | { data: Numbers[] } = JSON.parse(await answer.text());
	return Array.isArray(body) ? body : body.data;
}

const sum = (values: number[]) =>
	Number(values.reduce((total, value) => total.plus(value), new Big(0)).toFixed());

describe('Market: Get Candles', () => {
	it.each(['array', 'data'] as const)('returns them by name, listed as %s', async (shape) => {
		stand.exchange.settings.candlesShape = shape;
		const filters = { from: '2024-12-31T10:00:00Z', to: '2024-12-31T12:30:00Z' };
		const candles = await readItems(stand, { ...CANDLES, returnAll: true, filters });
		expect(candles.map(({ time }) => time)).toEqual([
			'2024-12-31T10:00:00.000Z',
			'2024-12-31T11:00:00.000Z',
			'2024-12-31T12:00:00.000Z',
		]);
		const number = expect.any(Number);
		expect(candles[0]).toEqual({
			symbol: 'BTCUSDT',
			time: '2024-12-31T10:00:00.000Z',
			open: number,
			high: number,
			low: number,
			close: number,
			volume: number,
			quoteVolume: number,
		});
	});

	it('returns the latest ones up to the limit, in one call', async () => {
		const candles = await readItems(stand, { ...CANDLES, limit: 24 });
		expect(candles).toHaveLength(24);
		const last = Math.floor(stand.clock.now() / HOUR_MS) * HOUR_MS;
		expect(timesOf(candles).at(-1)).toBe(last);
		expect(stand.exchange.count({ path: PATH })).toBe(1);
	});

	it('reads a long range in parts, without gaps and doubles', async () => {
		const filters = { from: '2024-09-01T00:00:00Z', to: '2024-12-31T23:00:00Z' };
		const candles = await readItems(stand, { ...CANDLES, returnAll: true, filters });
		const times = timesOf(candles);
		expect(times).toHaveLength(122 * 24);
		expect(times.every((time, i) => i === 0 || time - (times[i - 1] ?? 0) === HOUR_MS)).toBe(true);
		expect(stand.exchange.count({ path: PATH })).toBe(3);
	});

	it('returns nothing where nobody ever traded, after few calls', async () => {
		const filters = { from: '2020-01-01T00:00:00Z' };
		const parameters = { ...CANDLES, symbol: 'FRESHUSDT', returnAll: true, filters };
		expect(await readItems(stand, parameters)).toEqual([]);
		expect(stand.exchange.count({ path: PATH })).toBe(3);
	});

	it('jumps over a time without trades', async () => {
		const times = ['2024-01-01T00:00:00Z', '2024-01-01T01:00:00Z', '2024-12-31T00:00:00Z'];
		serve(times.map((time) => Date.parse(time)));
		const filters = { from: '2023-01-01T00:00:00Z' };
		const candles = await readItems(stand, { ...CANDLES, returnAll: true, filters });
		expect(timesOf(candles)).toEqual(times.map((time) => Date.parse(time)));
		expect(candles[0]).toMatchObject({ close: 1.5 });
	});

	describe.each<[string, Cut]>([
		['the oldest', (rows, most) => rows.slice(0, most)],
		['the newest', (rows, most) => rows.slice(-most)],
	])('from an exchange that gives only so many at once, %s', (_, cut) => {
		const hours = Array.from({ length: 2_500 }, (_unused, i) => LAST - (2_499 - i) * HOUR_MS);
		const filters = { from: new Date(hours[0] ?? 0).toISOString() };

		it.each([1_000, 999, 500, 300])('come without gaps and doubles: %d', async (most) => {
			serve(hours, (rows) => cut(rows, most));
			const candles = await readItems(stand, { ...CANDLES, returnAll: true, filters });
			expect(timesOf(candles)).toEqual(hours);
			expect(stand.exchange.count({ path: PATH })).toBeLessThanOrEqual(Math.ceil(2_500 / most) + 3);
		});

		it('come without gaps where nobody traded for hours', async () => {
			const sparse = hours.filter((_unused, i) => (i * i) % 7 < 2 && (i < 900 || i > 2_000));
			serve(sparse, (rows) => cut(rows, 50));
			const candles = await readItems(stand, { ...CANDLES, returnAll: true, filters });
			expect(timesOf(candles)).toEqual(sparse);
		});

		it('are the latest up to the limit', async () => {
			serve(hours, (rows) => cut(rows, 10));
			const candles = await readItems(stand, { ...CANDLES, limit: 24 });
			expect(timesOf(candles)).toEqual(hours.slice(-24));
		});
	});

	it('asks only once more on a market where hours without trades are usual', async () => {
		const times = Array.from({ length: 75 }, (_, i) => LAST - (2 + (i * (i + 1)) / 2) * HOUR_MS);
		serve(times.reverse());
		const filters = { from: new Date(LAST - 2_999 * HOUR_MS).toISOString() };
		const candles = await readItems(stand, { ...CANDLES, returnAll: true, filters });
		expect(timesOf(candles)).toEqual(times);
		expect(stand.exchange.count({ path: PATH })).toBeLessThanOrEqual(5);
	});

	it('returns the first ones from a start on, up to the limit', async () => {
		const filters = { from: '2024-03-01T00:30:00Z' };
		const candles = await readItems(stand, { ...CANDLES, limit: 3, filters });
		expect(candles.map(({ time }) => time)).toEqual([
			'2024-03-01T01:00:00.000Z',
			'2024-03-01T02:00:00.000Z',
			'2024-03-01T03:00:00.000Z',
		]);
		expect(stand.exchange.count({ path: PATH })).toBe(1);
	});

	it.each([
		['17 of them within years', 17, 50],
		['the newest of them', 80, 50],
	])('returns the latest that exist in a thin market: %s', async (_, exist, limit) => {
		const times = Array.from(
			{ length: exist },
			(_unused, i) => LAST - (exist - i) * 23 * 24 * HOUR_MS,
		);
		serve(times);
		const candles = await readItems(stand, { ...CANDLES, limit });
		expect(timesOf(candles)).toEqual(times.slice(-limit));
	});

	describe('where the exchange has none of an interval', () => {
		const CASES: ReadonlyArray<[string, string, number, string[]]> = [
			['5m', '1m', 5, ['2024-12-31T10:05', '2024-12-31T10:10', '2024-12-31T10:15']],
			['15m', '1m', 15, ['2024-12-31T10:15', '2024-12-31T10:30']],
			['30m', '1m', 30, ['2024-12-31T10:30', '2024-12-31T11:00']],
			['4h', '1h', 4, ['2024-12-31T12:00', '2024-12-31T16:00', '2024-12-31T20:00']],
			['1w', '1d', 7, ['2024-12-02T00:00', '2024-12-09T00:00', '2024-12-16T00:00']],
			['1M', '1d', 29, ['2024-02-01T00:00', '2024-03-01T00:00']],
		];

		it.each(CASES)('makes %s of those of %s', async (interval, resolution, parts, starts) => {
			const [start = '', next = ''] = starts;
			const from = new Date(Date.parse(`${start}Z`) - 60_000).toISOString();
			const filters = { from, to: `${starts.at(-1) ?? ''}:00Z` };
			const candles = await readItems(stand, { ...CANDLES, interval, returnAll: true, filters });
			expect(candles.map(({ time }) => String(time).slice(0, 16))).toEqual(starts);
			const asked = stand.exchange.requests.filter(({ path }) => path === PATH);
			expect(asked.every(({ url }) => url.includes(`resolution=${resolution}&`))).toBe(true);
			const rows = await rowsOf(resolution, start, next);
			expect(rows).toHaveLength(parts);
			expect(candles[0]).toMatchObject({
				open: rows[0]?.[1],
				high: Math.max(...rows.map(([, , high]) => high)),
				low: Math.min(...rows.map(([, , , low]) => low)),
				close: rows.at(-1)?.[4],
				volume: sum(rows.map((row) => row[5])),
				quoteVolume: sum(rows.map((row) => row[6])),
			});
		});

		it('returns the latest whole ones, and the one that is running', async () => {
			const candles = await readItems(stand, { ...CANDLES, interval: '4h', limit: 3 });
			const last = Math.floor(stand.clock.now() / (4 * HOUR_MS)) * 4 * HOUR_MS;
			expect(timesOf(candles)).toEqual([last - 8 * HOUR_MS, last - 4 * HOUR_MS, last]);
			const filters = { from: new Date(last - 8 * HOUR_MS).toISOString() };
			expect(await readItems(stand, { ...CANDLES, interval: '4h', limit: 3, filters })).toEqual(
				candles,
			);
			expect(stand.exchange.count({ path: PATH })).toBe(2);
		});
	});

	describe('rows', () => {
		const row = (time: number, ...rest: unknown[]) => [time, 1, 2, 0.5, '1.5', 10, 15, ...rest];
		const hour = LAST / 1000;

		it('in milliseconds are understood', async () => {
			answerWith(stand, PATH, [row(LAST - HOUR_MS), row(LAST)]);
			const candles = await readItems(stand, { ...CANDLES, limit: 2 });
			expect(timesOf(candles)).toEqual([LAST - HOUR_MS, LAST]);
		});

		it('in no order, and twice, are put in order', async () => {
			answerWith(stand, PATH, [row(hour), row(hour - 3600), row(hour)]);
			const candles = await readItems(stand, { ...CANDLES, limit: 5 });
			expect(timesOf(candles)).toEqual([LAST - HOUR_MS, LAST]);
		});

		it.each([
			['of minutes', [row(hour - 120), row(hour - 60), row(hour)]],
			['between the hours', [row(hour - 1800)]],
			['of another symbol', [row(hour, 'ETHUSDT')]],
			['by name', [{ time: hour, open: 1, high: 1, low: 1, close: 1, volume: 1 }]],
			['without prices', [[hour, null, null, null, null, 0, 0]]],
			['under a symbol', { symbol: 'ETHUSDT', candles: [row(hour)] }],
		])('%s are refused', async (_, rows) => {
			answerWith(stand, PATH, rows);
			const { error } = await readError(stand, CANDLES);
			expect(error).toMatchObject({ reason: 'unreadable_answer' });
		});

		it.each(['refuses', 'knows nothing of'])('of a symbol that the exchange %s', async (way) => {
			if (way !== 'refuses') answerWith(stand, PATH, []);
			const { error } = await readError(stand, { ...CANDLES, symbol: 'NOPEUSDT' });
			expect(error).toMatchObject({ reason: 'not_found', symbol: 'NOPEUSDT' });
		});
	});

	describe('Interval', () => {
		it.each([
			['1m', '1m'],
			['1M', '1d'],
			['60', '1h'],
			[60, '1h'],
			['D', '1d'],
			[' 1W ', '1d'],
			['240', '1h'],
		])('%j is understood', async (given, resolution) => {
			const interval = `={{ ${JSON.stringify(given)} }}`;
			await readItems(stand, { ...CANDLES, interval, limit: 1 });
			expect(stand.exchange.requests.at(-1)?.url).toContain(`resolution=${resolution}&`);
		});

		it.each(['m', '2h', '1s', '', 'hour', true])('%j is refused', async (given) => {
			const interval = `={{ ${JSON.stringify(given)} }}`;
			const { error } = await readError(stand, { ...CANDLES, interval });
			expect(error).toMatchObject({ reason: 'invalid_input', field: 'interval' });
			expect(stand.exchange.count()).toBe(0);
		});
	});

	it('needs a start to return all', async () => {
		const { error, message } = await readError(stand, { ...CANDLES, returnAll: true });
		expect(error).toMatchObject({ reason: 'invalid_input', field: 'from' });
		expect(message).toContain('needs a start');
	});

	describeRead(stand, { path: PATH, parameters: CANDLES });
});
