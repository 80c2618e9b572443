import { installClock } from '../../../tools/harness/virtualClock';
import { useExchange } from '../support';
import { eventIds, type TriggerLife } from './life';
import { lifeOf, nextPoll, placeOrder } from './support';

const stand = useExchange({ timestampWindowMs: 24 * 60 * 60_000 });
const EVENTS = { events: ['orderPlaced', 'orderFilled', 'tradeExecuted'] };
const MINUTE = 60_000;

/** How far this machine's clock is ahead of the exchange's. */
let ahead = 0;
let putBack = () => {};

beforeEach(() => {
	ahead = 0;
	const { now, monotonic, sleep } = stand.clock;
	putBack = installClock({ now: () => now() + ahead, monotonic, sleep });
});
afterEach(() => putBack());

/** Trades for so many minutes, one a minute, polling after each. */
async function trade(life: TriggerLife, minutes: number): Promise<void> {
	for (let minute = 0; minute < minutes; minute += 1) {
		await placeOrder(stand, { type: 'MARKET' });
		await nextPoll(stand, life);
	}
}

/** All that has happened to the account, each event once. */
function expectedOf({ exchange }: typeof stand): string[] {
	const { closed, trades } = exchange.state.account();
	return [
		...closed.flatMap(({ displayingId: id }) => [`orderPlaced:${id}`, `orderFilled:${id}`]),
		...trades.map(({ displayingId: id }) => `tradeExecuted:${id}`),
	].sort();
}

function told({ items }: TriggerLife): string[] {
	return eventIds(items).sort();
}

function linesAboutTheClock({ warnings }: TriggerLife): string[] {
	return warnings.filter((line) => line.includes('clock was set back'));
}

test.each([2, 4, 10, 14])(
	'this machine’s clock, set back by %i minutes and right again later: every event, once',
	async (minutes) => {
		const life = lifeOf(stand, EVENTS);
		await life.activate();
		await trade(life, 12);
		ahead = -minutes * MINUTE;
		await trade(life, 18);
		expect(told(life)).toEqual(expectedOf(stand));
		expect(linesAboutTheClock(life)).toHaveLength(2);
		ahead = 0;
		await trade(life, 10);
		expect(told(life)).toEqual(expectedOf(stand));
	},
);

test.each([60, 600])('set back by %i minutes: every event, once', async (minutes) => {
	const life = lifeOf(stand, EVENTS);
	await life.activate();
	await trade(life, 12);
	ahead = -minutes * MINUTE;
	await trade(life, 18);
	expect(told(life)).toEqual(expectedOf(stand));
});

test.each([-121_000, -11 * MINUTE])(
	'both clocks, set back by %i ms: nothing that was told comes again, what happens now does',
	async (ms) => {
		const life = lifeOf(stand, EVENTS);
		await life.activate();
		await trade(life, 12);
		stand.clock.jump(ms);
		await trade(life, 18);
		expect(told(life)).toEqual(expectedOf(stand));
	},
);

test('set back right after the activation: what happened before it still does not come', async () => {
	await placeOrder(stand, { type: 'MARKET' });
	stand.clock.jump(MINUTE);
	const life = lifeOf(stand, EVENTS);
	await life.activate();
	ahead = -10 * MINUTE;
	expect(await nextPoll(stand, life)).toEqual([]);
	const id = await placeOrder(stand, { type: 'MARKET' });
	expect(eventIds(await nextPoll(stand, life))).toEqual([
		`orderPlaced:${id}`,
		`orderFilled:${id}`,
		'tradeExecuted:900002',
	]);
});
