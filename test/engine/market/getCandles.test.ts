import type { IDataObject } from 'n8n-workflow';
import { useExchange } from '../support';
import { describeRead, readError, readItems } from '../support/reads';

const stand = useExchange();
const PATH = '/api/v1/chart/history';
const CANDLES = { resource: 'market', operation: 'getCandles', symbol: 'BTCUSDT', interval: '1h' };
const HOUR_MS = 3_600_000;

const timesOf = (candles: IDataObject[]) => candles.map(({ time }) => Date.parse(String(time)));

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
		const row = (time: string) => [Date.parse(time) / 1000, 1, 2, 0.5, '1.5', 10, 3];
		const rows = [
			row('2024-01-01T00:00:00Z'),
			row('2024-01-01T01:00:00Z'),
			row('2024-12-31T00:00:00Z'),
		];
		stand.exchange.faults.use(({ path, url }) => {
			if (path !== PATH) return undefined;
			const query = new URLSearchParams(url.split('?')[1]);
			const body = rows.filter(
				([time]) =>
					Number(time) >= Number(query.get('from')) && Number(time) <= Number(query.get('to')),
			);
			const answer = { kind: 'raw', status: 200, headers: {}, body: JSON.stringify(body) } as const;
			return { name: 'sparse', accept: 'no', answer };
		});
		const filters = { from: '2023-01-01T00:00:00Z' };
		const candles = await readItems(stand, { ...CANDLES, returnAll: true, filters });
		expect(timesOf(candles)).toEqual(rows.map(([time]) => Number(time) * 1000));
		expect(candles[0]).toMatchObject({ close: 1.5 });
	});

	it('needs a start to return all', async () => {
		const { error, message } = await readError(stand, { ...CANDLES, returnAll: true });
		expect(error).toMatchObject({ reason: 'invalid_input', field: 'from' });
		expect(message).toContain('needs a start');
	});

	describeRead(stand, { path: PATH, parameters: CANDLES });
});
