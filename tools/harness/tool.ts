import {
	NodeConnectionTypes,
	NodeHelpers,
	type IDataObject,
	type IExecuteFunctions,
	type INode,
	type INodeType,
} from 'n8n-workflow';
import { runWorkflowJson, type Execution, type WorkflowJson } from './execution';
import { packageNodes } from './package';
import { triggerNode, type RunOptions } from './run';
import { referTo } from './singleNode';

interface Tool {
	invoke(input: IDataObject): Promise<string>;
}

const AGENT = 'Agent';
const TOOL = 'Nami Tool';

/** Calls the connected tool once for each item of its input, with the item's fields. */
const agent: INodeType = {
	description: {
		displayName: AGENT,
		name: 'agent',
		group: ['transform'],
		version: 1,
		description: '',
		defaults: { name: AGENT },
		inputs: [
			NodeConnectionTypes.Main,
			{ type: NodeConnectionTypes.AiTool, displayName: 'Tool', maxConnections: 1 },
		],
		outputs: [NodeConnectionTypes.Main],
		properties: [],
	},
	async execute(this: IExecuteFunctions) {
		const answers = [];
		for (const [i, { json }] of this.getInputData().entries()) {
			const tool = (await this.getInputConnectionData(NodeConnectionTypes.AiTool, i)) as Tool;
			answers.push({ json: { answer: await tool.invoke(json) }, pairedItem: { item: i } });
		}
		return [answers];
	},
};

/** The variant of a node that n8n adds for agents when it has `usableAsTool`. */
export function toolVariant(
	fullName: string,
	{ nodeTypes, typeVersion = 1 }: RunOptions,
): INodeType {
	const versioned = nodeTypes?.[fullName] ?? packageNodes().get(fullName);
	if (!versioned) throw new Error(`Unrecognized node type: ${fullName}`);
	const type = NodeHelpers.getVersionedNodeType(versioned, typeVersion);
	const { usableAsTool, ...description } = type.description;
	if (!usableAsTool) throw new Error(`${fullName} is not usable as a tool`);
	return Object.assign(Object.create(type) as INodeType, {
		description: {
			...description,
			name: `${description.name}Tool`,
			inputs: [],
			outputs: [NodeConnectionTypes.AiTool],
		},
	});
}

export interface ToolRun extends Execution {
	/** What the agent got back for each call. */
	answers: string[];
}

/**
 * Runs the node under test as a tool: an agent calls it once for each of `items`. Parameters that
 * the agent fills in use `$fromAI('name')`, which reads the item's field of that name.
 */
export async function runTool(options: RunOptions = {}): Promise<ToolRun> {
	const type = options.type ?? 'n8n-nodes-nami.namiSpot';
	const items = (options.items ?? [{}]).map((json) => ({ json }));
	const execution = await runWorkflowJson(agentWorkflow(type, options), {
		...options,
		items,
		nodeTypes: {
			'harness.agent': agent,
			[`${type}Tool`]: toolVariant(type, options),
			...options.nodeTypes,
		},
	});
	return {
		...execution,
		answers: execution.output(AGENT).map(({ json }) => String(json['answer'])),
	};
}

function agentWorkflow(type: string, options: RunOptions): WorkflowJson {
	const tool: INode = {
		id: 'tool-under-test',
		name: TOOL,
		type: `${type}Tool`,
		typeVersion: options.typeVersion ?? 1,
		position: [200, 200],
		parameters: options.parameters ?? {},
		credentials: referTo(options.credentials),
		retryOnFail: options.retryOnFail ?? false,
		waitBetweenTries: options.waitBetweenTries ?? 1,
		...options.node,
	};
	const caller: INode = {
		id: 'agent',
		name: AGENT,
		type: 'harness.agent',
		typeVersion: 1,
		position: [200, 0],
		parameters: {},
	};
	return {
		nodes: [triggerNode, caller, tool],
		connections: {
			[triggerNode.name]: { main: [[{ node: AGENT, type: 'main', index: 0 }]] },
			[TOOL]: { ai_tool: [[{ node: AGENT, type: 'ai_tool', index: 0 }]] },
		},
	};
}
