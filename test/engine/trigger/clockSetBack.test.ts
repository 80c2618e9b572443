import { installClock } from '../../../tools/harness/virtualClock';
import { useExchange } from '../support';
import { eventIds, TriggerLife } from './life';
import { standBefore, type ChangedExchange } from './noise';
import { lifeOf, nextPoll, placeOrder, tradeEvent } from './support';

const stand = useExchange({ timestampWindowMs: 24 * 60 * 60_000 });
const EVENTS = { events: ['orderPlaced', 'orderFilled', 'tradeExecuted'] };
const MINUTE = 60_000;

/** How far this machine's clock is ahead of the exchange's. */
let ahead = 0;
let putBack = () => {};
let dateless: ChangedExchange;

beforeAll(async () => {
	dateless = await standBefore(stand.exchange, (answer) => ({ ...answer, date: undefined }));
});
afterAll(() => dateless.close());

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
		...trades.map(({ recordId }) => `tradeExecuted:${recordId}`),
	].sort();
}

function told({ items }: TriggerLife): string[] {
	return eventIds(items).sort();
}

function linesAboutTheClock({ warnings }: TriggerLife): string[] {
	return warnings.filter((line) => line.includes('clock was set back'));
}

test.each([2, 4, 10, 14, 60, 600])(
	'without dates: this machine’s clock, set back by %i minutes and right again later: every event, once',
	async (minutes) => {
		const life = new TriggerLife(dateless, EVENTS);
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
		tradeEvent(stand, 900002),
	]);
});

test.each([-60, -10, -1, 1, 10, 60])(
	'this machine’s clock is %i minutes ahead of the exchange’s, from the start: every event, once',
	async (minutes) => {
		await placeOrder(stand, { type: 'MARKET' });
		stand.clock.jump(3_000);
		const before = expectedOf(stand);
		ahead = minutes * MINUTE;
		const life = lifeOf(stand, EVENTS);
		await life.activate();
		await trade(life, 8);
		expect(told(life)).toEqual(expectedOf(stand).filter((id) => !before.includes(id)));
		expect(life.warnings).toEqual([]);
		expect(Date.parse(String(life.items.at(-1)?.time))).toBeLessThanOrEqual(stand.clock.now());
	},
);

test('it is moved to and fro between polls: every event, once, and not a word', async () => {
	const life = lifeOf(stand, EVENTS);
	await life.activate();
	for (const minutes of [0, 30, -30, 60, -60, 5, 0]) {
		ahead = minutes * MINUTE;
		await trade(life, 4);
	}
	expect(told(life)).toEqual(expectedOf(stand));
	expect(life.warnings).toEqual([]);
});

test('activated with a clock ahead while the exchange is down: what happens from then on comes', async () => {
	await placeOrder(stand, { type: 'MARKET' });
	stand.clock.jump(MINUTE);
	const before = expectedOf(stand);
	ahead = 30 * MINUTE;
	await stand.exchange.pauseListening();
	const life = lifeOf(stand, EVENTS);
	expect(await life.activate()).toEqual([]);
	await stand.exchange.resumeListening();
	await trade(life, 5);
	expect(told(life)).toEqual(expectedOf(stand).filter((id) => !before.includes(id)));
});

test('without dates: a clock that is set back makes no quick move of a slow one', async () => {
	const life = new TriggerLife(dateless, {
		events: ['priceMovedBy'],
		symbols: 'BTCUSDT',
		movedByPercent: '5',
		movedByWindow: 10,
	});
	const creep = async (from: number, minutes: number) => {
		for (let minute = 0; minute < minutes; minute += 1) {
			stand.exchange.state.setPrice('BTCUSDT', from + minute * 100);
			await nextPoll(stand, life);
		}
	};
	stand.exchange.state.setPrice('BTCUSDT', 60000);
	await life.activate();
	await creep(60000, 10);
	ahead = -120 * MINUTE;
	await creep(61000, 100);
	expect(life.items).toEqual([]);
});
