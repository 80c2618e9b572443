import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { restartPackage, useExchange } from '../support';
import { TriggerLife } from './life';
import { standBefore, withRows } from './noise';
import { lifeOf, nextPoll } from './support';

const stand = useExchange();

/** Polls at each price, a minute apart, and answers at which prices something happened. */
async function pollAt(
	life: TriggerLife,
	prices: Array<number | string>,
	symbol = 'BTCUSDT',
): Promise<Array<[IDataObject['event'], IDataObject['price']]>> {
	const found = [];
	for (const price of prices) {
		stand.exchange.state.setPrice(symbol, price);
		found.push(...(await nextPoll(stand, life)));
	}
	return found.map(({ event, price }) => [event, price]);
}

function above(level: string, more: INodeParameters = {}): INodeParameters {
	return { events: ['priceAbove'], symbols: 'BTCUSDT', priceAboveLevel: level, ...more };
}

test('Price Above happens on the crossing, not while the price stays there', async () => {
	const life = lifeOf(stand, above('63000'));
	await life.activate();
	expect(await pollAt(life, [63000, 63000.01, 64000, 65000, 63000, 62000, 63500, 70000])).toEqual([
		['priceAbove', 63000.01],
		['priceAbove', 63500],
	]);
	expect(life.items[0]).toMatchObject({
		symbol: 'BTCUSDT',
		changed: { price: { from: 63000, to: 63000.01 }, level: 63000 },
	});
});

test('a price that is beyond the level from the start is no crossing', async () => {
	const life = lifeOf(stand, above('60000'));
	await life.activate();
	expect(await pollAt(life, [62000, 61000, 60000, 60001])).toEqual([['priceAbove', 60001]]);
});

test('Re-Arm Distance: the price has to come back that far, by exact decimals', async () => {
	const life = lifeOf(stand, {
		events: ['priceAbove', 'priceBelow'],
		symbols: 'FRESHUSDT',
		priceAboveLevel: '0.3',
		priceBelowLevel: '0.1',
		options: { rearmDistance: '0.1' },
	});
	stand.exchange.state.setPrice('FRESHUSDT', '0.2');
	await life.activate();
	const over = [
		'0.3',
		'0.300000000000001',
		'0.29',
		'0.31',
		'0.200000000000001',
		'0.31',
		'0.2',
		'0.31',
	];
	expect(await pollAt(life, over, 'FRESHUSDT')).toEqual([
		['priceAbove', 0.300000000000001],
		['priceAbove', 0.31],
	]);
	const below = ['0.09', '0.1', '0.19', '0.09', '0.2', '0.0999'];
	expect(await pollAt(life, below, 'FRESHUSDT')).toEqual([
		['priceBelow', 0.09],
		['priceBelow', 0.0999],
	]);
});

test('Price Below is the mirror image', async () => {
	const life = lifeOf(stand, {
		events: ['priceBelow'],
		symbols: 'BTCUSDT',
		priceBelowLevel: '62000',
	});
	await life.activate();
	expect(await pollAt(life, [62000, 61999.99, 50000, 62000, 61000])).toEqual([
		['priceBelow', 61999.99],
		['priceBelow', 61000],
	]);
});

test('Price Moved By: from the lowest or highest of the window, which then starts anew', async () => {
	const life = lifeOf(stand, {
		events: ['priceMovedBy'],
		symbols: 'BTCUSDT',
		movedByPercent: '5',
		movedByWindow: 10,
	});
	stand.exchange.state.setPrice('BTCUSDT', 60000);
	await life.activate();
	expect(await pollAt(life, [61000, 62999.99, 63000, 64000, 60800, 60700])).toEqual([
		['priceMovedBy', 63000],
		['priceMovedBy', 60800],
	]);
	expect(life.items.map(({ changed }) => changed)).toEqual([
		{ price: { from: 60000, to: 63000 }, percent: 5, minutes: 3 },
		{ price: { from: 64000, to: 60800 }, percent: -5, minutes: 1 },
	]);
});

test('Price Moved By: a slow move, longer than the window, is none', async () => {
	const life = lifeOf(stand, {
		events: ['priceMovedBy'],
		symbols: 'BTCUSDT',
		movedByPercent: '5',
		movedByWindow: 5,
	});
	const creeping = Array.from({ length: 60 }, (_, i) => 60000 + i * 500);
	await life.activate();
	stand.exchange.state.setPrice('BTCUSDT', 60000);
	await nextPoll(stand, life, 30);
	expect(await pollAt(life, creeping)).toEqual([]);
	expect(JSON.stringify(life.memory).length).toBeLessThan(800);
});

/** Activates at 60000, polls after so many minutes each at the price given, and answers what moved. */
async function movesAfter(polls: Array<[minutes: number, price: number]>): Promise<unknown[]> {
	const life = lifeOf(stand, {
		events: ['priceMovedBy'],
		symbols: 'BTCUSDT',
		movedByPercent: '5',
		movedByWindow: 5,
	});
	stand.exchange.state.setPrice('BTCUSDT', 60000);
	await life.activate();
	for (const [minutes, price] of polls) {
		stand.exchange.state.setPrice('BTCUSDT', price);
		await nextPoll(stand, life, minutes);
	}
	return life.items.map(({ changed }) => changed);
}

test('Price Moved By: a crash during a pause of up to twice the window is told, with its minutes', async () => {
	expect(await movesAfter([[9, 57000]])).toEqual([
		{ price: { from: 60000, to: 57000 }, percent: -5, minutes: 9 },
	]);
	expect(await movesAfter([[11, 57000]])).toEqual([]);
});

