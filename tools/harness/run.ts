import {
	deepCopy,
	type IDataObject,
	type INode,
	type INodeExecutionData,
	type INodeParameters,
	type IRunExecutionData,
} from 'n8n-workflow';
import type { CredentialData } from './credentials';
import {
	execute,
	nextExecutionId,
	runWorkflowJson,
	stored,
	type Execution,
	type ExecutionOptions,
	type WorkflowJson,
} from './execution';
import { referTo } from './singleNode';

/** The name of the node under test in workflows that `runWorkflow` builds. */
export const NODE = 'Nami';

/** A workflow of a trigger and one node under test. */
export interface RunOptions extends Omit<ExecutionOptions, 'items'> {
	parameters?: INodeParameters;
	/** Input items, as `json` alone; one empty item by default. */
	items?: IDataObject[];
	onError?: NonNullable<INode['onError']>;
	retryOnFail?: boolean;
	/** The engine takes 2 to 5; 3 if not set. */
	maxTries?: number;
	/** In milliseconds. The engine takes 0 for 1000, so the shortest wait, and the default here, is 1. */
	waitBetweenTries?: number;
	/** `n8n-nodes-nami.namiSpot` by default. */
	type?: string;
	typeVersion?: number;
	/** Further settings of the node, such as `executeOnce` or `alwaysOutputData`. */
	node?: Partial<INode>;
}

/** A finished execution of `runWorkflow`. */
export interface Run extends Execution {
	/** Items of output 0 after the engine's routing. */
	success: INodeExecutionData[];
	/** Items of the error output; always empty unless `onError` is `continueErrorOutput`. */
	failed: INodeExecutionData[];
	/** How many times the engine called the node. */
	tries: number;
}

/** Runs the node under test in n8n's engine, after a trigger that hands it `items`. */
export async function runWorkflow(options: RunOptions = {}): Promise<Run> {
	const items = (options.items ?? [{}]).map((json) => ({ json }));
	const execution = await runWorkflowJson(toJson(options), { ...options, items });
	return toRun(execution);
}

/**
 * Retries a failed execution as n8n's Retry button does: mode `retry`, a new execution id, the
 * stack and context data of the failed execution as they were saved. With `parameters`, as
 * "Retry with currently saved workflow" after somebody edited the node.
 */
export async function retryRun(
	failed: Run,
	changes: { parameters?: INodeParameters; credentials?: CredentialData } & Partial<
		Pick<ExecutionOptions, 'signal' | 'executionId'>
	> = {},
): Promise<Run> {
	const workflow = withParameters(failed.workflow, changes.parameters);
	const data = stored(failed.data);
	forgetFailure(data);
	if (changes.parameters) replaceNodes(data, workflow);
	const execution = await execute(
		workflow,
		{
			...failed.options,
			...changes,
			mode: 'retry',
			executionId: changes.executionId ?? nextExecutionId(),
		},
		data,
	);
	return toRun(execution);
}

function toRun(execution: Execution): Run {
	return {
		...execution,
		success: execution.output(NODE, 0),
		failed: execution.output(NODE, 1),
		tries: execution.calls[NODE] ?? 0,
	};
}

function toJson(options: RunOptions): WorkflowJson {
	const node: INode = {
		id: 'node-under-test',
		name: NODE,
		type: options.type ?? 'n8n-nodes-nami.namiSpot',
		typeVersion: options.typeVersion ?? 1,
		position: [200, 0],
		parameters: options.parameters ?? {},
		credentials: referTo(options.credentials),
		onError: options.onError ?? 'stopWorkflow',
		retryOnFail: options.retryOnFail ?? false,
		waitBetweenTries: options.waitBetweenTries ?? 1,
		...(options.maxTries === undefined ? {} : { maxTries: options.maxTries }),
		...options.node,
	};
	return {
		nodes: [triggerNode, node],
		connections: { [triggerNode.name]: { main: [[{ node: NODE, type: 'main', index: 0 }]] } },
	};
}

/** The trigger of workflows that the harness builds. */
export const triggerNode: INode = {
	id: 'trigger',
	name: 'Trigger',
	type: 'n8n-nodes-base.manualTrigger',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
};

function withParameters(workflow: WorkflowJson, parameters?: INodeParameters): WorkflowJson {
	if (!parameters) return workflow;
	const nodes = workflow.nodes.map((node) => (node.name === NODE ? { ...node, parameters } : node));
	return { ...workflow, nodes };
}

/** n8n drops the error and the failed node's last run before it starts again. */
function forgetFailure({ resultData }: IRunExecutionData): void {
	const { lastNodeExecuted, runData } = resultData;
	if (!lastNodeExecuted) return;
	delete resultData.error;
	const runs = runData[lastNodeExecuted];
	if (runs?.at(-1)?.error !== undefined) runs.pop();
}

function replaceNodes(data: IRunExecutionData, { nodes }: WorkflowJson): void {
	for (const entry of data.executionData?.nodeExecutionStack ?? []) {
		const node = nodes.find(({ name }) => name === entry.node.name);
		if (!node) throw new Error(`The workflow has no node "${entry.node.name}" any more`);
		entry.node = deepCopy(node);
	}
}
