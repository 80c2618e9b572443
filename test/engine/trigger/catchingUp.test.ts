import { namiWorkflow, ORDERS, useExchange } from '../support';
import { filled, seedOrders } from '../support/seedOrders';
import { eventIds, type TriggerLife } from './life';
import { lifeOf, nextPoll } from './support';

const stand = useExchange();
const MINUTE = 60_000;
const EVENTS = { events: ['orderFilled', 'tradeExecuted'] };
const LIMIT = { callsPerMinute: 50 };
const HALF = 25;

/** A trigger that has missed so many orders, each with a trade, and gets pages of so many. */
async function behind(missed: number, maxPageSize: number): Promise<TriggerLife> {
	const life = lifeOf(stand, EVENTS);
	life.editCredential(LIMIT);
	await life.activate();
	for (const order of filled(missed)) {
		stand.clock.jump(2 * MINUTE);
		await seedOrders(stand, order);
	}
	stand.clock.jump(60 * MINUTE);
	stand.exchange.settings.maxPageSize = maxPageSize;
	since = stand.exchange.requests.length;
	return life;
}

/** So many requests were before the trigger began to catch up. */
let since = 0;
const lists = () =>
	stand.exchange.requests.slice(since).filter(({ path }) => /\/spot\/(history|trade)$/.test(path));

/** How many calls of any kind there were in the minute that ends with each of the trigger's. */
function minutesBefore(): number[] {
	const times = stand.exchange.requests.slice(since).map(({ at }) => at);
	return lists().map(({ at }) => times.filter((time) => time > at - MINUTE && time <= at).length);
}

test.each([
	['in stretches of a day', 240, 3],
	['in shorter ones, since a day takes more calls than one poll may make', 130, 1],
])(
	'catching up takes at most half of any minute’s calls, and comes to its end: %s',
	async (_, missed, maxPageSize) => {
		const life = await behind(missed, maxPageSize);
		const deadline = stand.clock.now() + 180 * MINUTE;
		while (life.items.length < 2 * missed && stand.clock.now() < deadline) {
			await nextPoll(stand, life);
		}
		expect(life.items).toHaveLength(2 * missed);
		expect(new Set(eventIds(life.items)).size).toBe(2 * missed);
		expect(life.warnings).toEqual([]);
		expect(Math.max(...minutesBefore())).toBe(HALF);
		expect(lists().length).toBeGreaterThan(4 * HALF);
	},
	120_000,
);

test('and yields to everything else: what comes meanwhile leaves at once, what it takes is not caught up with', async () => {
	const life = await behind(240, 3);
	const waits: number[] = [];
	const meanwhile = async (parameters: NonNullable<Parameters<typeof namiWorkflow>[1]>) => {
		const asked = stand.clock.now();
		const { error } = await namiWorkflow(stand.exchange, { ...parameters, credential: LIMIT });
		expect(error).toBeUndefined();
		waits.push(stand.clock.now() - asked);
	};
	const order = { ...ORDERS.LIMIT, options: { symbolRules: 'off' } };
	const price = { resource: 'market', operation: 'getTicker', symbol: 'BTCUSDT' };
	await Promise.all([
		nextPoll(stand, life),
		(async () => {
			await stand.clock.sleep(2 * MINUTE);
			expect(minutesBefore().at(-1)).toBe(HALF);
			await meanwhile({ parameters: order, items: Array.from({ length: 12 }, () => ({})) });
			await meanwhile({ parameters: price });
		})(),
	]);
	expect(stand.exchange.placed).toHaveLength(240 + 12);
	expect(Math.max(...waits)).toBeLessThan(5_000);
	expect(Math.max(...minutesBefore())).toBe(HALF);
}, 60_000);
