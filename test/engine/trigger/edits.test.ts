import type { INodeParameters } from 'n8n-workflow';
import { useExchange } from '../support';
import { eventIds, TriggerLife } from './life';
import { lifeOf, nextPoll, placeOrder, pollForAMonth, tradeEvent } from './support';

const ANOTHER = { apiKey: 'another-account', apiSecret: 'its-secret' };
const stand = useExchange({
	accounts: [
		{
			apiKey: 'stand-in-key-of-the-default-account',
			apiSecret: 'stand-in-secret-of-the-default-account',
		},
		ANOTHER,
	],
	timestampWindowMs: 24 * 60 * 60_000,
});
const DAY_MINUTES = 24 * 60;
const ETH = { symbol: 'ETHUSDT', quantity: 0.1, type: 'MARKET' };
const EVENTS = { events: ['orderFilled', 'tradeExecuted'] };

/** Edits that let more through, and an order that only they do. */
const WIDER: Array<[string, INodeParameters, INodeParameters, Record<string, unknown>]> = [
	[
		'a symbol',
		{ ...EVENTS, symbols: ['BTCUSDT'] },
		{ ...EVENTS, symbols: ['BTCUSDT', 'ETHUSDT'] },
		ETH,
	],
	['all symbols', { ...EVENTS, symbols: ['BTCUSDT'] }, EVENTS, ETH],
	['a side', { ...EVENTS, filters: { side: 'SELL' } }, EVENTS, { type: 'MARKET', side: 'BUY' }],
	[
		'an order type',
		{ ...EVENTS, filters: { orderTypes: ['LIMIT'] } },
		{ ...EVENTS, filters: { orderTypes: ['LIMIT', 'MARKET'] } },
		{ type: 'MARKET' },
	],
	[
		'all order types',
		{ ...EVENTS, filters: { orderTypes: ['LIMIT'] } },
		EVENTS,
		{ type: 'MARKET' },
	],
	[
		'an event of orders',
		{ events: ['orderCanceled', 'tradeExecuted'] },
		{ events: ['orderCanceled', 'tradeExecuted', 'orderFilled'] },
		{ type: 'MARKET', alreadyTold: 'tradeExecuted' },
	],
	[
		'an event of trades',
		{ events: ['orderFilled'] },
		EVENTS,
		{ type: 'MARKET', alreadyTold: 'orderFilled' },
	],
];

test.each(WIDER)(
	'%s that is added after 30 quiet days is told from then on, not from before',
	async (_, before, after, { alreadyTold, ...order }) => {
		const life = lifeOf(stand, before);
		await life.activate();
		for (let day = 0; day < 30; day += 1) {
			await placeOrder(stand, order as INodeParameters);
			await nextPoll(stand, life, DAY_MINUTES);
		}
		life.items.length = 0;
		life.parameters = after;
		const found = [...(await life.activate()), ...(await pollForAMonth(stand, life))];
		expect(found.filter(({ event }) => event !== alreadyTold)).toEqual([]);
		stand.clock.jump(3_000);
		const id = await placeOrder(stand, order as INodeParameters);
		const trades = stand.exchange.state.account().trades.length;
		expect(eventIds(await pollForAMonth(stand, life)).sort()).toEqual([
			`orderFilled:${id}`,
			tradeEvent(stand, 900_000 + trades),
		]);
		expect(await nextPoll(stand, life)).toEqual([]);
	},
);

test('what both filters let through is caught up on, what only the new one does is not', async () => {
	const life = lifeOf(stand, { events: ['orderFilled'], symbols: ['BTCUSDT'] });
	await life.activate();
	stand.clock.jump(DAY_MINUTES * 60_000);
	const kept = await placeOrder(stand, { type: 'MARKET' });
	await placeOrder(stand, ETH);
	stand.clock.jump(DAY_MINUTES * 60_000);
	life.parameters = { events: ['orderFilled'], symbols: ['ETHUSDT', 'BTCUSDT'] };
	expect(eventIds(await life.activate())).toEqual([`orderFilled:${kept}`]);
	expect(await nextPoll(stand, life)).toEqual([]);
});

test('an order of before the edit that is filled after it comes', async () => {
	const life = lifeOf(stand, { events: ['orderFilled'], symbols: ['ETHUSDT'] });
	await life.activate();
	const id = await placeOrder(stand);
	await nextPoll(stand, life);
	life.parameters = { events: ['orderFilled'] };
	await life.activate();
	await nextPoll(stand, life, 60 * 40);
	stand.exchange.state.fill(id);
	expect(eventIds(await nextPoll(stand, life))).toEqual([`orderFilled:${id}`]);
});

