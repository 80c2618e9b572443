import { useExchange } from '../support';
import { eventIds } from './life';
import { lifeOf, nextPoll, placeOrder, tradeEvent } from './support';

const stand = useExchange();

test('Fetch Test Event shows the latest real event that matches', async () => {
	const life = lifeOf(stand, {
		events: ['orderFilled', 'orderCanceled'],
		filters: { side: 'BUY' },
	});
	const filled = await placeOrder(stand, { type: 'MARKET' });
	stand.clock.jump(1000);
	const canceled = await placeOrder(stand);
	stand.exchange.state.cancel(canceled);
	stand.clock.jump(1000);
	await placeOrder(stand, { type: 'MARKET', side: 'SELL' });
	expect(await life.fetchTestEvent()).toMatchObject({
		eventId: `orderCanceled:${canceled}`,
		order: { displayingId: String(canceled), status: 'CANCELED' },
	});
	life.parameters = { events: ['orderFilled'], filters: { side: 'BUY' } };
	expect(await life.fetchTestEvent()).toMatchObject({ eventId: `orderFilled:${filled}` });
	life.parameters = { events: ['tradeExecuted'] };
	expect(await life.fetchTestEvent()).toMatchObject({ trade: { side: 'SELL' } });
});

test('without such an event it says so', async () => {
	const life = lifeOf(stand, { events: ['orderPartlyFilled'] });
	await placeOrder(stand);
	await expect(life.fetchTestEvent()).rejects.toMatchObject({
		name: 'NodeOperationError',
		message: 'No recent event to show',
		description: expect.stringContaining('matches the chosen events and filters'),
	});
});

test('it does not move the cursors of the active workflow', async () => {
	const life = lifeOf(stand, { events: ['orderFilled', 'tradeExecuted'] });
	await life.activate();
	const id = await placeOrder(stand, { type: 'MARKET' });
	const before = JSON.stringify(life.memory);
	expect(await life.fetchTestEvent()).toBeDefined();
	expect(JSON.stringify(life.memory)).toBe(before);
	expect(eventIds(await nextPoll(stand, life))).toEqual([
		`orderFilled:${id}`,
		tradeEvent(stand, 900001),
	]);
});

test('prices: a sample from the price now, marked as one, even without a crossing', async () => {
	const price = { events: ['priceAbove'], symbols: 'BTCUSDT', priceAboveLevel: '63000' };
	const life = lifeOf(stand, price);
	expect(await life.fetchTestEvent()).toMatchObject({
		event: 'priceAbove',
		sample: true,
		symbol: 'BTCUSDT',
		price: 62877.99,
		changed: { level: 63000, price: { from: 62877.99, to: 62877.99 } },
	});
	life.parameters = {
		events: ['priceMovedBy'],
		symbols: ['BTCUSDT'],
		movedByPercent: '1',
		movedByWindow: 60,
	};
	expect(await life.fetchTestEvent()).toMatchObject({ event: 'priceMovedBy', sample: true });
});

test('a real event is shown rather than a sample, and is not marked', async () => {
	const life = lifeOf(stand, {
		events: ['priceAbove', 'orderFilled'],
		symbols: 'BTCUSDT',
		priceAboveLevel: '63000',
	});
	const filled = await placeOrder(stand, { type: 'MARKET' });
	stand.clock.jump(60_000);
	const shown = await life.fetchTestEvent();
	expect(shown).toMatchObject({ eventId: `orderFilled:${filled}` });
	expect(shown).not.toHaveProperty('sample');
});

test('an exchange that cannot be reached is told as such', async () => {
	await stand.exchange.pauseListening();
	const life = lifeOf(stand, { events: ['orderFilled'] });
	await expect(life.fetchTestEvent()).rejects.toMatchObject({ name: 'NodeApiError' });
	await stand.exchange.resumeListening();
});
