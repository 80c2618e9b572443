import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { faults, startExchange, type Exchange } from '../../../tools/exchange';
import { credentialFor } from '../support';
import type { Delivery } from './support/signalWorker';

const isLong = process.env['NAMI_SOAK'] === 'long';
const KILLS = isLong ? 200 : 3;
const KEYS_PER_KILL = isLong ? 2 : 5;

const ENGINE_HOOK = join(__dirname, '../../../tools/build/engine-hook.cjs');
const folder = mkdtempSync(join(tmpdir(), 'nami-kill-'));
const children = new Set<ChildProcess>();
let exchange: Exchange;

beforeAll(async () => {
	exchange = await startExchange();
});
afterAll(async () => {
	for (const child of children) child.kill('SIGKILL');
	await exchange.close();
	rmSync(folder, { recursive: true, force: true });
});

test(`killed after the exchange accepted, ${KILLS} times: a signal that comes again places nothing`, async () => {
	let worker = await startWorker();
	for (let nth = 0; nth < KILLS; nth += 1) {
		const next = startWorker();
		const keys = Array.from({ length: KEYS_PER_KILL }, (_, index) => `signal-${nth}-${index}`);
		await deliverAndKill(worker, keys);
		expect(exchange.orders).toHaveLength((nth + 1) * KEYS_PER_KILL);

		worker = await next;
		expect(await deliver(worker, keys)).toEqual(keys.map(() => 'duplicate_order_key'));
		expect(exchange.orders).toHaveLength((nth + 1) * KEYS_PER_KILL);
	}
	expect(exchange.countOrderPosts()).toBe(KILLS * KEYS_PER_KILL);
	expect(await deliver(worker, ['a new signal'])).toEqual(['placed']);
}, 3_600_000);

/** The exchange accepts every order and answers none; then the worker is killed. */
async function deliverAndKill(worker: ChildProcess, keys: readonly string[]): Promise<void> {
	const before = exchange.orders.length;
	exchange.faults.use(() => faults.stallAfterAccepting());
	send(worker, keys);
	while (exchange.orders.length < before + keys.length) {
		await new Promise((resolve) => setImmediate(resolve));
	}
	const gone = once(worker, 'exit');
	worker.kill('SIGKILL');
	expect((await gone)[1]).toBe('SIGKILL');
	children.delete(worker);
	exchange.faults.clear();
}

async function deliver(worker: ChildProcess, keys: readonly string[]): Promise<unknown> {
	const answered = once(worker, 'message');
	send(worker, keys);
	const [{ results }] = (await answered) as [{ results: unknown }];
	return results;
}

function send(worker: ChildProcess, keys: readonly string[]): void {
	const credential = credentialFor(exchange) as Delivery['credential'];
	const delivery: Delivery = { keys, credential, store: join(folder, 'processed.json') };
	worker.send(delivery);
}

async function startWorker(): Promise<ChildProcess> {
	const worker = fork(join(__dirname, 'support/signalWorker.ts'), {
		execArgv: ['--require', ENGINE_HOOK, '--import', 'tsx'],
		stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
	});
	children.add(worker);
	await once(worker, 'message');
	return worker;
}
