import { useExchange } from '../support';
import { lifeOf, nextPoll, placeOrder } from './support';

const stand = useExchange({ log: false });

test.each([
	'BTCUSDT ETHUSDT',
	'btc/usdt;eth/usdt',
	'BINANCE:BTCUSDT\nBINANCE:ETHUSDT',
	'={{ ["BTCUSDT", "ETHUSDT"] }}',
])('Symbols %j watches both', async (symbols) => {
	const life = lifeOf(stand, { events: ['orderPlaced'], symbols });
	await life.activate();
	await placeOrder(stand);
	await placeOrder(stand, { symbol: 'ETHUSDT', price: 3000, quantity: 0.01 });
	const events = await nextPoll(stand, life);
	expect(events.map(({ symbol }) => symbol).sort()).toEqual(['BTCUSDT', 'ETHUSDT']);
});
