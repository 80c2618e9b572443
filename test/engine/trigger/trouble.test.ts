import { faults, unusedPort } from '../../../tools/exchange';
import { inDocumentedForm, restartPackage, useExchange } from '../support';
import { eventIds, TriggerLife } from './life';
import { lifeOf, nextPoll, placeOrder, pollForAMonth, tradeEvent } from './support';

const stand = useExchange();
const EVENTS = { events: ['orderFilled', 'tradeExecuted'] };
const DAY_MINUTES = 24 * 60;

test('while the exchange cannot be reached nothing is lost and nothing thrown', async () => {
	const life = lifeOf(stand, EVENTS);
	await life.activate();
	const id = await placeOrder(stand, { type: 'MARKET' });
	await stand.exchange.pauseListening();
	expect(await nextPoll(stand, life)).toEqual([]);
	expect(await nextPoll(stand, life)).toEqual([]);
	expect(life.warnings[0]).toMatch(/^Node: No orders this time: .+/);
	await stand.exchange.resumeListening();
	expect(eventIds(await nextPoll(stand, life))).toEqual([
		`orderFilled:${id}`,
		tradeEvent(stand, 900001),
	]);
});

test('one list that cannot be read does not hold up the other', async () => {
	const life = lifeOf(stand, EVENTS);
	await life.activate();
	const id = await placeOrder(stand, { type: 'MARKET' });
	stand.exchange.faults.add({
		match: { method: 'GET', path: '/api/v4/spot/trade' },
		times: 3,
		fault: faults.status5xxBefore(503),
	});
	expect(eventIds(await nextPoll(stand, life))).toEqual([`orderFilled:${id}`]);
	expect(eventIds(await nextPoll(stand, life))).toEqual([tradeEvent(stand, 900001)]);
});

test('a list that hangs takes the time of other lists, not that of prices', async () => {
	const life = lifeOf(stand, {
		events: ['orderFilled', 'tradeExecuted', 'priceAbove'],
		priceAboveLevel: 'BTCUSDT 70000',
	});
	await life.activate();
	life.budgetMs = 2_500;
	await life.activate('init');
	stand.exchange.faults.use(({ path }) =>
		path === '/api/v4/spot/open' ? faults.stallBeforeAccepting() : undefined,
	);
	stand.exchange.state.setPrice('BTCUSDT', 70001);
	expect(await nextPoll(stand, life)).toMatchObject([{ event: 'priceAbove' }]);
	expect(life.warnings.at(-1)).toMatch(/^Node: No orders this time: This poll ran out of time/);
});

test('activated while the exchange cannot be reached, it tells what happens from then on', async () => {
	const open = await placeOrder(stand);
	await placeOrder(stand, { type: 'MARKET' });
	stand.clock.jump(1000);
	await stand.exchange.pauseListening();
	const life = lifeOf(stand, EVENTS);
	expect(await life.activate()).toEqual([]);
	await stand.exchange.resumeListening();
	stand.clock.jump(1000);
	const id = await placeOrder(stand, { type: 'MARKET' });
	stand.exchange.state.fill(open);
	expect(eventIds(await nextPoll(stand, life)).sort()).toEqual(
		[
			`orderFilled:${id}`,
			`orderFilled:${open}`,
			tradeEvent(stand, 900002),
			tradeEvent(stand, 900003),
		].sort(),
	);
});

test('a month of outage is caught up on, with a line in the log', async () => {
	const life = lifeOf(stand, EVENTS);
	await life.activate();
	const since = new Date(stand.clock.now()).toISOString();
	const ids: number[] = [];
	for (let day = 0; day < 30; day += 1) {
		stand.clock.jump(DAY_MINUTES * 60_000);
		for (let i = 0; i < 4; i += 1) ids.push(await placeOrder(stand, { type: 'MARKET' }));
	}
	restartPackage();
	await life.activate();
	await pollForAMonth(stand, life);
	const filled = life.items.filter(({ event }) => event === 'orderFilled');
	expect(eventIds(filled).sort()).toEqual(ids.map((id) => `orderFilled:${id}`).sort());
	expect(life.items).toHaveLength(2 * ids.length);
	const lines = life.logs.filter(({ level }) => level === 'info').map(({ message }) => message);
	expect(lines).toContain(`Node: Catching up on orders since ${since}`);
});

