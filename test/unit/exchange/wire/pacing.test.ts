import { densest, MINUTE_MS, PURPOSES, useBench } from './support/paced';

const bench = useBench();
const LONG = { longestWaitMs: 60 * MINUTE_MS };

test.each([
	['lookup', 50],
	['cancel', 45],
	['order', 40],
	['read', 35],
	['catchUp', 25],
] as const)('a limit of 50 leaves %s %d calls in any minute', async (purpose, most) => {
	await bench().askAtOnce(3 * most, purpose, LONG);
	const times = bench().left.map(({ at }) => at);
	expect(times).toHaveLength(3 * most);
	expect(densest(times)).toBe(most);
});

test.each(['read', 'order'] as const)(
	'500 items of a node, one %s after another: none waits longer than the default allows',
	async (purpose) => {
		await bench().askInARow(500, purpose);
		expect(bench().left).toHaveLength(500);
	},
);

test('what is more important finds room at once, however much is waiting', async () => {
	const { time, left } = bench();
	const reads = bench().askAtOnce(80, 'read', LONG);
	await time.sleep(10_000);
	const since = left.length;
	const at = time.monotonic();
	await Promise.all((['order', 'cancel', 'lookup'] as const).map((each) => bench().ask(each)));
	const [first, second, third] = left.slice(since);
	expect([first?.purpose, second?.purpose, third?.purpose].sort()).toEqual([
		'cancel',
		'lookup',
		'order',
	]);
	expect(time.monotonic() - at).toBeLessThan(5_000);
	await reads;
	expect(left.filter(({ purpose }) => purpose === 'read')).toHaveLength(80);
	expect(densest(left.map((each) => each.at))).toBeLessThanOrEqual(50);
});

test('those that wait together leave in the order of importance, and of coming within it', async () => {
	const { time, left } = bench();
	await bench().askAtOnce(50, 'lookup');
	const since = left.length;
	const waiting = [...PURPOSES]
		.reverse()
		.flatMap((purpose) => bench().askAtOnce(3, purpose, { longestWaitMs: 10 * MINUTE_MS }));
	await time.sleep(1);
	await Promise.all(waiting);
	const names = left.slice(since).map(({ name }) => name);
	for (const purpose of PURPOSES) {
		expect(names.filter((name) => name.startsWith(purpose))).toEqual(
			[0, 1, 2].map((nth) => `${purpose} ${nth}`),
		);
	}
	const important = names.filter((name) => !/ 0$/.test(name));
	expect(important).toEqual(PURPOSES.flatMap((each) => [`${each} 1`, `${each} 2`]));
});

test('purposes that had no call for a minute have theirs in the order of importance', async () => {
	const slow = { callsPerMinute: 1, longestWaitMs: 10 * MINUTE_MS };
	await bench().ask('lookup', slow);
	await Promise.all([...PURPOSES].reverse().map((purpose) => bench().ask(purpose, slow)));
	expect(bench().left.map(({ purpose }) => purpose)).toEqual(['lookup', ...PURPOSES]);
});

test('a purpose that had none of the last minute’s calls comes before all others', async () => {
	const { left } = bench();
	const orders = bench().askAtOnce(400, 'order', LONG);
	const lookups = bench().askAtOnce(400, 'lookup', LONG);
	const asked = bench().time.monotonic();
	await Promise.all([bench().ask('read', LONG), bench().ask('catchUp', LONG)]);
	expect(bench().time.monotonic() - asked).toBeLessThan(62_000);
	expect(left.length).toBeLessThan(110);
	await Promise.all([orders, lookups]);
});

describe('the lowest limit in force', () => {
	test('holds for all while somebody waits under it', async () => {
		const { left } = bench();
		const greedy = bench().askAtOnce(300, 'read', { ...LONG, callsPerMinute: 100 });
		await bench().time.sleep(3_000);
		expect(left).toHaveLength(70);
		await bench().ask('order', { ...LONG, callsPerMinute: 50 });
		expect(bench().time.monotonic() - (left[0]?.at ?? 0)).toBeLessThan(62_000);
		await greedy;
	});

	test.each([
		['read', 'order'],
		['order', 'read'],
		['lookup', 'catchUp'],
	] as const)('a %s with 51 does not keep an %s with 50 waiting', async (greedy, modest) => {
		const { time } = bench();
		let isOver = false;
		const reader = (async () => {
			while (!isOver) await bench().ask(greedy, { callsPerMinute: 51 });
		})();
		await time.sleep(30_000);
		const asked = time.monotonic();
		await bench().ask(modest, { ...LONG, callsPerMinute: 50 });
		isOver = true;
		expect(time.monotonic() - asked).toBeLessThan(62_000);
		await reader;
	});

	test('ceases to hold when its calls do not count any more', async () => {
		const { time, left } = bench();
		await bench().ask('order', { callsPerMinute: 12 });
		await bench().askAtOnce(30, 'order', { ...LONG, callsPerMinute: 100 });
		const after = left.filter(({ at }) => at >= (left[0]?.at ?? 0) + 61_000);
		expect(after.length).toBeGreaterThanOrEqual(20);
		expect(time.monotonic() - (left[0]?.at ?? 0)).toBeLessThan(63_000);
	});
});

