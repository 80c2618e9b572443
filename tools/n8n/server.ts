import type { FetchedN8n } from '../build/n8n';
import { ProcessGroup } from './childProcess';
import { n8nEnvironment } from './environment';
import { unusedPort } from '../exchange';
import { met, until } from './until';

const BOOT_MS = 180_000;

export interface ServerOptions {
	readonly n8n: FetchedN8n;
	/** n8n keeps its data in `.n8n` in here. */
	readonly userFolder: string;
	/** Default: any free one. */
	readonly port?: number;
	/** More of n8n's environment variables. */
	readonly settings?: NodeJS.ProcessEnv;
	readonly onOutput?: (text: string) => void;
}

/** A running n8n: editor, REST API and executions. */
export class N8nServer {
	private constructor(
		private readonly group: ProcessGroup,
		/** Without a slash at the end. */
		readonly url: string,
	) {}

	/** Everything that n8n has written to its log. */
	get log(): string {
		return this.group.output;
	}

	/** Is fulfilled when n8n has ended, on demand or not. */
	get ended(): Promise<number> {
		return this.group.ended;
	}

	/** @throws Error with the end of n8n's log when it does not come up */
	static async start({
		n8n,
		userFolder,
		port,
		settings,
		onOutput,
	}: ServerOptions): Promise<N8nServer> {
		const brokerPort = await unusedPort();
		const ownPort = String(port ?? (await unusedPort()));
		const group = new ProcessGroup({
			file: n8n.node,
			args: [n8n.command, 'start'],
			cwd: userFolder,
			env: n8nEnvironment(n8n, userFolder, {
				N8N_PORT: ownPort,
				N8N_HOST: '127.0.0.1',
				N8N_LISTEN_ADDRESS: '127.0.0.1',
				N8N_SECURE_COOKIE: 'false',
				N8N_RUNNERS_BROKER_PORT: String(brokerPort),
				...settings,
			}),
			...(onOutput && { onOutput }),
		});
		const server = new N8nServer(group, `http://127.0.0.1:${ownPort}`);
		try {
			await server.waitUntilReady();
		} catch (failed) {
			await server.stop();
			throw new Error(
				`n8n ${n8n.version} did not start: ${String(failed)}\n${lastLines(server.log)}`,
			);
		}
		return server;
	}

	async stop(): Promise<void> {
		await this.group.stop();
	}

	private async waitUntilReady(): Promise<void> {
		const isReady = async () => {
			if (!this.group.isRunning) return false;
			const { ok } = await fetch(`${this.url}/healthz/readiness`);
			// The editor's page is served a little later than the first health check succeeds.
			return met(ok && /Editor is now accessible/.test(this.log));
		};
		const ready = await until('n8n to answer', isReady, BOOT_MS);
		if (!ready) throw new Error('it ended');
	}
}

function lastLines(log: string): string {
	return log.trimEnd().split('\n').slice(-30).join('\n');
}
