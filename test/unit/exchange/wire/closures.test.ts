import type { PacedCall, Purpose } from '../../../../nodes/NamiSpot/exchange/wire/pacedCall';
import { HOUR_MS, MINUTE_MS, useBench } from './support/paced';

const bench = useBench();

const MINE = 'https://nami.exchange mine';
const OTHERS = 'https://nami.exchange others';
const HISTORY = 'GET /api/v4/spot/history';
const TRADES = 'GET /api/v4/spot/trades';

type Who = Pick<PacedCall, 'account' | 'route'>;
const WHO: Readonly<Record<string, Who>> = {
	'same key, same path': { account: MINE, route: HISTORY },
	'same key, another path': { account: MINE, route: TRADES },
	'another key, same path': { account: OTHERS, route: HISTORY },
	'another key, another path': { account: OTHERS, route: TRADES },
	'public, same path': { account: '', route: HISTORY },
	'public, another path': { account: '', route: TRADES },
};

const asking = async (purpose: Purpose, who: Who, longestWaitMs = 0) =>
	await bench().ask(purpose, { ...who, longestWaitMs });

function meet(httpStatus: number, retryAfterMs: number | undefined, purpose: Purpose, who?: Who) {
	const at = who ?? { account: MINE, route: HISTORY };
	bench().pacer.observe({ purpose, ...at }, { httpStatus, retryAfterMs });
}

/** Status, its Retry-After, for how long, and who is held. */
const HELD: ReadonlyArray<[number, number | undefined, number, string[]]> = [
	[403, undefined, 5 * MINUTE_MS, ['same key, same path']],
	[403, 2 * MINUTE_MS, 2 * MINUTE_MS, ['same key, same path']],
	[403, 0, MINUTE_MS, ['same key, same path']],
	[403, 30 * 24 * HOUR_MS, HOUR_MS, ['same key, same path']],
	[418, undefined, HOUR_MS, Object.keys(WHO)],
	[418, 90_000, 90_000, Object.keys(WHO)],
	[418, 0, MINUTE_MS, Object.keys(WHO)],
	[418, 2 * HOUR_MS, 2 * HOUR_MS, Object.keys(WHO)],
	[429, undefined, 30_000, Object.keys(WHO).filter((who) => who.endsWith('same path'))],
	[429, 7_000, 7_000, Object.keys(WHO).filter((who) => who.endsWith('same path'))],
	[429, 0, 1_000, Object.keys(WHO).filter((who) => who.endsWith('same path'))],
	[429, 30 * 24 * HOUR_MS, HOUR_MS, Object.keys(WHO).filter((who) => who.endsWith('same path'))],
];

describe.each(HELD)('HTTP %d with Retry-After %s ms holds for %d ms', (status, after, ms, held) => {
	test.each(Object.entries(WHO))('%s', async (name, who) => {
		const until = bench().time.now() + ms;
		meet(status, after, 'order');
		const permit = await asking('read', who);
		const reason = status === 429 ? 'rate_limited' : 'banned';
		expect(permit).toEqual(
			held.includes(name) ? { granted: false, reason, until } : { granted: true },
		);
		bench().time.jump(ms - 1);
		expect((await asking('order', who)).granted).toBe(!held.includes(name));
		bench().time.jump(1);
		expect((await asking('order', who)).granted).toBe(true);
	});
});

test('what a public call met with a 403 holds public calls to that path only', async () => {
	meet(403, undefined, 'read', { account: '', route: HISTORY });
	expect((await asking('read', { account: '', route: HISTORY })).granted).toBe(false);
	expect((await asking('read', { account: MINE, route: HISTORY })).granted).toBe(true);
});

describe.each([403, 429])('after a %d that only orders or reads have met', (status) => {
	const who = { account: MINE, route: HISTORY };

	test.each(['lookup', 'cancel'] as const)('a %s may try, one at a time', async (purpose) => {
		meet(status, undefined, 'order');
		expect((await asking(purpose, who)).granted).toBe(true);
		expect((await asking(purpose, who)).granted).toBe(false);
		bench().pacer.observe({ purpose, ...who }, { httpStatus: 200, retryAfterMs: undefined });
		expect((await asking(purpose, who)).granted).toBe(true);
		meet(status, undefined, purpose);
		expect((await asking(purpose, who)).granted).toBe(false);
	});

	test.each(['lookup', 'cancel'] as const)('not a %s that was told, too', async (purpose) => {
		meet(status, undefined, purpose);
		expect((await asking(purpose, who)).granted).toBe(false);
	});
});

test('a look-up that comes through after a 403 opens the path for its key', async () => {
	const who = { account: MINE, route: HISTORY };
	meet(403, undefined, 'read');
	await asking('lookup', who);
	expect((await asking('read', who)).granted).toBe(false);
	bench().pacer.observe(
		{ purpose: 'lookup', ...who },
		{ httpStatus: 200, retryAfterMs: undefined },
	);
	expect((await asking('read', who)).granted).toBe(true);
});

test('an answer to a call that left before opens nothing', async () => {
	const who = { account: MINE, route: HISTORY };
	meet(403, undefined, 'read');
	bench().pacer.observe({ purpose: 'read', ...who }, { httpStatus: 200, retryAfterMs: undefined });
	expect((await asking('read', who)).granted).toBe(false);
});

test('during a ban of the address not even a look-up goes out', async () => {
	meet(418, undefined, 'read');
	expect((await asking('lookup', { account: OTHERS, route: TRADES })).granted).toBe(false);
});

