import fc from 'fast-check';
import { candleOf, type Candle } from '../../../../nodes/NamiSpot/exchange/api/candle';
import { walkCandles, type Walk } from '../../../../nodes/NamiSpot/exchange/api/candleWalk';

const SECONDS = 60;

function candleAt(time: number): Candle {
	const candle = candleOf([time, 1, 1, 1, 1, 1, 1]);
	if (candle === undefined) throw new Error('not a candle');
	return candle;
}

type Cut = 'oldest' | 'newest';

/** An exchange with candles at some times, that gives the oldest or the newest ones if there are too many. */
class Market {
	calls = 0;

	private readonly candles: Candle[];

	constructor(
		times: readonly number[],
		private readonly most: number,
		private readonly cut: Cut,
	) {
		this.candles = times.map(candleAt);
	}

	readonly read = async (from: number, to: number): Promise<Candle[]> => {
		this.calls += 1;
		if (this.calls > 2_000) throw new Error(`Asks for ever: ${from} to ${to}`);
		const found = this.candles.filter(({ time }) => time >= from && time <= to);
		const kept = this.cut === 'oldest' ? found.slice(0, this.most) : found.slice(-this.most);
		return await Promise.resolve(kept);
	};
}

async function timesOf(market: Market, walk: Walk): Promise<number[]> {
	const times: number[] = [];
	for await (const found of walkCandles(market.read, walk)) {
		times.push(...found.map(({ time }) => time));
	}
	return times;
}

/** Times in units of a candle, in stretches that are dense, thin or empty. */
const stretches = fc.array(
	fc.record({
		length: fc.oneof(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 1, max: 100_000 })),
		every: fc.constantFrom(0, 1, 1, 2, 7, 90, 4_000),
	}),
	{ minLength: 1, maxLength: 6 },
);

function timesIn(list: ReadonlyArray<{ length: number; every: number }>): number[] {
	const times: number[] = [];
	let start = 0;
	for (const { length, every } of list) {
		for (let i = 0; every > 0 && i < length && i < 1_500 * every; i += every) {
			times.push((start + i) * SECONDS);
		}
		start += length;
	}
	return times;
}

test('brings every candle once, in order, whatever the exchange cuts', async () => {
	const cut = fc.constantFrom<Cut>('oldest', 'newest');
	const most = fc.constantFrom(7, 300, 999, 1_000, 5_000);
	const edge = fc.integer({ min: 0, max: 6_000_000 });
	await fc.assert(
		fc.asyncProperty(
			stretches,
			cut,
			most,
			edge,
			edge,
			fc.constantFrom(1, 50, 1_000),
			async (list, howCut, howMany, near, far, wanted) => {
				const dense =
					howMany === 7 ? list.map(({ length, every }) => ({ length: length % 500, every })) : list;
				const times = timesIn(dense);
				const market = new Market(times, howMany, howCut);
				const [low, high] = [Math.min(near, far), Math.max(near, far)];
				const expected = times.filter((time) => time >= low && time <= high);
				if (near > far) expected.reverse();
				const found = await timesOf(market, { near, far, seconds: SECONDS, wanted });
				expect(found).toEqual(expected);
			},
		),
		{ numRuns: 80 },
	);
});

describe('calls', () => {
	const now = 1_750_000_000;
	const latest = { near: now, far: 0, seconds: SECONDS, wanted: 50 };
	const cuts: Cut[] = ['oldest', 'newest'];

	/** How many calls it takes until so many candles are there. */
	async function callsFor(market: Market, walk: Walk, count: number): Promise<number> {
		let found = 0;
		for await (const candles of walkCandles(market.read, walk)) {
			found += candles.length;
			if (found >= count) break;
		}
		expect(found).toBeGreaterThanOrEqual(count);
		return market.calls;
	}

	test.each(cuts)('are few where nobody ever traded (%s)', async (cut) => {
		const market = new Market([], 1_000, cut);
		expect(await callsFor(market, latest, 0)).toBeLessThanOrEqual(9);
	});

	test.each(cuts)('are few in a thin market (%s)', async (cut) => {
		const times = Array.from({ length: 400 }, (_, i) => now - (399 - i) * 86_400 - 7_000);
		const market = new Market(
			times.map((time) => time - (time % 60)),
			1_000,
			cut,
		);
		expect(await callsFor(market, latest, 50)).toBeLessThanOrEqual(12);
	});

	test.each(cuts)('are bounded in a market that is asleep for years (%s)', async (cut) => {
		const asleepSince = now - 3 * 365 * 86_400;
		const last = asleepSince - (asleepSince % 60);
		const times = Array.from({ length: 20_000 }, (_, i) => last - (19_999 - i) * 60);
		const market = new Market(times, 1_000, cut);
		expect(await callsFor(market, latest, 50)).toBeLessThanOrEqual(60);
	});

	test.each(cuts)('are one where the market is awake (%s)', async (cut) => {
		const last = now - (now % 60);
		const times = Array.from({ length: 5_000 }, (_, i) => last - (4_999 - i) * 60);
		expect(await callsFor(new Market(times, 1_000, cut), latest, 50)).toBe(1);
	});
});
