import type { IDataObject } from 'n8n-workflow';
import { useExchange } from '../support';
import { describeRead, readError, readItems } from '../support/reads';

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
			trades: number,
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

	it('returns nothing where nobody ever traded, after two calls', async () => {
		const filters = { from: '2020-01-01T00:00:00Z' };
		const parameters = { ...CANDLES, symbol: 'FRESHUSDT', returnAll: true, filters };
		expect(await readItems(stand, parameters)).toEqual([]);
		expect(stand.exchange.count({ path: PATH })).toBe(2);
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
		expect(stand.exchange.count({ path: PATH })).toBe(5);
	});

	it('needs a start to return all', async () => {
		const { error, message } = await readError(stand, { ...CANDLES, returnAll: true });
		expect(error).toMatchObject({ reason: 'invalid_input', field: 'from' });
		expect(message).toContain('needs a start');
	});

	describeRead(stand, { path: PATH, parameters: CANDLES });
});
