// The ways in which orders were once placed twice, or called what they were not, in a whole n8n:
// `npm run test:once`
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { IDataObject } from 'n8n-workflow';
import { fetchN8n, NEWEST, type FetchedN8n } from '../../../tools/build/n8n';
import { DEFAULT_ACCOUNT, faults, startExchange, type Exchange } from '../../../tools/exchange';
import type { ListShapeName } from '../../../tools/exchange/views/listShapes';
import { N8nApi } from '../../../tools/n8n/api';
import { N8nCli } from '../../../tools/n8n/cli';
import { type Checks, report, runCommand } from '../../../tools/n8n/command';
import { installPackage } from '../../../tools/n8n/packageInstall';
import { RunData } from '../../../tools/n8n/runData';
import { N8nServer } from '../../../tools/n8n/server';
import { standInCredential, type Workflow } from '../../../tools/n8n/workflow';
import { FUNDS } from '../../../tools/n8n/workflows';
import { failing, keyed, KEYS, troubled } from './workflows';

const ORDER = { method: 'POST', path: '/api/v4/spot/order' };
/** Lists in which an order that is there is not recognized; n8n is in Hanoi, where the first of them matters. */
const SHAPES: readonly ListShapeName[] = ['timeWithoutZone', 'dateAhead', 'quantityExecuted'];
const SETTINGS = { TZ: 'Asia/Ho_Chi_Minh', GENERIC_TIMEZONE: 'Asia/Ho_Chi_Minh' };
const A_BYTE_EVERY_MS = 200;

interface Scene {
	/** Orders that each failed execution came to, after all its retries. */
	readonly ordersOfRetries: number;
	/** Of so many runs of the list: the orders, and what n8n keeps of their keys. */
	readonly keys: { readonly orders: number; readonly kept: number; readonly reasons: unknown[] };
	/** By shape: what was said of an order that the broker refused and placed. */
	readonly refusedButPlaced: Readonly<Record<string, unknown>>;
	readonly trickled: IDataObject;
}

const CHECKS: Checks<Scene> = {
	'five retries of one execution, at once and across a restart: one order': (scene) =>
		assert.equal(scene.ordersOfRetries, 1),
	'a list that is read five times: one order for each key, and nothing else is kept': ({ keys }) =>
		assert.deepEqual(keys, { orders: KEYS, kept: KEYS, reasons: ['duplicate_order_key'] }),
	'an order that the lists show is never called not placed': ({ refusedButPlaced }) => {
		for (const [shape, outcome] of Object.entries(refusedButPlaced)) {
			assert.match(String(outcome), /^(placed|unknown)$/, shape);
		}
	},
	'an answer that never ends does, and its order is found': ({ trickled }) =>
		assert.deepEqual([trickled.outcome, trickled.reconciled], ['placed', true]),
};

class Stage {
	private constructor(
		private readonly n8n: FetchedN8n,
		readonly exchange: Exchange,
		private readonly userFolder: string,
	) {}

	static async open(): Promise<Stage> {
		const exchange = await startExchange({ accounts: [{ ...DEFAULT_ACCOUNT, funds: FUNDS }] });
		const stage = new Stage(
			await fetchN8n(NEWEST),
			exchange,
			await mkdtemp(join(tmpdir(), 'nami-once-')),
		);
		await installPackage(stage.userFolder);
		const credential = standInCredential(exchange);
		const data = { ...credential.data, callsPerMinute: 100_000 };
		await stage.cli.importCredentials([{ ...credential, data }]);
		await stage.cli.importWorkflows([failing, keyed, troubled]);
		return stage;
	}

	async close(): Promise<void> {
		await this.exchange.close();
		await rm(this.userFolder, { recursive: true, force: true });
	}

	private get cli(): N8nCli {
		return new N8nCli(this.n8n, this.userFolder, SETTINGS);
	}

	async execute({ id }: Workflow): Promise<RunData> {
		const { output } = await this.cli.run('execute', `--id=${id}`, '--rawOutput');
		return RunData.fromCli(output);
	}

	async withServer<T>(ask: (api: N8nApi) => Promise<T>): Promise<T> {
		const { n8n, userFolder } = this;
		const server = await N8nServer.start({ n8n, userFolder, settings: SETTINGS });
		try {
			return await ask(await N8nApi.signIn(server.url));
		} finally {
			await server.stop();
		}
	}

	/** How many values n8n keeps of a node in its deduplication table. */
	kept(nodeId: string): number {
		const database = join(this.userFolder, '.n8n', 'database.sqlite');
		const script = `
			const { DatabaseSync } = require('node:sqlite');
			const rows = new DatabaseSync(process.argv[1], { readOnly: true })
				.prepare('SELECT value FROM processed_data WHERE context = ?').all('n:' + process.argv[2]);
			console.log(rows.flatMap(({ value }) => JSON.parse(value).data).length);`;
		const args = ['--no-warnings', '--eval', script, database, nodeId];
		return Number(execFileSync(this.n8n.node, args, { encoding: 'utf8' }));
	}
}

async function retryManyTimes(stage: Stage): Promise<number> {
	stage.exchange.faults.add({ match: ORDER, fault: faults.httpError(401) });
	await stage.execute(failing).catch(() => undefined);
	stage.exchange.faults.clear();
	const before = stage.exchange.orders.length;
	const failed = await stage.withServer(async (api) => {
		const id = await api.lastExecution();
		await Promise.all([api.retry(id), api.retry(id)]);
		await api.retry(id);
		return id;
	});
	await stage.withServer(async (api) => {
		await Promise.all([api.retry(failed), api.retry(failed)]);
	});
	return stage.exchange.orders.length - before;
}

async function readTheListAgain(stage: Stage): Promise<Scene['keys']> {
	const before = stage.exchange.orders.length;
	await stage.execute(keyed);
	const reasons = new Set<unknown>();
	for (let again = 0; again < 4; again += 1) {
		const run = await stage.execute(keyed);
		for (const { error } of run.output('Not Placed')) reasons.add((error as IDataObject).reason);
	}
	const node = keyed.nodes.find(({ name }) => name === 'Orders');
	return {
		orders: stage.exchange.orders.length - before,
		kept: stage.kept(node?.id ?? ''),
		reasons: [...reasons],
	};
}

async function refuseButPlace(stage: Stage): Promise<Scene['refusedButPlaced']> {
	const outcomes: Record<string, unknown> = {};
	for (const listShape of SHAPES) {
		Object.assign(stage.exchange.settings, { listShape });
		stage.exchange.faults.add({ match: ORDER, fault: faults.brokerErrorButPlaced() });
		outcomes[listShape] = outcomeOf(await stage.execute(troubled)).outcome;
		stage.exchange.faults.clear();
	}
	Object.assign(stage.exchange.settings, { listShape: 'documented' });
	return outcomes;
}

async function trickle(stage: Stage): Promise<IDataObject> {
	stage.exchange.faults.add({ match: ORDER, fault: faults.trickle(A_BYTE_EVERY_MS) });
	return outcomeOf(await stage.execute(troubled));
}

/** What the one item says, whichever way it came out. */
function outcomeOf(run: RunData): IDataObject {
	const [item = {}] = [...run.output('Placed'), ...run.output('Not Placed')];
	return (item.error as IDataObject | undefined) ?? item;
}

runCommand(async () => {
	const stage = await Stage.open();
	try {
		await report(CHECKS, {
			ordersOfRetries: await retryManyTimes(stage),
			keys: await readTheListAgain(stage),
			refusedButPlaced: await refuseButPlace(stage),
			trickled: await trickle(stage),
		});
	} finally {
		await stage.close();
	}
});
