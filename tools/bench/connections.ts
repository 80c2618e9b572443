import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type IHttpRequestOptions,
	type INodeType,
} from 'n8n-workflow';
import { runWorkflow } from '../harness';

const REQUESTS = 50;
const SETTLING_MS = 300;

type Ways = Readonly<Record<string, (context: IExecuteFunctions, url: string) => Promise<unknown>>>;

/** Options that a node can give n8n's helpers, typed or not. */
function options(url: string, more: object = {}): IHttpRequestOptions {
	return { method: 'POST', url, body: { a: 1 }, ...more } as IHttpRequestOptions;
}

const KEEP_ALIVE = { agentOptions: { keepAlive: true } };

const WAYS: Ways = {
	'httpRequest, as it is': async (context, url) => await context.helpers.httpRequest(options(url)),
	'httpRequest, header connection: keep-alive': async (context, url) =>
		await context.helpers.httpRequest(options(url, { headers: { connection: 'keep-alive' } })),
	'httpRequest, agentOptions.keepAlive': async (context, url) =>
		await context.helpers.httpRequest(options(url, KEEP_ALIVE)),
	'request (deprecated), agentOptions.keepAlive': async (context, url) =>
		await context.helpers.request(options(url, KEEP_ALIVE)),
	'request (deprecated), forever': async (context, url) =>
		await context.helpers.request(options(url, { forever: true })),
	'request (deprecated), an agent of the node’s own': async (context, url) =>
		await context.helpers.request(options(url, { agent: { keepAlive: true }, httpAgent: {} })),
};

/** Sends requests one after another in each way, and counts what the server sees. */
export async function measureConnections(engine: string): Promise<void> {
	process.stdout.write(`n8n-core ${engine}, Node ${process.version}\n\n`);
	process.stdout.write(
		`| way, ${REQUESTS} requests | connections | left open |\n| --- | ---: | ---: |\n`,
	);
	for (const [name, way] of Object.entries(WAYS)) {
		const { connections, open } = await countConnections(way);
		process.stdout.write(`| ${name} | ${connections} | ${open} |\n`);
	}
}

async function countConnections(way: Ways[string]): Promise<{ connections: number; open: number }> {
	let connections = 0;
	const server = createServer((_request, answer) => answer.end('{}'));
	server.keepAliveTimeout = 60_000;
	server.on('connection', () => (connections += 1));
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	const run = await runWorkflow({
		type: 'bench.sender',
		nodeTypes: { 'bench.sender': sender(way, `http://127.0.0.1:${port}/`) },
	});
	if (run.error) throw run.error;
	await new Promise((resolve) => setTimeout(resolve, SETTLING_MS));
	const open = await openConnections(server);
	server.closeAllConnections();
	server.close();
	return { connections, open };
}

async function openConnections(server: Server): Promise<number> {
	return await new Promise((resolve, reject) => {
		server.getConnections((error, count) => (error ? reject(error) : resolve(count)));
	});
}

function sender(way: Ways[string], url: string): INodeType {
	return {
		description: {
			displayName: 'Sender',
			name: 'sender',
			group: ['output'],
			version: 1,
			description: '',
			defaults: {},
			inputs: [NodeConnectionTypes.Main],
			outputs: [NodeConnectionTypes.Main],
			properties: [],
		},
		async execute(this: IExecuteFunctions) {
			for (let no = 0; no < REQUESTS; no += 1) await way?.(this, url);
			return [this.getInputData()];
		},
	};
}