describe('a credential test', () => {
	test('is not held by what is closed for its key, and its success lifts that', async () => {
		const who = { account: MINE, route: HISTORY };
		meet(403, undefined, 'read');
		meet(403, undefined, 'read', { account: MINE, route: TRADES });
		meet(403, undefined, 'read', { account: OTHERS, route: HISTORY });
		const permit = await bench().ask('read', { ...who, isCredentialTest: true });
		expect(permit.granted).toBe(true);
		bench().pacer.lift(MINE);
		expect((await asking('read', who)).granted).toBe(true);
		expect((await asking('order', { account: MINE, route: TRADES })).granted).toBe(true);
		expect((await asking('read', { account: OTHERS, route: HISTORY })).granted).toBe(false);
	});

	test.each([418, 429])('does not go out against a %d, nor lifts it', async (status) => {
		const who = { account: MINE, route: HISTORY };
		meet(status, undefined, 'read');
		const test = { ...who, isCredentialTest: true, longestWaitMs: 0 } as const;
		expect((await bench().ask('read', test)).granted).toBe(false);
		bench().pacer.lift(MINE);
		expect((await asking('read', who)).granted).toBe(false);
	});
});

describe('those that wait already', () => {
	test('are refused at once by a ban', async () => {
		const { time } = bench();
		await bench().askAtOnce(40, 'order');
		const start = time.now();
		const waiting = bench().askAtOnce(3, 'order', { longestWaitMs: 2 * MINUTE_MS });
		await time.sleep(100);
		meet(418, undefined, 'read');
		const until = start + 100 + HOUR_MS;
		expect(await waiting).toEqual(Array(3).fill({ granted: false, reason: 'banned', until }));
		expect(time.now()).toBe(start + 100);
	});

	test('wait on for a short pause, and are refused by a long one', async () => {
		const { time } = bench();
		const who = { account: MINE, route: HISTORY };
		meet(429, 20_000, 'order');
		const waiting = asking('order', who, MINUTE_MS);
		await time.sleep(10_000);
		meet(429, 40_000, 'order');
		const other = asking('order', who, MINUTE_MS);
		await time.sleep(10_000);
		expect(bench().left).toEqual([]);
		meet(429, 10 * MINUTE_MS, 'order');
		expect(await waiting).toMatchObject({ granted: false, reason: 'rate_limited' });
		expect(await other).toMatchObject({ granted: false, reason: 'rate_limited' });
		expect(time.monotonic() - Date.UTC(2025, 0, 1)).toBe(20_000);
	});

	test('leave as soon as their turn comes after the pause, the others at once', async () => {
		const { time, left } = bench();
		meet(429, 20_000, 'order');
		const start = time.monotonic();
		const held = asking('order', { account: MINE, route: HISTORY }, MINUTE_MS);
		const free = asking('order', { account: MINE, route: TRADES }, MINUTE_MS);
		await Promise.all([held, free]);
		expect(left.map(({ at }) => at - start)).toEqual([0, 20_000]);
		expect(bench().announced).toEqual([
			'Waiting 20 s, because the exchange is rate-limiting this machine',
		]);
	});
});

test('a later, shorter word does not end a longer silence', async () => {
	const who = { account: MINE, route: HISTORY };
	meet(429, 30_000, 'order');
	meet(429, 1_000, 'order');
	bench().time.jump(29_000);
	expect((await asking('order', who)).granted).toBe(false);
});

describe('refusals are counted', () => {
	const who = { account: MINE, route: HISTORY };
	const refuse = (pauseMs: number) => {
		bench().time.jump(pauseMs);
		meet(429, 1_000, 'order');
	};

	test('one resend, and none while another refusal is fresh', () => {
		const { pacer } = bench();
		refuse(0);
		expect(pacer.mayResendAfterLimit(HISTORY)).toBe(true);
		refuse(30_000);
		expect(pacer.mayResendAfterLimit(HISTORY)).toBe(false);
		expect(pacer.mayResendAfterLimit(TRADES)).toBe(true);
	});

	test('none from the third within an hour on, and again when they are forgotten', () => {
		const { pacer } = bench();
		refuse(0);
		refuse(12 * MINUTE_MS);
		expect(pacer.mayResendAfterLimit(HISTORY)).toBe(true);
		refuse(12 * MINUTE_MS);
		expect(pacer.mayResendAfterLimit(HISTORY)).toBe(false);
		refuse(HOUR_MS);
		expect(pacer.mayResendAfterLimit(HISTORY)).toBe(true);
	});

	test('from the third on the pace of that path halves for the rest of the hour', async () => {
		const { time, left } = bench();
		for (let nth = 0; nth < 3; nth += 1) refuse(2 * MINUTE_MS);
		time.jump(2 * MINUTE_MS);
		const start = time.monotonic();
		const LONG = { longestWaitMs: HOUR_MS };
		await Promise.all([
			bench().askAtOnce(40, 'order', { ...who, ...LONG }),
			bench().askAtOnce(30, 'order', { account: MINE, route: TRADES, ...LONG }),
		]);
		const inFirstMinute = left.filter(({ at }) => at < start + MINUTE_MS);
		expect(inFirstMinute).toHaveLength(40);
		time.jump(HOUR_MS);
		const before = left.length;
		const later = time.monotonic();
		await bench().askAtOnce(40, 'order', { ...who, ...LONG });
		expect(left.slice(before).every(({ at }) => at < later + MINUTE_MS)).toBe(true);
	});

	test('the fifth within an hour, which bans the address, is not asked for', async () => {
		for (let nth = 0; nth < 4; nth += 1) refuse(2 * MINUTE_MS);
		expect((await asking('order', who)).granted).toBe(false);
		bench().time.jump(HOUR_MS - 6 * MINUTE_MS - 1);
		expect((await asking('order', who)).granted).toBe(false);
		bench().time.jump(1);
		expect((await asking('order', who)).granted).toBe(true);
	});
});
