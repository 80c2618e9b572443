import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { INode, INodeParameters, INodeType, IVersionedNodeType } from 'n8n-workflow';
import { runWorkflowJson, type WorkflowJson } from '../../harness';
import { triggerNode } from '../../harness/run';
import type { ExchangeFacts } from '../exchangeProcess';
import { items, ORDER } from '../orders';
import type { Contender, Sample } from './contender';
import { Stopwatch, timed } from './stopwatch';

/** n8n's own nodes that a careful user builds an order with, and the version of each. */
const NODES = {
	crypto: { file: 'Crypto/Crypto.node.js', name: 'Crypto', version: 1 },
	httpRequest: { file: 'HttpRequest/HttpRequest.node.js', name: 'HttpRequest', version: 4.2 },
	loop: { file: 'SplitInBatches/SplitInBatches.node.js', name: 'SplitInBatches', version: 3 },
} as const;

type NodeKey = keyof typeof NODES;

/** The folder of a whole n8n, if there is one; without it there are no chains to compare with. */
function wholeN8n(): string | undefined {
	const folder = join(process.env['NAMI_ENGINE_DIR'] ?? '', 'node_modules', 'n8n-nodes-base');
	return process.env['NAMI_ENGINE_DIR'] && existsSync(folder) ? folder : undefined;
}

/** The chains of n8n's own nodes: all items at once, and one after another in a loop. */
export function noCodeChains(): Contender[] {
	const folder = wholeN8n();
	if (folder === undefined) return [];
	const load = createRequire(join(folder, 'package.json'));
	const chain = (id: string, name: string, makeWorkflow: MakeWorkflow): Contender => ({
		id,
		name,
		mostItems: 1000,
		place: async (exchange, count) => await runChain(load, makeWorkflow(exchange), count),
	});
	return [
		chain('chain', 'Crypto + HTTP Request, all items at once', allAtOnce),
		chain('loop', 'Loop + Crypto + HTTP Request', oneByOne),
	];
}

type MakeWorkflow = (exchange: ExchangeFacts) => WorkflowJson;

async function runChain(load: NodeJS.Require, workflow: WorkflowJson, count: number) {
	const watch = new Stopwatch();
	const nodeTypes = Object.fromEntries(
		Object.keys(NODES).map((key) => [
			typeName(key as NodeKey),
			timed(nodeType(load, key as NodeKey), watch),
		]),
	);
	const timestamp = Date.now();
	const run = await runWorkflowJson(workflow, {
		items: items(count).map((order) => ({ json: { ...order, timestamp } })),
		nodeTypes,
	});
	const placed = run.output('HTTP Request').filter(({ json }) => json.status === 'ok');
	if (placed.length === count) return watch.read() satisfies Sample;
	throw new Error(`The chain placed ${placed.length} of ${count}: ${run.error?.message}`);
}

function typeName(key: NodeKey): string {
	return `bench.${key}`;
}

function nodeType(load: NodeJS.Require, key: NodeKey): INodeType {
	const { file, name, version } = NODES[key];
	const exported: Record<string, new () => INodeType | IVersionedNodeType> = load(
		`./dist/nodes/${file}`,
	);
	const Class = exported[name];
	if (Class === undefined) throw new Error(`${file} does not export ${name}`);
	const made = new Class();
	return 'nodeVersions' in made ? made.getNodeType(version) : made;
}

const FIELDS = Object.keys(ORDER).filter((name) => name !== 'amountIn');
const TO_SIGN = [...FIELDS, 'timestamp'].map((name) => `${name}={{ $json.${name} }}`).join('&');

/**
 * Signing and sending with the fewest expressions that do it: the time is in the item already, and
 * signed parameters travel in the URL, so that each node evaluates one template.
 */
function signAndSend({ url, apiKey, apiSecret }: ExchangeFacts): INode[] {
	return [
		node('Crypto', 'crypto', {
			action: 'hmac',
			type: 'SHA256',
			value: `=${TO_SIGN}`,
			secret: apiSecret,
			dataPropertyName: 'signature',
			encoding: 'hex',
		}),
		node('HTTP Request', 'httpRequest', {
			method: 'POST',
			url: `=${url}/api/v4/spot/order?${TO_SIGN}&signature={{ $json.signature }}`,
			sendHeaders: true,
			headerParameters: { parameters: [{ name: 'x-api-key', value: apiKey }] },
			options: {},
		}),
	];
}

function allAtOnce(exchange: ExchangeFacts): WorkflowJson {
	return {
		nodes: [triggerNode, ...signAndSend(exchange)],
		connections: {
			[triggerNode.name]: wire('Crypto'),
			Crypto: wire('HTTP Request'),
		},
	};
}

function oneByOne(exchange: ExchangeFacts): WorkflowJson {
	const loop = node('Loop', 'loop', { batchSize: 1, options: {} });
	return {
		nodes: [triggerNode, loop, ...signAndSend(exchange)],
		connections: {
			[triggerNode.name]: wire('Loop'),
			Loop: { main: [[], [{ node: 'Crypto', type: 'main', index: 0 }]] },
			Crypto: wire('HTTP Request'),
			'HTTP Request': wire('Loop'),
		},
	};
}

function wire(to: string): WorkflowJson['connections'][string] {
	return { main: [[{ node: to, type: 'main', index: 0 }]] };
}

function node(name: string, key: NodeKey, parameters: INodeParameters): INode {
	return {
		id: key,
		name,
		type: typeName(key),
		typeVersion: NODES[key].version,
		position: [0, 0],
		parameters,
	};
}
