import { startExchange, type Exchange } from '../../../tools/exchange';
import { Workers } from '../placement/support/workers';

/** About ten orders of the worker's kind. */
const RAIL = { maxSpentPerDay: 'USDT 330' };
const AT_ONCE = 20;

const both = [new Workers('market', RAIL), new Workers('market', RAIL)];
let exchange: Exchange;

beforeAll(async () => {
	exchange = await startExchange();
});
afterAll(async () => {
	both.forEach((workers) => workers.end());
	await exchange.close();
});

const placedIn = (results: unknown): number =>
	Array.isArray(results) ? results.filter((result) => result === 'placed').length : 0;

test('two processes at once spend no more than once more of what one may, and then nothing', async () => {
	const [alone] = both;
	if (alone === undefined) throw new Error('There is no worker');
	const most = placedIn(await alone.deliver(await alone.start(), exchange, keys('alone')));
	expect(most).toBeGreaterThan(5);
	expect(most).toBeLessThan(AT_ONCE);
	exchange.reset();

	const started = await Promise.all(both.map(async (workers) => await workers.start()));
	const deliver = async (name: string, count: number) =>
		await Promise.all(
			both.map(async (workers, nth) => {
				const worker = started[nth];
				if (worker === undefined) throw new Error('A worker did not start');
				return await workers.deliver(worker, exchange, keys(`${name} ${nth}`, count));
			}),
		);
	const placed = (await deliver('at once', AT_ONCE)).map(placedIn);
	expect(exchange.orders).toHaveLength(placed.reduce((sum, count) => sum + count, 0));
	expect(exchange.orders.length).toBeGreaterThanOrEqual(most);
	// What the one has in flight, the other cannot have read: at most all that it may spend.
	expect(exchange.orders.length).toBeLessThanOrEqual(2 * most);
	expect(await deliver('later', 1)).toEqual([['guard_rail'], ['guard_rail']]);
}, 120_000);

function keys(name: string, count = AT_ONCE): string[] {
	return Array.from({ length: count }, (_, nth) => `${name} ${nth}`);
}
