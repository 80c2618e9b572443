import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
	NodeConnectionTypes,
	type ICredentialType,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
} from 'n8n-workflow';
import { runWorkflow, type Run, type RunOptions } from '../../../../tools/harness';

export const PROBE = 'probe.probe';

type Execute = (this: IExecuteFunctions) => Promise<INodeExecutionData[]>;

/** A node that does what a test wants to know of the engine. */
export function probeNode(execute: Execute): INodeType {
	return {
		description: {
			displayName: 'Probe',
			name: 'probe',
			group: ['transform'],
			version: 1,
			description: 'Probes the engine',
			defaults: { name: 'Probe' },
			inputs: [NodeConnectionTypes.Main],
			outputs: [NodeConnectionTypes.Main],
			credentials: [{ name: 'probeApi', required: false }],
			usableAsTool: true,
			properties: [{ displayName: 'Text', name: 'text', type: 'string', default: '' }],
		},
		async execute() {
			return [await execute.call(this)];
		},
	};
}

/** Runs a probe in a workflow of its own. */
export async function runProbe(execute: Execute, options: RunOptions = {}): Promise<Run> {
	return await runWorkflow({
		type: PROBE,
		nodeTypes: { [PROBE]: probeNode(execute) },
		...options,
	});
}

/** A credential that counts how often it is asked to sign. */
export function probeCredential(): ICredentialType & { signed: number } {
	const credential = {
		name: 'probeApi',
		displayName: 'Probe API',
		signed: 0,
		properties: [
			{ displayName: 'Key', name: 'key', type: 'string' as const, default: 'default key' },
		],
		authenticate: async (data: { key?: unknown }, options: { url: string }) => {
			credential.signed += 1;
			return { ...options, headers: { key: String(data.key), count: credential.signed } };
		},
	};
	return credential as ICredentialType & { signed: number };
}

export interface Server {
	url: string;
	requests: IncomingMessage[];
	close(): Promise<void>;
}

/** A server on loopback that keeps what it was asked. */
export async function serve(answer: (response: ServerResponse) => void): Promise<Server> {
	const requests: IncomingMessage[] = [];
	const server = createServer((request, response) => {
		requests.push(request);
		request.resume().on('end', () => answer(response));
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	return {
		url: `http://127.0.0.1:${port}`,
		requests,
		close: async () => {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}
