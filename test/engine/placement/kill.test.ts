import type { ChildProcess } from 'node:child_process';
import { faults, startExchange, type Exchange } from '../../../tools/exchange';
import { until, Workers } from './support/workers';

const isLong = process.env['NAMI_SOAK'] === 'long';
const KILLS = isLong ? 200 : 3;
const KEYS_PER_KILL = isLong ? 2 : 5;

const workers = new Workers('market');
let exchange: Exchange;

beforeAll(async () => {
	exchange = await startExchange();
});
afterAll(async () => {
	workers.end();
	await exchange.close();
});

test(`killed after the exchange accepted, ${KILLS} times: a signal that comes again places nothing`, async () => {
	let worker = await workers.start();
	for (let nth = 0; nth < KILLS; nth += 1) {
		const next = workers.start();
		const keys = Array.from({ length: KEYS_PER_KILL }, (_, index) => `signal-${nth}-${index}`);
		await deliverAndKill(worker, keys);
		expect(exchange.orders).toHaveLength((nth + 1) * KEYS_PER_KILL);

		worker = await next;
		expect(await workers.deliver(worker, exchange, keys)).toEqual(
			keys.map(() => 'duplicate_order_key'),
		);
		expect(exchange.orders).toHaveLength((nth + 1) * KEYS_PER_KILL);
	}
	expect(exchange.countOrderPosts()).toBe(KILLS * KEYS_PER_KILL);
	expect(await workers.deliver(worker, exchange, ['a new signal'])).toEqual(['placed']);
}, 3_600_000);

/** The exchange accepts every order and answers none; then the worker is killed. */
async function deliverAndKill(worker: ChildProcess, keys: readonly string[]): Promise<void> {
	const before = exchange.orders.length;
	exchange.faults.use(() => faults.stallAfterAccepting());
	workers.send(worker, exchange, keys);
	await until(() => exchange.orders.length === before + keys.length);
	await workers.kill(worker);
	exchange.faults.clear();
}
