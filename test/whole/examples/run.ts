// The examples in a whole n8n: that it knows their nodes, that they start safe, what the TradingView
// example makes of what arrives over HTTP, and that the error workflow is told: `npm run test:examples`
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { IDataObject } from 'n8n-workflow';
import { fetchN8n, NEWEST } from '../../../tools/build/n8n';
import { type Exchange, startExchange } from '../../../tools/exchange';
import { N8nApi } from '../../../tools/n8n/api';
import { N8nCli } from '../../../tools/n8n/cli';
import { type Checks, report, runCommand } from '../../../tools/n8n/command';
import { exampleId, exampleWorkflows } from '../../../tools/n8n/exampleWorkflows';
import { installPackage } from '../../../tools/n8n/packageInstall';
import { RunData } from '../../../tools/n8n/runData';
import { N8nServer } from '../../../tools/n8n/server';
import { met, until } from '../../../tools/n8n/until';
import { standInCredential, type Workflow, type WorkflowNode } from '../../../tools/n8n/workflow';
import { type AlertBody, alertBodies, SECRET } from '../../engine/examples/alertBodies';

const PATH = 'a-long-random-path';
const ALERT = exampleId('tradingview-alert.json');
const ERROR_WORKFLOW = exampleId('error-workflow.json');
/** Those that a person runs by hand as they are. */
const BY_HAND = [
	'first-safe-order',
	'error-branch',
	'grid-limit-orders',
	'oco-stop-loss-take-profit',
];

interface AlertResult {
	readonly body: AlertBody;
	/** How many orders it placed. */
	readonly orders: number;
	/** How its execution ended. */
	readonly status: string;
}

/** What was done in the n8n, for the checks to look at. */
interface Scene {
	readonly byHand: ReadonlyMap<string, RunData>;
	/** Orders that were sent while the examples were run by hand. */
	readonly sentByHand: number;
	/** Types of nodes, with versions, that n8n does not know. */
	readonly unknownTypes: readonly string[];
	readonly alerts: readonly AlertResult[];
	/** How often n8n ran the error workflow. */
	readonly told: number;
}

const CHECKS: Checks<Scene> = {
	'n8n knows every node of the examples, in its version': ({ unknownTypes }) => {
		assert.deepEqual(unknownTypes, []);
	},
	'run by hand, they check their orders, send none and end green': ({ byHand, sentByHand }) => {
		assert.equal(sentByHand, 0);
		for (const [file, { status }] of byHand) assert.equal(status, 'success', file);
		const items = byHand.get('grid-limit-orders')?.output('Placed') ?? [];
		assert.deepEqual(
			items.map(({ outcome }) => outcome),
			Array(8).fill('dry_run'),
		);
	},
	'twelve bodies over HTTP: each places what it should': ({ alerts }) => {
		assert.equal(alerts.length, 12);
		for (const { body, orders } of alerts) assert.equal(orders, body.orders, body.name);
	},
	'what cannot be used ends red, what can be ends green': ({ alerts }) => {
		for (const { body, status } of alerts)
			assert.equal(status, body.red === undefined ? 'success' : 'error', body.name);
	},
	'and everything red is told: n8n runs the error workflow': ({ alerts, told }) => {
		assert.equal(told, alerts.filter(({ body }) => body.red !== undefined).length);
	},
};

/** The TradingView example as a person fills it in, with the error workflow of the examples. */
function filledIn(workflow: Workflow): Workflow {
	const change = (node: WorkflowNode): WorkflowNode => {
		if (node.name === 'Alert') {
			return {
				...node,
				parameters: { ...node.parameters, path: PATH },
				webhookId: PATH,
			} as WorkflowNode;
		}
		if (node.name !== 'Settings') return node;
		const parameters = structuredClone(node.parameters) as {
			assignments: { assignments: IDataObject[] };
		};
		const secret = parameters.assignments.assignments.find(({ name }) => name === 'secret');
		Object.assign(secret ?? {}, { value: SECRET });
		return { ...node, parameters };
	};
	return {
		...workflow,
		nodes: workflow.nodes.map(change),
		settings: { ...workflow.settings, errorWorkflow: ERROR_WORKFLOW },
	};
}

