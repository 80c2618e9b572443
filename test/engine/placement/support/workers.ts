import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Exchange } from '../../../../tools/exchange';
import { credentialFor } from '../../support';
import type { Delivery } from './signalWorker';

const ENGINE_HOOK = join(__dirname, '../../../../tools/build/engine-hook.cjs');

/** Processes that run the engine, with one deduplication table between them. */
export class Workers {
	private readonly folder = mkdtempSync(join(tmpdir(), 'nami-kill-'));

	private readonly children = new Set<ChildProcess>();

	constructor(
		private readonly order: Delivery['order'],
		private readonly credential: Delivery['credential'] = {},
	) {}

	async start(): Promise<ChildProcess> {
		const worker = fork(join(__dirname, 'signalWorker.ts'), {
			execArgv: ['--require', ENGINE_HOOK, '--import', 'tsx'],
			stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
		});
		this.children.add(worker);
		await once(worker, 'message');
		return worker;
	}

	/** Gives a worker a signal for each key, all at once. */
	send(worker: ChildProcess, exchange: Exchange, keys: readonly string[]): void {
		const credential = credentialFor(exchange, this.credential) as Delivery['credential'];
		const store = join(this.folder, 'processed.json');
		worker.send({ order: this.order, keys, credential, store } satisfies Delivery);
	}

	/** The same, and what came of each: its outcome, or the reason of its failure. */
	async deliver(
		worker: ChildProcess,
		exchange: Exchange,
		keys: readonly string[],
	): Promise<unknown> {
		const answered = once(worker, 'message');
		this.send(worker, exchange, keys);
		const [{ results }] = (await answered) as [{ results: unknown }];
		return results;
	}

	async kill(worker: ChildProcess): Promise<void> {
		const gone = once(worker, 'exit');
		worker.kill('SIGKILL');
		expect((await gone)[1]).toBe('SIGKILL');
		this.children.delete(worker);
	}

	end(): void {
		for (const child of this.children) child.kill('SIGKILL');
		rmSync(this.folder, { recursive: true, force: true });
	}
}

const LONGEST_WAIT_MS = 120_000;

/** Waits for what another process does. */
export async function until(isSo: () => boolean): Promise<void> {
	const deadline = Date.now() + LONGEST_WAIT_MS;
	while (!isSo()) {
		if (Date.now() > deadline) throw new Error('The other process did not come so far');
		await new Promise((resolve) => setImmediate(resolve));
	}
}