test('Price Moved By: seldom polls do not stretch the window', async () => {
	const seldom: Array<[number, number]> = [
		[4, 61500],
		[4, 63000],
	];
	expect(await movesAfter(seldom)).toEqual([]);
});

test('several symbols in one call; a restart forgets no crossing; a new level starts anew', async () => {
	const life = lifeOf(stand, above('65000', { symbols: 'BTCUSDT, ETHUSDT' }));
	await life.activate();
	const before = stand.exchange.count();
	expect(await pollAt(life, [66000])).toEqual([['priceAbove', 66000]]);
	expect(stand.exchange.count() - before).toBe(1);
	expect(await life.activate()).toEqual([]);
	expect(await pollAt(life, [67000])).toEqual([]);
	life.parameters = above('66500');
	expect(await life.activate()).toEqual([]);
	expect(await pollAt(life, [66000, 66501])).toEqual([['priceAbove', 66501]]);
});

test('a crossing while the exchange could not be reached is told afterwards', async () => {
	const life = lifeOf(stand, above('65000'));
	await life.activate();
	await stand.exchange.pauseListening();
	expect(await pollAt(life, [64000, 66000])).toEqual([]);
	await stand.exchange.resumeListening();
	expect(await pollAt(life, [66000])).toEqual([['priceAbove', 66000]]);
});

test('a symbol that does not exist is thrown when the workflow is activated', async () => {
	const life = lifeOf(stand, above('1', { symbols: 'NOSUCHCOIN' }));
	await expect(life.activate()).rejects.toThrow('The exchange has no symbol NOSUCHCOIN');
});

test('damaged samples: that event starts from now, with a line in the log', async () => {
	const life = lifeOf(stand, above('65000'));
	await life.activate();
	const saved = JSON.parse(JSON.stringify(life.saved));
	saved['node:Node'].nami.prices.rules['priceAbove:BTCUSDT:65000:0'] = {
		armed: 'yes',
		price: null,
	};
	life.saved = saved;
	await life.activate();
	expect(life.warnings.join()).toMatch(/is damaged; starting from now/);
	expect(await pollAt(life, [66000])).toEqual([['priceAbove', 66000]]);
});

test('a level for each symbol', async () => {
	const levels = 'BTCUSDT 70000, eth/usdt: 4000; BTCUSDT=80000';
	const life = lifeOf(stand, { events: ['priceAbove'], priceAboveLevel: levels });
	await life.activate();
	expect(await pollAt(life, [70001, 80001])).toEqual([
		['priceAbove', 70001],
		['priceAbove', 80001],
	]);
	expect(await pollAt(life, [3999, 4001], 'ETHUSDT')).toEqual([['priceAbove', 4001]]);
	expect(new Set(life.items.map(({ eventId }) => eventId)).size).toBe(3);
});

test('a level that is written twice happens once', async () => {
	const levels = 'BTCUSDT 70000, btc/usdt: 70000.0';
	const life = lifeOf(stand, { events: ['priceAbove'], priceAboveLevel: levels });
	await life.activate();
	expect(await pollAt(life, [70001])).toEqual([['priceAbove', 70001]]);
});

test('activated again beyond the level: no crossing, while one during a restart is', async () => {
	const life = lifeOf(stand, above('65000'));
	await life.activate();
	await nextPoll(stand, life);
	await nextPoll(stand, life);
	stand.exchange.state.setPrice('BTCUSDT', 66000);
	stand.clock.jump(5 * 24 * 60 * 60_000);
	expect(await life.activate()).toEqual([]);
	expect(await pollAt(life, [67000, 64000])).toEqual([]);
	stand.exchange.state.setPrice('BTCUSDT', 66000);
	restartPackage();
	expect(await life.activate('init')).toEqual([]);
	expect(await pollAt(life, [64000, 66000])).toEqual([['priceAbove', 66000]]);
});

test('Re-Arm Distance may be 0, and is refused where the price could not come back so far', async () => {
	const life = lifeOf(stand, above('65000', { options: { rearmDistance: '0' } }));
	await life.activate();
	expect(await pollAt(life, [66000, 65000, 66000])).toEqual([
		['priceAbove', 66000],
		['priceAbove', 66000],
	]);
	for (const rearmDistance of ['65000', '70000', '-1', 'x']) {
		const other = lifeOf(stand, above('65000', { options: { rearmDistance } }));
		await expect(other.activate()).rejects.toThrow('Re-Arm Distance');
	}
});

test('a market that sleeps has no price, which the log says once', async () => {
	const asleep = await standBefore(stand.exchange, (answer, path) => ({
		...answer,
		text: path.endsWith('/market_watch')
			? withRows(answer.text, (rows) =>
					rows.map((row) => ({ ...Object(row), t: stand.clock.now() - sleptMs })),
				)
			: answer.text,
	}));
	let sleptMs = 8 * 24 * 60 * 60_000;
	const life = new TriggerLife(asleep, above('60000'));
	await life.activate();
	expect(await pollAt(life, [59000, 61000])).toEqual([]);
	expect(life.warnings).toEqual([expect.stringContaining('no price of BTCUSDT')]);
	sleptMs = 6 * 24 * 60 * 60_000;
	expect(await pollAt(life, [59000, 61000])).toEqual([['priceAbove', 61000]]);
	asleep.close();
});

test.each(['activate', 'init'] as const)(
	'durable polls, each with a context of its own (%s): crossings come',
	async (reason) => {
		const life = lifeOf(stand, above('65000'));
		await life.activate(reason);
		for (const price of [64000, 66000, 64000, 66000]) {
			stand.exchange.state.setPrice('BTCUSDT', price);
			stand.clock.jump(60_000);
			await life.pollDurably(reason);
		}
		expect(life.items.map(({ price }) => price)).toEqual([66000, 66000]);
	},
);
