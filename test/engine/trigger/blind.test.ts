import { faults } from '../../../tools/exchange';
import { useExchange } from '../support';
import { eventIds, TriggerLife } from './life';
import { lifeOf, placeOrder } from './support';

const stand = useExchange();
/** Polls that fail take long on newer engines while the machine is busy. */
jest.setTimeout(300_000);

const EVENTS = { events: ['orderFilled'] };
const REVOKED = { context: { data: { reason: 'unauthorized' } } };

afterEach(async () => await stand.exchange.resumeListening());

/** Polls so often, every minute unless told otherwise, as n8n does, whatever is thrown. */
async function pollFor(life: TriggerLife, polls: number, everyMinutes = 1): Promise<void> {
	for (let poll = 0; poll < polls; poll += 1) {
		stand.clock.jump(everyMinutes * 60_000);
		await life.pollOrFail();
	}
}

test('blind for 15 minutes: one failed execution; over: one line, and what happened comes', async () => {
	const life = lifeOf(stand, EVENTS);
	await life.activate();
	await stand.exchange.pauseListening();
	await pollFor(life, 13);
	expect(life.failures).toEqual([]);
	await pollFor(life, 2);
	expect(life.failures).toEqual([
		expect.objectContaining({
			name: 'NodeApiError',
			message: expect.stringMatching(/^No orders could be read for 1[56] minutes: /),
		}),
	]);
	await pollFor(life, 300);
	expect(life.failures).toHaveLength(1);
	await stand.exchange.resumeListening();
	const id = await placeOrder(stand, { type: 'MARKET' });
	await pollFor(life, 2);
	expect(eventIds(life.items)).toEqual([`orderFilled:${id}`]);
	const over = life.messages('info').filter((line) => line.includes('can be read again'));
	expect(over).toEqual([
		expect.stringMatching(/^Node: After 3\d\d minutes, orders can be read again$/),
	]);
});

test('one kind of events that cannot be read is told, too, while others come', async () => {
	const life = lifeOf(stand, { events: ['orderFilled', 'tradeExecuted'] });
	await life.activate();
	stand.exchange.faults.use(({ path }) =>
		path === '/api/v4/spot/trade' ? faults.status5xxBefore(503) : undefined,
	);
	await pollFor(life, 10);
	await placeOrder(stand, { type: 'MARKET' });
	await pollFor(life, 10);
	expect(life.items).toHaveLength(1);
	expect(life.failures).toEqual([
		expect.objectContaining({
			message: expect.stringMatching(/^No trades could be read for 1[56] /),
		}),
	]);
});

test('a revoked key is told at once, and not 1,440 times a day', async () => {
	const life = lifeOf(stand, EVENTS);
	await life.activate();
	life.editCredential({ apiSecret: 'revoked' });
	await pollFor(life, 1);
	expect(life.failures).toMatchObject([REVOKED]);
	await pollFor(life, 100, 15);
	expect(life.failures).toHaveLength(1);
});

test('trouble that comes and goes is told once an hour at most', async () => {
	const life = lifeOf(stand, EVENTS);
	await life.activate();
	for (let round = 0; round < 60; round += 1) {
		life.editCredential({ apiSecret: 'revoked' });
		await pollFor(life, 1);
		life.editCredential({ apiSecret: stand.exchange.apiSecret });
		await pollFor(life, 1);
	}
	expect(life.failures).toHaveLength(2);
});

test.each([
	[5, 1],
	[0, 0],
])('the option: after %i minutes, %i failed executions', async (reportAfter, count) => {
	const life = lifeOf(stand, { ...EVENTS, options: { reportAfter } });
	await life.activate();
	await stand.exchange.pauseListening();
	await pollFor(life, 6);
	expect(life.failures).toHaveLength(count);
});

test('a poll ends within the time that n8n gives it, and a long day is caught up on', async () => {
	const life = lifeOf(stand, { events: ['tradeExecuted'] });
	await life.activate();
	const placed = 60;
	for (let i = 0; i < placed; i += 1) {
		stand.clock.jump(60_000);
		await placeOrder(stand, { type: 'MARKET' });
	}
	stand.clock.jump(4 * 60 * 60_000);
	stand.exchange.settings.maxPageSize = 2;
	stand.exchange.settings.timestampWindowMs = 60_000;
	stand.exchange.faults.use(() => {
		stand.clock.jump(5_000);
		return undefined;
	});
	life.budgetMs = 60_000;
	await life.activate();
	for (let poll = 0; poll < 40 && life.items.length < placed; poll += 1) {
		const before = stand.clock.now();
		await life.pollOrFail();
		expect(stand.clock.now() - before).toBeLessThanOrEqual(60_000);
	}
	expect(life.failures).toEqual([]);
	expect(new Set(eventIds(life.items)).size).toBe(placed);
	expect(life.items).toHaveLength(placed);
});

test('durable polls after a start of n8n: a revoked key is told, too', async () => {
	const life = lifeOf(stand, EVENTS);
	await life.activate('init');
	life.editCredential({ apiSecret: 'revoked' });
	stand.clock.jump(60_000);
	await expect(life.pollDurably('init')).rejects.toMatchObject(REVOKED);
});

test('two triggers that poll at the same time both look', async () => {
	const triggers = [lifeOf(stand, EVENTS), lifeOf(stand, EVENTS)];
	for (const life of triggers) await life.activate();
	await placeOrder(stand, { type: 'MARKET' });
	stand.clock.jump(60_000);
	const found = await Promise.all(triggers.map(async (life) => await life.poll()));
	expect(found.map(({ length }) => length > 0)).toEqual([true, true]);
});
