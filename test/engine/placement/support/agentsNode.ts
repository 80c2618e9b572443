import { randomUUID } from 'node:crypto';
import type { IExecuteFunctions, INode, INodeType } from 'n8n-workflow';
import { packageNodes } from '../../../../tools/harness/package';

const NAME = 'n8n-nodes-nami.namiSpot';

/**
 * The package's node as n8n's Agents run it: as a tool, with a new node id for each call, in a
 * workflow without an id, with no context data, no execution to speak of, and no deduplication table.
 */
export function agentsNode(): Record<string, INodeType> {
	const node = packageNodes().get(NAME);
	if (node === undefined || 'nodeVersions' in node) throw new Error(`${NAME} is not one node`);
	const inAgents: INodeType = Object.create(node);
	inAgents.execute = async function (this: IExecuteFunctions) {
		return (await node.execute?.call(withoutMemory(this))) ?? [];
	};
	return { [NAME]: inAgents };
}

function withoutMemory(context: IExecuteFunctions): IExecuteFunctions {
	const missing = (): never => {
		throw new Error('executionData is not initialized');
	};
	const own: INode = { ...context.getNode(), id: randomUUID(), type: `${NAME}Tool` };
	const helpers = Object.create(context.helpers, {
		checkProcessedAndRecord: { value: missing },
		removeProcessed: { value: missing },
	});
	return Object.create(context, {
		getNode: { value: () => own },
		getMode: { value: () => 'internal' },
		getContext: { value: missing },
		getExecutionContext: { value: () => undefined },
		getWorkflow: { value: () => ({ active: false }) },
		helpers: { value: helpers },
	});
}
