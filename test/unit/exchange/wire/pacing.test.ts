import { clock, type CancelSignal } from '../../../../nodes/NamiSpot/exchange/clock';
import { Pacer, type Permit, type Purpose } from '../../../../nodes/NamiSpot/exchange/wire/pacing';
import { retryAfterOf } from '../../../../nodes/NamiSpot/exchange/reply/retryAfter';
import { installClock, VirtualClock } from '../../../../tools/harness/virtualClock';

const MINUTE_MS = 60_000;

const CALL = { route: 'GET /api/v3/market', account: '' };

let time: VirtualClock;
let restore = () => {};
let pacer: Pacer;
let announced: string[];

beforeEach(() => {
	time = new VirtualClock();
	restore = installClock(time, clock);
	pacer = new Pacer();
	announced = [];
});
afterEach(() => restore());

const acquire = async (purpose: Purpose = 'read', signal?: CancelSignal): Promise<Permit> =>
	await pacer.acquire({
		callsPerMinute: 50,
		purpose,
		...CALL,
		longestWaitMs: 60_000,
		signal,
		onLongWait: (sentence) => announced.push(sentence),
	});

/** The most calls in any 60 seconds. */
function densest(times: readonly number[]): number {
	const sorted = [...times].sort((a, b) => a - b);
	return Math.max(
		...sorted.map((from) => sorted.filter((at) => at >= from && at < from + MINUTE_MS).length),
	);
}

async function callRepeatedly(count: number, purpose: Purpose, times: number[]): Promise<void> {
	for (let nth = 0; nth < count; nth += 1) {
		const leave = await acquire(purpose);
		if (leave.granted) times.push(time.now());
	}
}

test('500 calls of ten callers: at most 40 in any 60 s, as ten are kept for lookups', async () => {
	const times: number[] = [];
	await Promise.all(Array.from({ length: 10 }, () => callRepeatedly(50, 'read', times)));
	expect(times).toHaveLength(500);
	expect(densest(times)).toBe(40);
});

test('500 calls, lookups among them: at most 50 in any 60 s, and lookups get their ten', async () => {
	const normal: number[] = [];
	const lookups: number[] = [];
	await Promise.all([
		...Array.from({ length: 8 }, () => callRepeatedly(50, 'read', normal)),
		callRepeatedly(100, 'lookup', lookups),
	]);
	expect(normal.length + lookups.length).toBe(500);
	expect(densest([...normal, ...lookups])).toBe(50);
	expect(densest(normal)).toBeLessThanOrEqual(40);
	expect(densest(lookups)).toBeGreaterThanOrEqual(10);
});

test('lookups go on at once while normal calls wait', async () => {
	await callRepeatedly(40, 'read', []);
	const before = time.now();
	const waiting = acquire();
	await callRepeatedly(10, 'lookup', []);
	expect(time.now()).toBe(before);
	await waiting;
	expect(time.now()).toBeGreaterThan(before + MINUTE_MS);
	expect(announced).toHaveLength(1);
	expect(announced[0]).toMatch(/^Waiting 6\d s so that no more than 50 calls a minute/);
});

test.each([
	[403, undefined, 60 * MINUTE_MS],
	[418, undefined, 60 * MINUTE_MS],
	[403, 90_000, 90_000],
	[418, 7_200_000, 7_200_000],
])('no call during the ban of a %s with Retry-After %s', async (status, retryAfter, silence) => {
	const start = time.now();
	pacer.observe({ ...CALL, purpose: 'read' }, { httpStatus: status, retryAfterMs: retryAfter });
	for (const purpose of ['read', 'lookup'] as const) {
		expect(await acquire(purpose)).toEqual({
			granted: false,
			reason: 'banned',
			until: start + silence,
		});
	}
	time.jump(silence - 1);
	expect((await acquire()).granted).toBe(false);
	time.jump(1);
	expect((await acquire()).granted).toBe(true);
});

test('callers that wait already do not call during a ban either', async () => {
	await callRepeatedly(40, 'read', []);
	const waiting = Promise.all([acquire(), acquire(), acquire()]);
	pacer.observe({ ...CALL, purpose: 'read' }, { httpStatus: 418, retryAfterMs: undefined });
	expect((await waiting).map(({ granted }) => granted)).toEqual([false, false, false]);
});

test('a short Retry-After is waited for, a long one is not', async () => {
	const start = time.now();
	pacer.observe({ ...CALL, purpose: 'read' }, { httpStatus: 429, retryAfterMs: 30_000 });
	expect((await acquire()).granted).toBe(true);
	expect(time.now()).toBe(start + 30_000);
	expect(announced).toEqual(['Waiting 30 s, since the exchange asked for fewer calls']);
	pacer.observe({ ...CALL, purpose: 'read' }, { httpStatus: 429, retryAfterMs: 30_001 });
	expect(await acquire()).toMatchObject({ granted: false, reason: 'rate_limited' });
});

test('a later, shorter word does not end a longer silence', async () => {
	pacer.observe({ ...CALL, purpose: 'read' }, { httpStatus: 418, retryAfterMs: 3_600_000 });
	pacer.observe({ ...CALL, purpose: 'read' }, { httpStatus: 429, retryAfterMs: 1_000 });
	expect(await acquire()).toMatchObject({ granted: false, reason: 'banned' });
});

test('canceling ends a wait at once, and takes no place', async () => {
	await callRepeatedly(40, 'read', []);
	const start = time.now();
	const controller = new AbortController();
	const waiting = acquire('read', controller.signal);
	void time.sleep(5_000).then(() => controller.abort());
	expect(await waiting).toEqual({ granted: false, reason: 'execution_canceled' });
	expect(time.now()).toBe(start + 5_000);
});

test.each([
	['12', undefined, 12_000],
	['0', undefined, 0],
	['-5', undefined, 0],
	['1e99', undefined, 30 * 24 * 60 * MINUTE_MS],
	['Wed, 01 Jan 2025 00:01:00 GMT', 'Wed, 01 Jan 2025 00:00:20 GMT', 40_000],
	['Wed, 01 Jan 2025 00:01:00 GMT', undefined, 60_000],
	['soon', undefined, undefined],
	['', undefined, undefined],
])('Retry-After %j in an answer of %s', (retryAfter, date, expected) => {
	const headers = { 'retry-after': retryAfter, ...(date !== undefined && { date }) };
	expect(retryAfterOf({ headers })).toBe(expected);
});