/** An error workflow that writes to nobody. */
function withoutTelegram(workflow: Workflow): Workflow {
	const change = (node: WorkflowNode): WorkflowNode =>
		node.type === 'n8n-nodes-base.telegram'
			? { ...node, type: 'n8n-nodes-base.noOp', typeVersion: 1, parameters: {} }
			: node;
	return { ...workflow, nodes: workflow.nodes.map(change) };
}

async function unknownTypes(api: N8nApi, workflows: readonly Workflow[]): Promise<string[]> {
	const used = workflows.flatMap(({ nodes }) => nodes);
	const known = await Promise.all(
		used.map(async ({ type, typeVersion }) => {
			const versions = await api.nodeVersions(type);
			return versions.includes(typeVersion) ? [] : [`${type} ${typeVersion}`];
		}),
	);
	return [...new Set(known.flat())];
}

/** Sends a body, once n8n has registered the webhook, and waits until its execution is over. */
async function send(
	api: N8nApi,
	url: string,
	exchange: Exchange,
	body: AlertBody,
): Promise<AlertResult> {
	const before = await api.executions(ALERT);
	const placed = exchange.placed.length;
	await until('the webhook to be there', async () => {
		const { status } = await fetch(`${url}/webhook/${PATH}`, {
			method: 'POST',
			headers: { 'content-type': body.contentType },
			body: body.text,
		});
		if (status === 404) throw new Error('not yet');
		assert.equal(status, 200, body.name);
		return met(true);
	});
	const isOver = (status: unknown) => status !== 'running' && status !== 'new';
	const last = await until(`the execution for ${body.name}`, async () => {
		const [newest, ...others] = await api.executions(ALERT);
		if (newest === undefined || others.length < before.length) throw new Error('not yet');
		if (!isOver(newest['status'])) throw new Error(`${String(newest['status'])}`);
		return newest;
	});
	return { body, orders: exchange.placed.length - placed, status: String(last['status']) };
}

async function play(exchange: Exchange, userFolder: string): Promise<Scene> {
	const n8n = await fetchN8n(NEWEST);
	const credential = standInCredential(exchange);
	const examples = await exampleWorkflows(credential);
	const cli = new N8nCli(n8n, userFolder);
	await installPackage(userFolder);
	await cli.importCredentials([credential]);
	await cli.importWorkflows(
		examples.map((workflow) =>
			workflow.id === ALERT
				? filledIn(workflow)
				: workflow.id === ERROR_WORKFLOW
					? withoutTelegram(workflow)
					: workflow,
		),
	);
	const byHand = new Map<string, RunData>();
	for (const file of BY_HAND) {
		const { output } = await cli.run('execute', `--id=${exampleId(file)}`, '--rawOutput');
		byHand.set(file, RunData.fromCli(output));
	}
	const sentByHand = exchange.countOrderPosts();
	for (const id of [ALERT, ERROR_WORKFLOW]) {
		const { code, output } = await cli.run('publish:workflow', `--id=${id}`);
		assert.equal(code, 0, output);
	}
	const server = await N8nServer.start({ n8n, userFolder });
	try {
		const api = await N8nApi.signIn(server.url);
		const unknown = await unknownTypes(api, examples);
		const alerts: AlertResult[] = [];
		for (const body of alertBodies(new Date()))
			alerts.push(await send(api, server.url, exchange, body));
		const red = alerts.filter(({ body }) => body.red !== undefined).length;
		// Later than the executions that failed; what is missing after a while is reported by the check.
		const told = await until('the error workflow', async () => {
			const { length } = await api.executions(ERROR_WORKFLOW);
			if (length < red) throw new Error(`${length} of ${red}`);
			return length;
		}).catch(async () => (await api.executions(ERROR_WORKFLOW)).length);
		return { byHand, sentByHand, unknownTypes: unknown, alerts, told };
	} finally {
		await server.stop();
	}
}

async function main(): Promise<void> {
	const exchange = await startExchange();
	const userFolder = await mkdtemp(join(tmpdir(), 'nami-examples-'));
	try {
		await report(CHECKS, await play(exchange, userFolder));
	} finally {
		await exchange.close();
		await rm(userFolder, { recursive: true, force: true });
	}
}

runCommand(main);
