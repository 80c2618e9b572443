import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type FetchedN8n, fetchN8n, NEWEST } from '../../../tools/build/n8n';
import { unusedPort } from '../../../tools/exchange';
import { ProcessGroup } from '../../../tools/n8n/childProcess';
import { N8nCli } from '../../../tools/n8n/cli';
import { n8nEnvironment } from '../../../tools/n8n/environment';
import { installPackage } from '../../../tools/n8n/packageInstall';
import { N8nServer } from '../../../tools/n8n/server';
import { met, until } from '../../../tools/n8n/until';
import type { StoredCredential, Workflow } from '../../../tools/n8n/workflow';
import { Postgres, Redis } from './services';

/** How many executions a worker runs at a time. */
export const CONCURRENCY = 5;

/** n8n notices a worker that is gone within seconds instead of a minute. */
const SETTINGS = {
	EXECUTIONS_MODE: 'queue',
	N8N_ENCRYPTION_KEY: 'of a test that keeps nothing',
	QUEUE_WORKER_LOCK_DURATION: '10000',
	QUEUE_WORKER_LOCK_RENEW_TIME: '3000',
	QUEUE_WORKER_STALLED_INTERVAL: '5000',
	EXECUTIONS_DATA_SAVE_ON_SUCCESS: 'all',
};

/** n8n's queue mode: PostgreSQL, Redis, a main process and two workers. */
export class Cluster {
	private readonly stops: Array<() => Promise<void>> = [];

	readonly workers: ProcessGroup[] = [];

	private readonly settings: NodeJS.ProcessEnv = { ...SETTINGS };

	private server: N8nServer | undefined;

	private cliOutput = '';

	private constructor(
		private readonly n8n: FetchedN8n,
		readonly userFolder: string,
		readonly postgres: Postgres,
		redis: Redis,
	) {
		Object.assign(this.settings, postgres.settings, redis.settings);
		this.stops.push(async () => await rm(userFolder, { recursive: true, force: true }));
		this.stops.push(async () => await postgres.stop());
		this.stops.push(async () => await redis.stop());
	}

	static async start(credential: StoredCredential, workflow: Workflow): Promise<Cluster> {
		const n8n = await fetchN8n(NEWEST);
		const userFolder = await mkdtemp(join(tmpdir(), 'nami-queue-'));
		const [postgres, redis] = await Promise.all([Postgres.start(), Redis.start()]);
		const cluster = new Cluster(n8n, userFolder, postgres, redis);
		try {
			await cluster.prepare(credential, workflow);
			await cluster.startMain();
			await Promise.all([cluster.startWorker(), cluster.startWorker()]);
		} catch (failed) {
			await cluster.stop();
			throw failed;
		}
		return cluster;
	}

	get url(): string {
		if (!this.server) throw new Error('The main process has not been started');
		return this.server.url;
	}

	/** Everything that n8n has written to its logs. */
	get log(): string {
		const workers = this.workers.map(({ output }) => output);
		return [this.cliOutput, this.server?.log ?? '', ...workers].join('\n');
	}

	async stop(): Promise<void> {
		for (const stop of this.stops.reverse()) await stop();
	}

	private async prepare(credential: StoredCredential, workflow: Workflow): Promise<void> {
		await installPackage(this.userFolder);
		const cli = new N8nCli(this.n8n, this.userFolder, this.settings);
		await cli.importCredentials([credential]);
		await cli.importWorkflows([workflow]);
		const { code, output } = await cli.run('publish:workflow', `--id=${workflow.id}`);
		if (code !== 0) throw new Error(output);
		this.cliOutput = cli.output;
	}

	private async startMain(): Promise<void> {
		const { n8n, userFolder, settings } = this;
		this.server = await N8nServer.start({ n8n, userFolder, settings });
		this.stops.push(async () => await this.server?.stop());
	}

	private async startWorker(): Promise<void> {
		const { n8n, userFolder, settings } = this;
		const [brokerPort, healthPort] = [await unusedPort(), await unusedPort()];
		const worker = new ProcessGroup({
			file: n8n.node,
			args: [n8n.command, 'worker', `--concurrency=${CONCURRENCY}`],
			cwd: userFolder,
			env: n8nEnvironment(n8n, userFolder, {
				...settings,
				N8N_RUNNERS_BROKER_PORT: String(brokerPort),
				QUEUE_HEALTH_CHECK_ACTIVE: 'true',
				QUEUE_HEALTH_CHECK_PORT: String(healthPort),
			}),
		});
		this.workers.push(worker);
		this.stops.push(async () => await worker.stop());
		const isReady = async () =>
			met((await fetch(`http://127.0.0.1:${healthPort}/healthz/readiness`)).ok);
		await until('a worker', isReady, 180_000).catch((failed: unknown) => {
			throw new Error(`${String(failed)}\n${worker.output}`);
		});
	}
}