test.each([1, 3, 10])(
	'pages that the exchange cuts to %i entries all come',
	async (maxPageSize) => {
		stand.exchange.settings.maxPageSize = maxPageSize;
		const life = lifeOf(stand, EVENTS);
		await life.activate();
		const ids: number[] = [];
		for (let i = 0; i < 30; i += 1) ids.push(await placeOrder(stand, { type: 'MARKET' }));
		const found = await nextPoll(stand, life);
		expect(found).toHaveLength(2 * ids.length);
		expect(eventIds(found)).toEqual(expect.arrayContaining(ids.map((id) => `orderFilled:${id}`)));
		expect(await nextPoll(stand, life)).toEqual([]);
	},
);

test('catching up that takes long is spread over several polls', async () => {
	const life = lifeOf(stand, EVENTS);
	stand.clock.jump(1);
	await life.activate();
	const ids: number[] = [];
	for (let day = 0; day < 10; day += 1) {
		stand.clock.jump(DAY_MINUTES * 60_000);
		ids.push(await placeOrder(stand, { type: 'MARKET' }));
	}
	stand.exchange.faults.use(() => {
		stand.clock.jump(8_000);
		return undefined;
	});
	stand.exchange.settings.timestampWindowMs = 60_000;
	const first = await life.activate();
	expect(first.length).toBeGreaterThan(0);
	expect(first.length).toBeLessThan(20);
	for (let i = 0; i < 10; i += 1) await nextPoll(stand, life);
	const filled = life.items.filter(({ event }) => event === 'orderFilled');
	expect(eventIds(filled)).toEqual(ids.map((id) => `orderFilled:${id}`));
	expect(life.items).toHaveLength(20);
});

const DAMAGE: Record<string, (memory: Record<string, never>) => unknown> = {
	'something else in its place': () => 'rubbish',
	'nothing but an account': ({ account }) => ({ account, orders: null, trades: 7 }),
	'times from the future': (memory) => ({
		...memory,
		orders: { since: 1e13, polls: [1e13], known: {} },
		trades: { since: 0, polls: ['yesterday'], known: {} },
	}),
	'orders that are none': (memory) => ({
		...memory,
		orders: { since: 0, polls: [], known: { 1: { created: 'x' } } },
		trades: { since: 0, polls: [], known: [] },
	}),
};

test.each(Object.keys(DAMAGE))(
	'a damaged memory, %s: it starts from now and says so',
	async (way) => {
		const life = lifeOf(stand, { ...EVENTS, options: { lookBack: 600 } });
		await life.activate();
		await placeOrder(stand, { type: 'MARKET' });
		await nextPoll(stand, life);
		const saved = JSON.parse(JSON.stringify(life.saved));
		saved['node:Node'].nami = DAMAGE[way]?.(saved['node:Node'].nami);
		life.saved = saved;
		stand.clock.jump(60_000);
		expect(await life.activate()).toEqual([]);
		expect(life.warnings.join()).toMatch(/damaged; starting from now/);
		const id = await placeOrder(stand, { type: 'MARKET' });
		expect(eventIds(await nextPoll(stand, life))).toEqual([
			`orderFilled:${id}`,
			tradeEvent(stand, 900002),
		]);
	},
);

test('a key that the exchange does not accept is thrown, so that n8n shows it', async () => {
	const { url, apiKey } = stand.exchange;
	const life = new TriggerLife({ url, apiKey, apiSecret: 'another' }, EVENTS);
	await expect(life.activate()).rejects.toMatchObject({
		name: 'NodeApiError',
		...inDocumentedForm({ httpCode: '401' }),
	});
});

test('when n8n starts, it is only a line in the log, so that n8n does not give up on the workflow', async () => {
	const { url, apiKey } = stand.exchange;
	const life = new TriggerLife({ url, apiKey, apiSecret: 'another' }, EVENTS);
	expect(await life.activate('init')).toEqual([]);
	expect(life.warnings.join()).toMatch('did not accept the API key');
});

