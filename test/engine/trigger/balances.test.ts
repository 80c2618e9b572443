import { useExchange } from '../support';
import { lifeOf, nextPoll } from './support';

const stand = useExchange();
const CHANGED = { events: ['balanceChanged'] };

test('Balance Changed tells of an asset what there was, what there is, and the difference', async () => {
	const life = lifeOf(stand, { ...CHANGED, assets: 'usdt' });
	stand.exchange.state.setBalance('USDT', '100.1');
	expect(await life.activate()).toEqual([]);
	expect(await nextPoll(stand, life)).toEqual([]);
	stand.exchange.state.setBalance('USDT', '100.3');
	stand.exchange.state.setBalance('BTC', '7');
	expect(await nextPoll(stand, life)).toEqual([
		expect.objectContaining({
			event: 'balanceChanged',
			asset: 'USDT',
			changed: { total: { from: 100.1, to: 100.3, by: 0.2 } },
			balance: expect.objectContaining({ total: 100.3, available: 100.3, locked: 0 }),
		}),
	]);
	expect(await nextPoll(stand, life)).toEqual([]);
});

test('small changes are added up until they come to the smallest that is told', async () => {
	const life = lifeOf(stand, { ...CHANGED, smallestChange: 'USDT 10, BTC 0.5' });
	stand.exchange.state.setBalance('USDT', '100');
	stand.exchange.state.setBalance('BTC', '1');
	await life.activate();
	const found = [];
	for (const usdt of ['104', '109', '111', '102', '101']) {
		stand.exchange.state.setBalance('USDT', usdt);
		stand.exchange.state.setBalance('BTC', '1.4');
		found.push(...(await nextPoll(stand, life)));
	}
	expect(found.map(({ asset, changed }) => [asset, Object(changed).total])).toEqual([
		['USDT', { from: 100, to: 111, by: 11 }],
		['USDT', { from: 111, to: 101, by: -10 }],
	]);
});

test('an asset that is new, and one that is gone', async () => {
	const life = lifeOf(stand, { ...CHANGED, assets: 'BTC' });
	stand.exchange.state.setBalance('BTC', '0');
	await life.activate();
	stand.exchange.state.setBalance('BTC', '2');
	expect(await nextPoll(stand, life)).toMatchObject([{ changed: { total: { from: 0, to: 2 } } }]);
	stand.exchange.state.setBalance('BTC', '0');
	expect(await nextPoll(stand, life)).toMatchObject([{ changed: { total: { by: -2 } } }]);
});

test('an asset that is added to the filter counts from then on', async () => {
	const life = lifeOf(stand, { ...CHANGED, assets: 'BTC' });
	await life.activate();
	await nextPoll(stand, life);
	stand.exchange.state.setBalance('USDT', '1');
	life.parameters = { ...CHANGED, assets: 'BTC, USDT' };
	expect(await life.activate()).toEqual([]);
	expect(await nextPoll(stand, life)).toEqual([]);
	stand.exchange.state.setBalance('USDT', '3');
	expect(await nextPoll(stand, life)).toMatchObject([
		{ asset: 'USDT', changed: { total: { by: 2 } } },
	]);
});

test('what changed while n8n was down comes afterwards; the test event is a sample', async () => {
	const life = lifeOf(stand, { ...CHANGED, assets: 'USDT' });
	stand.exchange.state.setBalance('USDT', '5');
	await life.activate();
	stand.exchange.state.setBalance('USDT', '9');
	stand.clock.jump(24 * 60 * 60_000);
	expect(await life.activate('init')).toMatchObject([{ changed: { total: { from: 5, to: 9 } } }]);
	expect(await life.fetchTestEvent()).toMatchObject({
		sample: true,
		asset: 'USDT',
		changed: { total: { from: 9, to: 9, by: 0 } },
	});
});