test('a restart between edit and event changes nothing', async () => {
	const life = lifeOf(stand, { events: ['orderFilled'], symbols: ['BTCUSDT'] });
	await life.activate();
	await placeOrder(stand, ETH);
	stand.clock.jump(3_000);
	life.parameters = { events: ['orderFilled'] };
	expect(await life.activate()).toEqual([]);
	stand.clock.jump(3_000);
	const id = await placeOrder(stand, ETH);
	expect(eventIds(await life.activate('init'))).toEqual([`orderFilled:${id}`]);
	expect(await life.activate('init')).toEqual([]);
});

test.each([[EVENTS], [{ events: ['tradeExecuted'] }]])(
	'another account’s key in the same credential: %p start from now, with a line in the log',
	async (parameters) => {
		const life = lifeOf(stand, parameters);
		await placeOrder(stand, { type: 'MARKET' });
		await life.activate();
		const other = new TriggerLife({ url: stand.exchange.url, ...ANOTHER }, parameters);
		await other.activate();
		stand.clock.jump(DAY_MINUTES * 60_000);
		const placeThere = async () => await placeOrder(stand, { type: 'MARKET' }, ANOTHER);
		await placeThere();
		stand.clock.jump(60_000);
		life.editCredential(ANOTHER);
		expect(await life.poll()).toEqual([]);
		expect(life.messages('info').join()).toMatch('another account');
		stand.clock.jump(3_000);
		await placeThere();
		expect(await nextPoll(stand, life)).toHaveLength(parameters.events.length);
	},
);

test('another key of the same account goes on where the first one was', async () => {
	const rotated = { apiKey: 'rotated-key', apiSecret: 'rotated-secret' };
	await placeOrder(stand, { type: 'MARKET' });
	stand.clock.jump(60_000);
	const life = lifeOf(stand, EVENTS);
	await life.activate();
	const id = await placeOrder(stand, { type: 'MARKET' });
	stand.exchange.state.addKey(rotated);
	life.editCredential(rotated);
	expect(eventIds(await nextPoll(stand, life))).toEqual([
		`orderFilled:${id}`,
		tradeEvent(stand, 900_002),
	]);
	expect(life.messages('info').join()).not.toMatch('another account');
});

test('the symbols of a list, typed symbols and doubles of them are one filter', async () => {
	const life = lifeOf(stand, {
		events: ['orderFilled', 'orderFilled'],
		symbols: ['BTCUSDT', 'BTCUSDT'],
		symbolNames: 'eth/usdt; BTC-USDT\nETHUSDT',
		filters: { side: 'buy', orderTypes: ['market', 'MARKET'] },
	});
	await life.activate();
	const ids = [await placeOrder(stand, { type: 'MARKET' }), await placeOrder(stand, ETH)];
	await placeOrder(stand, { symbol: 'NAMIVNDC', type: 'MARKET', quantity: 1000 });
	expect(eventIds(await nextPoll(stand, life))).toEqual(ids.map((id) => `orderFilled:${id}`));
});

test.each([
	[{ events: ['orderFilled'], symbols: ['DOGEUSDTT'] }, 'has no symbol DOGEUSDTT'],
	[{ events: ['tradeExecuted'], symbolNames: 'BTCUSDT NOSUCH' }, 'has no symbol NOSUCH'],
	[{ events: ['priceAbove'], priceAboveLevel: 'NOSUCH 1' }, 'has no symbol NOSUCH'],
	[{ events: ['orderFiled'] }, 'not one of the options'],
	[{ events: ['orderFilled'], filters: { side: 'HOLD' } }, 'not one of the options'],
	[{ events: ['orderFilled'], filters: { orderTypes: ['ICEBERG'] } }, 'not one of the options'],
	[{ events: ['balanceChanged'], assets: 'DOLLARS' }, 'has no asset'],
	[{ events: ['balanceChanged'], smallestChange: 'USDT 10, 22: 5' }, 'names 22 more than once'],
	[{ events: ['orderFilled'], options: { lookBack: 86_400_000 } }, 'longer than a year'],
])('%p is refused when the workflow is published', async (parameters, message) => {
	const life = lifeOf(stand, parameters as INodeParameters);
	await expect(life.activate()).rejects.toThrow(message);
});
