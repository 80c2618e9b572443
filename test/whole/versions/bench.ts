import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type FetchedN8n, fetchN8n } from '../../../tools/build/n8n';
import { DEFAULT_ACCOUNT, type Exchange, startExchange } from '../../../tools/exchange';
import { N8nApi } from '../../../tools/n8n/api';
import { N8nCli } from '../../../tools/n8n/cli';
import { withCredential } from '../../../tools/n8n/exampleWorkflows';
import { installPackage } from '../../../tools/n8n/packageInstall';
import { RunData } from '../../../tools/n8n/runData';
import { N8nServer } from '../../../tools/n8n/server';
import {
	type StoredCredential,
	type Workflow,
	standInCredential,
} from '../../../tools/n8n/workflow';
import { FUNDS, WORKFLOWS } from '../../../tools/n8n/workflows';

/** One version of n8n with the package, a credential, the workflows, and an exchange of its own. */
export class Bench {
	readonly credential: StoredCredential;

	private readonly cli: N8nCli;

	private readonly results = new Map<string, Promise<RunData>>();

	private serverLog = '';

	private constructor(
		private readonly n8n: FetchedN8n,
		readonly exchange: Exchange,
		readonly userFolder: string,
	) {
		this.cli = new N8nCli(n8n, userFolder);
		this.credential = standInCredential(exchange);
	}

	static async open(version: string): Promise<Bench> {
		const n8n = await fetchN8n(version);
		const exchange = await startExchange({ accounts: [{ ...DEFAULT_ACCOUNT, funds: FUNDS }] });
		const bench = new Bench(n8n, exchange, await mkdtemp(join(tmpdir(), 'nami-n8n-')));
		try {
			await installPackage(bench.userFolder);
			await bench.cli.importCredentials([bench.credential]);
			await bench.cli.importWorkflows(
				WORKFLOWS.map((workflow) => withCredential(workflow, bench.credential)),
			);
		} catch (failed) {
			await bench.close();
			throw failed;
		}
		return bench;
	}

	/** Everything that n8n has written to its log. */
	get log(): string {
		return this.cli.output + this.serverLog;
	}

	/** Runs a workflow from the command line. */
	async execute({ id, name }: Pick<Workflow, 'id' | 'name'>): Promise<RunData> {
		const { output } = await this.cli.run('execute', `--id=${id}`, '--rawOutput');
		try {
			return RunData.fromCli(output);
		} catch (failed) {
			throw new Error(`“${name}”: ${String(failed)}`);
		}
	}

	/** The result of a workflow that is run once for all the checks that look at it. */
	async result(workflow: Workflow): Promise<RunData> {
		const known = this.results.get(workflow.name) ?? this.execute(workflow);
		this.results.set(workflow.name, known);
		return await known;
	}

	/** Has n8n's server up while something is asked of it. */
	async withServer<T>(ask: (api: N8nApi) => Promise<T>): Promise<T> {
		const server = await N8nServer.start({ n8n: this.n8n, userFolder: this.userFolder });
		try {
			return await ask(await N8nApi.signIn(server.url));
		} finally {
			await server.stop();
			this.serverLog += server.log;
		}
	}

	async close(): Promise<void> {
		await this.exchange.close();
		await rm(this.userFolder, { recursive: true, force: true });
	}
}