describe('the longest wait', () => {
	test('who would have to wait longer is refused at once, and told until when', async () => {
		const { time } = bench();
		await bench().askAtOnce(40, 'order');
		const now = time.now();
		const [permit] = await bench().askAtOnce(1, 'order', { longestWaitMs: 30_000 });
		expect(time.now()).toBe(now);
		expect(permit).toEqual({ granted: false, reason: 'rate_limited', until: expect.any(Number) });
		const until = permit?.granted === false && 'until' in permit ? permit.until : 0;
		time.jump(until - now);
		expect((await bench().ask('order')).granted).toBe(true);
		expect(time.now()).toBe(until);
	});

	test('places in the queue count for what is foreseen', async () => {
		const { time } = bench();
		await bench().askAtOnce(40, 'order');
		time.jump(10_000);
		const started = time.monotonic();
		const answers = await Promise.all(
			Array.from({ length: 60 }, async () => {
				const { granted } = await bench().ask('order');
				return { granted, after: time.monotonic() - started };
			}),
		);
		expect(answers.filter(({ granted }) => granted)).toHaveLength(40);
		expect(answers.filter(({ granted }) => !granted).every(({ after }) => after === 0)).toBe(true);
	});

	test('who is overtaken is refused when that shows, never later than it may wait', async () => {
		const { time } = bench();
		await bench().askAtOnce(35, 'read');
		time.jump(20_000);
		const started = time.monotonic();
		const read = bench().ask('read', { longestWaitMs: 40_000 });
		await time.sleep(1_000);
		const others = bench().askAtOnce(100, 'lookup', LONG);
		expect((await read).granted).toBe(false);
		expect(time.monotonic() - started).toBeLessThanOrEqual(40_000);
		await others;
	});

	test('0 means: now or not at all', async () => {
		await bench().askAtOnce(20, 'order', { longestWaitMs: 0 });
		expect(bench().left).toHaveLength(20);
		expect((await bench().ask('order', { longestWaitMs: 0 })).granted).toBe(false);
	});
});

test('canceling ends a wait at once, takes no place, and lets the next one follow', async () => {
	const { time } = bench();
	await bench().askAtOnce(40, 'order');
	const start = time.monotonic();
	const controller = new AbortController();
	const waiting = bench().ask('order', { signal: controller.signal });
	const next = bench().ask('order', LONG);
	void time.sleep(5_000).then(() => controller.abort());
	expect(await waiting).toEqual({ granted: false, reason: 'execution_canceled' });
	expect(time.monotonic()).toBe(start + 5_000);
	await next;
	expect(bench().left).toHaveLength(41);
	expect(await bench().ask('order', { signal: controller.signal })).toEqual({
		granted: false,
		reason: 'execution_canceled',
	});
});

test.each([-15, 15])('this machine’s clock set by %d minutes holds nobody up', async (minutes) => {
	const { time } = bench();
	await bench().askAtOnce(40, 'order');
	time.set(minutes * MINUTE_MS);
	expect((await bench().ask('order', { longestWaitMs: 62_000 })).granted).toBe(true);
	expect(bench().left.at(-1)?.at).toBe((bench().left[0]?.at ?? 0) + 61_000);
});

describe('a long wait is told', () => {
	test('once, with the limit', async () => {
		await bench().askAtOnce(35, 'read');
		await bench().ask('read', LONG);
		expect(bench().announced).toEqual([
			expect.stringMatching(/^Waiting 6\d s so that no more than 50 calls a minute reach the/),
		]);
		expect(bench().announced[0]).not.toContain('were reads');
	});

	test('of an order, with the reads that are in its way', async () => {
		await bench().askAtOnce(30, 'read');
		await bench().askAtOnce(10, 'order');
		await bench().ask('order', LONG);
		expect(bench().announced.at(-1)).toMatch(/; 30 of the last minute’s 40 calls were reads$/);
	});
});
