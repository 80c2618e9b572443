import type { IDataObject } from 'n8n-workflow';

/** A workflow as n8n imports and exports it, as far as this project needs it. */
export interface Workflow {
	readonly id?: string;
	readonly name: string;
	readonly active?: boolean;
	readonly nodes: readonly WorkflowNode[];
	readonly connections: Readonly<Record<string, Connections>>;
	readonly settings?: IDataObject;
}

export interface WorkflowNode {
	readonly id: string;
	readonly name: string;
	readonly type: string;
	readonly typeVersion: number;
	readonly position: readonly [number, number];
	readonly parameters: IDataObject;
	readonly credentials?: Readonly<Record<string, { readonly id: string; readonly name: string }>>;
	readonly onError?: 'continueErrorOutput' | 'continueRegularOutput' | 'stopWorkflow';
	readonly retryOnFail?: boolean;
	readonly maxTries?: number;
	readonly waitBetweenTries?: number;
}

interface Connections {
	/** For each output, the nodes that it leads to. */
	readonly main: ReadonlyArray<ReadonlyArray<{ node: string; type: 'main'; index: 0 }>>;
}

/** A credential as n8n's command line imports it: in clear, encrypted as it is stored. */
export interface StoredCredential {
	readonly id: string;
	readonly name: string;
	readonly type: string;
	readonly data: IDataObject;
}

export const NAMI_SPOT = 'n8n-nodes-nami.namiSpot';
export const NAMI_SPOT_TRIGGER = 'n8n-nodes-nami.namiSpotTrigger';
/** The node as n8n offers it to AI agents. */
export const NAMI_SPOT_TOOL = 'n8n-nodes-nami.namiSpotTool';
export const NAMI_API = 'namiApi';

const CREDENTIAL_ID = 'namiStandIn';
const CREDENTIAL_NAME = 'Nami (stand-in exchange)';

/** The credential of the stand-in exchange's default account. */
export function standInCredential(exchange: {
	readonly url: string;
	readonly apiKey: string;
	readonly apiSecret: string;
}): StoredCredential {
	const { apiKey, apiSecret, url } = exchange;
	return {
		id: CREDENTIAL_ID,
		name: CREDENTIAL_NAME,
		type: NAMI_API,
		data: { apiKey, apiSecret, environment: 'custom', baseUrl: url, signedParameters: 'body' },
	};
}

/** Where a node's items go: to one node for each output, in their order; nowhere if the name is empty. */
export type Links = Readonly<Record<string, readonly string[]>>;

/** A node as a test writes it down; the rest has defaults. */
export type NodeSketch = Partial<WorkflowNode> & Pick<WorkflowNode, 'name' | 'type'>;

/** A workflow from its nodes, laid out left to right, and their links. */
export function makeWorkflow(
	id: string,
	name: string,
	nodes: readonly NodeSketch[],
	links: Links,
): Workflow {
	return {
		id,
		name,
		active: false,
		settings: {},
		nodes: nodes.map((node, index) => ({
			id: `${id}-${index}`,
			typeVersion: 1,
			position: [index * 240, 0] as const,
			parameters: {},
			...node,
		})),
		connections: Object.fromEntries(
			Object.entries(links).map(([from, targets]) => [
				from,
				{ main: targets.map((node) => (node ? [{ node, type: 'main', index: 0 }] : [])) },
			]),
		),
	};
}

export function manualTrigger(): NodeSketch {
	return { name: 'Start', type: 'n8n-nodes-base.manualTrigger' };
}

export function noOp(name: string): NodeSketch {
	return { name, type: 'n8n-nodes-base.noOp' };
}

/** Two nodes that turn one item into these. */
export function makeItems(items: readonly IDataObject[]): NodeSketch[] {
	return [
		{
			name: 'Signals',
			type: 'n8n-nodes-base.set',
			typeVersion: 3.4,
			parameters: { mode: 'raw', jsonOutput: JSON.stringify({ items }), options: {} },
		},
		{
			name: 'Split Out',
			type: 'n8n-nodes-base.splitOut',
			parameters: { fieldToSplitOut: 'items', options: {} },
		},
	];
}

/** A Nami node that creates an order with the stand-in's credential. */
export function createOrder(
	name: string,
	parameters: IDataObject,
	settings: Partial<WorkflowNode> = {},
): NodeSketch {
	const { symbol = 'BTCUSDT', ...rest } = parameters;
	return {
		name,
		type: NAMI_SPOT,
		parameters: {
			resource: 'order',
			operation: 'create',
			// These workflows are started by hand, as n8n sees it.
			dryRun: 'never',
			symbol: { __rl: true, mode: 'name', value: symbol },
			...rest,
		},
		credentials: { namiApi: { id: CREDENTIAL_ID, name: CREDENTIAL_NAME } },
		...settings,
	};
}
