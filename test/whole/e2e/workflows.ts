import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IDataObject } from 'n8n-workflow';
import {
	createOrder,
	makeWorkflow,
	manualTrigger,
	NAMI_SPOT,
	type NodeSketch,
	type Workflow,
} from '../../../tools/n8n/workflow';

type Credential = { id: string; name: string };

const set = (name: string, json: IDataObject): NodeSketch => ({
	name,
	type: 'n8n-nodes-base.set',
	typeVersion: 3.4,
	parameters: { mode: 'raw', jsonOutput: JSON.stringify(json), options: {} },
});

const ORDER = { side: 'BUY', symbol: 'ETHUSDT', quantity: '0.01', price: '2000', dryRun: 'manual' };

/** The order's type comes from a signal. */
export const typeFromSignal = makeWorkflow(
	'typeFromSignal',
	'Type from a signal',
	[
		manualTrigger(),
		set('Signal', { type: 'LIMIT' }),
		createOrder('Order', { ...ORDER, type: '={{ $json.type }}' }),
		set('Report', {}),
	],
	{ Start: ['Signal'], Signal: ['Order'], Order: ['Report'] },
);

/** A buy that is protected by a selling OCO. */
export const protectedOrder = makeWorkflow(
	'protectedOrder',
	'Protected order',
	[
		manualTrigger(),
		createOrder('Order', {
			operation: 'createProtected',
			type: 'MARKET',
			amountIn: 'base',
			quantity: '0.0005',
			takeProfit: '4%',
			stopPrice: '-2%',
			limitPrice: '-2.5%',
		}),
	],
	{ Start: ['Order'] },
);

/** An order that is checked and shown. */
export const dryRun = makeWorkflow(
	'dryRun',
	'Dry run',
	[manualTrigger(), createOrder('Order', { ...ORDER, quantity: '0.004', dryRun: 'always' })],
	{ Start: ['Order'] },
);

/** An example as it is published, with the credential that n8n adds when a person imports it. */
export function example(file: string): Workflow {
	return JSON.parse(readFileSync(join(__dirname, '../../../examples', file), 'utf8')) as Workflow;
}

/** The same workflow with this credential, and with other parameters of its Nami nodes. */
export function prepared(
	workflow: Workflow,
	namiApi: Credential,
	parameters: IDataObject = {},
): Workflow {
	const nodes = workflow.nodes.map((node) =>
		node.type === NAMI_SPOT
			? { ...node, credentials: { namiApi }, parameters: { ...node.parameters, ...parameters } }
			: node,
	);
	return { ...workflow, nodes };
}