/** The exchange refuses to list trades, or, by another path, something else. */
function refuse(path = '/api/v4/spot/trade'): void {
	stand.exchange.faults.use((request) =>
		request.path === path ? faults.refusal('ACCOUNT_BAN_TRADE') : undefined,
	);
}

test('what the exchange refuses to list is thrown, so that nobody believes it is watched', async () => {
	const life = lifeOf(stand, EVENTS);
	refuse();
	await expect(life.activate()).rejects.toThrow('This account is banned from trading');
	expect(await life.activate('init')).toEqual([]);
	expect(life.warnings.at(-1)).toMatch('This account is banned from trading');
	await expect(nextPoll(stand, life)).rejects.toMatchObject({ name: 'NodeApiError' });
});

test('what it refuses holds up no other event, and comes once it is listed again', async () => {
	const life = lifeOf(stand, EVENTS);
	await life.activate();
	refuse();
	const id = await placeOrder(stand, { type: 'MARKET' });
	expect(eventIds(await nextPoll(stand, life))).toEqual([`orderFilled:${id}`]);
	expect(life.warnings.join()).toMatch('This account is banned from trading');
	await expect(nextPoll(stand, life)).rejects.toThrow('This account is banned from trading');
	stand.exchange.faults.clear();
	expect(eventIds(await nextPoll(stand, life))).toEqual([tradeEvent(stand, 900001)]);
	expect(await nextPoll(stand, life)).toEqual([]);
});

test('fields that cannot be used are thrown before anything is sent', async () => {
	const url = `http://127.0.0.1:${await unusedPort()}`;
	const party = { url, apiKey: 'k', apiSecret: 's' };
	const cases: Array<[Record<string, string | string[]>, RegExp]> = [
		[{ events: [] }, /No event is chosen/],
		[{ events: ['orderFilled'], symbols: 'B!' }, /^Symbols holds “B!”/],
		[{ events: ['priceAbove'], priceAboveLevel: '1' }, /No symbol is chosen/],
		[{ events: ['priceAbove'], symbols: 'BTCUSDT' }, /Rises Above is empty/],
		[
			{ events: ['priceBelow'], symbols: 'BTCUSDT', priceBelowLevel: '1,5' },
			/^Falls Below is “1,5”/,
		],
	];
	for (const [parameters, message] of cases) {
		await expect(new TriggerLife(party, parameters).activate()).rejects.toThrow(message);
	}
});

test('an order that is in no list is looked for a day, and given up with a line in the log', async () => {
	const life = lifeOf(stand, { events: ['orderCanceled'] });
	await life.activate();
	const id = await placeOrder(stand);
	await nextPoll(stand, life);
	stand.exchange.settings.historyLagMs = 30 * DAY_MINUTES * 60_000;
	stand.exchange.state.cancel(id);
	await nextPoll(stand, life, 60);
	for (let hour = 0; hour < 26; hour += 1) await nextPoll(stand, life, 60);
	expect(life.warnings).toEqual([
		`Node: Order ${id} has been in neither list for a day and is no longer watched`,
	]);
	expect(JSON.stringify(life.memory)).not.toContain(String(id));
});

test('an order that history shows hours late still comes', async () => {
	const life = lifeOf(stand, { events: ['orderCanceled'] });
	await life.activate();
	const id = await placeOrder(stand);
	await nextPoll(stand, life);
	stand.exchange.settings.historyLagMs = 5 * 60 * 60_000;
	stand.exchange.state.cancel(id);
	for (let quarter = 0; quarter < 28; quarter += 1) await nextPoll(stand, life, 15);
	expect(eventIds(life.items)).toEqual([`orderCanceled:${id}`]);
});

test('a poll that starts while another is under way is left out', async () => {
	const life = lifeOf(stand, EVENTS);
	await life.activate();
	await placeOrder(stand, { type: 'MARKET' });
	stand.clock.jump(60_000);
	let answer = () => {};
	const answered = new Promise<void>((resolve) => (answer = resolve));
	stand.exchange.faults.add({ fault: faults.slow(answered) });
	const polls = [life.poll(), life.poll()];
	expect(await Promise.race(polls)).toEqual([]);
	answer();
	expect((await Promise.all(polls)).map(({ length }) => length).sort()).toEqual([0, 2]);
});
