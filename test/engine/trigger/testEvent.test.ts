import { useExchange } from '../support';
import { eventIds } from './life';
import { lifeOf, nextPoll, placeOrder } from './support';

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
		order: { displayingId: canceled, status: 'CANCELED' },
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
		description: expect.stringContaining('nothing matches the chosen events and filters'),
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
		'tradeExecuted:900001',
	]);
});

test('prices: a crossing since yesterday, or the sentence', async () => {
	const price = { events: ['priceAbove'], symbols: 'BTCUSDT', priceAboveLevel: '63000' };
	const life = lifeOf(stand, price);
	await expect(life.fetchTestEvent()).rejects.toThrow('No recent event to show');
	stand.exchange.state.setPrice('BTCUSDT', 64000);
	expect(await life.fetchTestEvent()).toMatchObject({
		event: 'priceAbove',
		price: '64000',
		changed: { price: { from: '62877.99', to: '64000' } },
	});
	life.parameters = {
		events: ['priceMovedBy'],
		symbols: 'BTCUSDT',
		movedByPercent: '1',
		movedByWindow: 60,
	};
	expect(await life.fetchTestEvent()).toMatchObject({ event: 'priceMovedBy' });
});

test('an exchange that cannot be reached is told as such', async () => {
	await stand.exchange.pauseListening();
	const life = lifeOf(stand, { events: ['orderFilled'] });
	await expect(life.fetchTestEvent()).rejects.toMatchObject({ name: 'NodeApiError' });
	await stand.exchange.resumeListening();
});
