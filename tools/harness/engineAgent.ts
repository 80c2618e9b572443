import {
	NodeConnectionTypes,
	type EngineRequest,
	type EngineResponse,
	type IDataObject,
	type IExecuteFunctions,
	type INode,
	type INodeType,
} from 'n8n-workflow';
import { execute, runWorkflowJson, stored, type Execution, type WorkflowJson } from './execution';
import { packageNodes } from './package';
import { triggerNode, type RunOptions } from './run';
import { referTo } from './singleNode';
import { toolVariant } from './tool';

const AGENT = 'Agent';
const TOOL = 'Nami Tool';
const GATE = 'Approve';
const TYPE = 'n8n-nodes-nami.namiSpot';
const FOREVER = new Date('3000-01-01T00:00:00.000Z');

export interface EngineAgentOptions extends Omit<RunOptions, 'items'> {
	/** How often the model calls the tool, whatever it is told. */
	readonly calls: number;
	/** A person approves each call: n8n saves the execution, and takes it up again later. */
	readonly isApproved?: boolean;
	/** Before each call, or, with approval, between its being asked for and its approval. */
	readonly beforeCall?: () => void;
	/** The arguments that the model gives, which the engine lays over the agent's item. */
	readonly input?: IDataObject;
	/** What the model is told after each call. */
	readonly onAnswer: (answer: IDataObject) => void;
}

/**
 * n8n's AI Agent node of today with the node under test as its tool: it does not call tools itself, but
 * asks the engine to run them, one run of the tool's node for each call. All calls are one execution.
 */
export async function runEngineAgent(options: EngineAgentOptions): Promise<Execution> {
	const nodeTypes = {
		'harness.engineAgent': engineAgent(options),
		'harness.gate': gate,
		[`${TYPE}Tool`]: freshTool(options),
	};
	const workflow = workflowOf(options);
	const all = { ...options, items: [{ json: {} }], nodeTypes };
	let execution = await runWorkflowJson(workflow, all);
	while (execution.status === 'waiting') {
		options.beforeCall?.();
		const { executionId } = execution;
		execution = await execute(workflow, { ...all, executionId }, approved(execution));
	}
	return execution;
}

/** The tool in the package as it is at the time of the call: a restart may have come between. */
function freshTool(options: EngineAgentOptions): INodeType {
	const tool: INodeType = Object.create(toolVariant(TYPE, options));
	tool.execute = async function (this: IExecuteFunctions) {
		const node = packageNodes().get(TYPE);
		if (node === undefined || 'nodeVersions' in node) throw new Error(`${TYPE} is not one node`);
		return (await node.execute?.call(this)) ?? [];
	};
	return tool;
}

function engineAgent(options: EngineAgentOptions): INodeType {
	const { calls, isApproved, beforeCall, onAnswer, input = {} } = options;
	let answered = 0;
	const request = (nodeName: string, metadata: object): EngineRequest => ({
		actions: [
			{
				actionType: 'ExecutionNodeAction',
				nodeName,
				input,
				type: NodeConnectionTypes.AiTool,
				id: `call-${answered}`,
				metadata: { itemIndex: 0, ...metadata },
			},
		],
		metadata: {},
	});
	return {
		description: describe(
			'engineAgent',
			[NodeConnectionTypes.Main, NodeConnectionTypes.AiTool],
			[NodeConnectionTypes.Main],
		),
		async execute(this: IExecuteFunctions, response?: EngineResponse) {
			const [last] = response?.actionResponses ?? [];
			if (last?.action.nodeName === GATE) return request(TOOL, { parentNodeName: GATE });
			if (last !== undefined) {
				answered += 1;
				onAnswer({ ...last.data.data?.[NodeConnectionTypes.AiTool]?.[0]?.[0]?.json });
			}
			if (answered === calls) return [[{ json: { answered } }]];
			if (isApproved === true) return request(GATE, {});
			beforeCall?.();
			return request(TOOL, {});
		},
	};
}

/** Asks a person, as n8n's *Human review* does: the execution waits, and is taken up behind it. */
const gate: INodeType = {
	description: describe('gate', [NodeConnectionTypes.AiTool], [NodeConnectionTypes.AiTool]),
	async execute(this: IExecuteFunctions) {
		await this.putExecutionToWait(FOREVER);
		return [this.getInputData()];
	},
};

/** What n8n makes of a saved execution when its person says yes. */
function approved({ data }: Execution) {
	const again = stored(data);
	delete again.waitTill;
	const [next] = again.executionData?.nodeExecutionStack ?? [];
	if (next === undefined) throw new Error('Nothing waits');
	Object.assign(next.node, { disabled: true, rewireOutputLogTo: NodeConnectionTypes.AiTool });
	next.data = { main: [[{ json: { data: { approved: true } } }]] };
	const runs = again.resultData.runData[GATE] ?? [];
	const { source = [], inputOverride } = runs.pop() ?? {};
	runs.push({
		startTime: 0,
		executionTime: 0,
		executionIndex: 0,
		source,
		...(inputOverride && { inputOverride }),
	});
	return again;
}

function describe(
	name: string,
	inputs: INodeType['description']['inputs'],
	outputs: INodeType['description']['outputs'],
): INodeType['description'] {
	return {
		displayName: name,
		name,
		group: ['transform'],
		version: 1,
		description: '',
		defaults: { name },
		inputs,
		outputs,
		properties: [],
	};
}

function workflowOf(options: EngineAgentOptions): WorkflowJson {
	const node = (name: string, type: string, more: Partial<INode> = {}): INode => ({
		id: name,
		name,
		type,
		typeVersion: 1,
		position: [0, 0],
		parameters: {},
		...more,
	});
	const tool = node(TOOL, `${TYPE}Tool`, {
		parameters: options.parameters ?? {},
		credentials: referTo(options.credentials),
	});
	const wire = (to: string) => ({ ai_tool: [[{ node: to, type: 'ai_tool' as const, index: 0 }]] });
	const isApproved = options.isApproved === true;
	return {
		nodes: [
			triggerNode,
			node(AGENT, 'harness.engineAgent'),
			...(isApproved ? [node(GATE, 'harness.gate')] : []),
			tool,
		],
		connections: {
			[triggerNode.name]: { main: [[{ node: AGENT, type: 'main', index: 0 }]] },
			[TOOL]: wire(isApproved ? GATE : AGENT),
			...(isApproved && { [GATE]: wire(AGENT) }),
		},
	};
}
