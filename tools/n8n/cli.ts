import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FetchedN8n } from '../build/n8n';
import { ProcessGroup } from './childProcess';
import { n8nEnvironment } from './environment';
import { unusedPort } from '../exchange';
import type { StoredCredential, Workflow } from './workflow';

const COMMAND_MS = 180_000;

/** n8n's command line, on one user folder; no n8n may run on that folder meanwhile. */
export class N8nCli {
	/** Everything that the commands have written. */
	output = '';

	constructor(
		private readonly n8n: FetchedN8n,
		private readonly userFolder: string,
		private readonly settings: NodeJS.ProcessEnv = {},
	) {}

	async importCredentials(credentials: readonly StoredCredential[]): Promise<void> {
		await this.import('credentials', credentials);
	}

	async importWorkflows(workflows: readonly Workflow[]): Promise<void> {
		await this.import('workflow', workflows);
	}

	/** Runs n8n with these arguments and returns what it wrote. */
	async run(...args: readonly string[]): Promise<{ code: number; output: string }> {
		const brokerPort = await unusedPort();
		const group = new ProcessGroup({
			file: this.n8n.node,
			args: [this.n8n.command, ...args],
			cwd: this.userFolder,
			env: n8nEnvironment(this.n8n, this.userFolder, {
				N8N_RUNNERS_BROKER_PORT: String(brokerPort),
				...this.settings,
			}),
		});
		const deadline = setTimeout(() => void group.stop(), COMMAND_MS);
		const code = await group.ended;
		clearTimeout(deadline);
		await group.stop();
		this.output += group.output;
		return { code, output: group.output };
	}

	private async import(
		kind: 'credentials' | 'workflow',
		entities: readonly object[],
	): Promise<void> {
		const folder = await mkdtemp(join(tmpdir(), 'nami-import-'));
		try {
			const file = join(folder, `${kind}.json`);
			await writeFile(file, JSON.stringify(entities));
			const { code, output } = await this.run(`import:${kind}`, `--input=${file}`);
			if (code !== 0) throw new Error(`n8n import:${kind} failed (${code}):\n${output}`);
		} finally {
			await rm(folder, { recursive: true, force: true });
		}
	}
}
