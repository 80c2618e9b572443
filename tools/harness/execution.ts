import './environment';
import { WorkflowExecute } from 'n8n-core';
import {
	createRunExecutionData,
	deepCopy,
	replaceCircularReferences,
	Workflow,
	type ICredentialType,
	type IConnections,
	type IDataObject,
	type INode,
	type INodeExecutionData,
	type IRun,
	type IRunExecutionData,
	type IWorkflowBase,
	type IWorkflowSettings,
	type WorkflowExecuteMode,
} from 'n8n-workflow';
import { createAdditionalData, emptyWorkflow } from './additionalData';
import { HarnessCredentials, type CredentialData } from './credentials';
import { startEngine } from './engine';
import { withLogs, type LogEntry } from './logs';
import { createNodeTypes, type AnyNodeType, type OnExecute } from './nodeTypes';
import { outOfSight, type InSight } from './outOfSight';

/** A workflow as n8n exports it. */
export interface WorkflowJson {
	id?: string;
	name?: string;
	nodes: INode[];
	connections: IConnections;
	settings?: IWorkflowSettings;
}

/** Everything about an execution that is not in the workflow itself. */
export interface ExecutionOptions {
	/** What the trigger hands on; one empty item by default. */
	items?: INodeExecutionData[];
	/** `trigger` by default: an execution that nobody started by hand. */
	mode?: WorkflowExecuteMode;
	executionId?: string;
	/** Stored credentials by type; a node refers to them with `credentials` of any id. */
	credentials?: CredentialData;
	staticData?: IDataObject;
	/** Stops the execution as n8n's Stop button does. */
	signal?: AbortSignal;
	/** Node types of a test's own, by full name. */
	nodeTypes?: Record<string, AnyNodeType>;
	/** Credential types of a test's own. */
	credentialTypes?: ICredentialType[];
}

/** An execution that is over. */
export interface Execution {
	status: IRun['status'];
	/** Set when the execution failed or was canceled. */
	error: IRunExecutionData['resultData']['error'];
	data: IRunExecutionData;
	runData: IRunExecutionData['resultData']['runData'];
	/** How many times the engine called `execute`, by node name; tries of Retry On Fail count. */
	calls: Record<string, number>;
	logs: LogEntry[];
	staticData: IDataObject;
	executionId: string;
	workflow: WorkflowJson;
	options: ExecutionOptions;
	/** Items of a node's output, over all its runs, after the engine has routed errors. */
	output(nodeName: string, index?: number): INodeExecutionData[];
}

let lastExecutionId = 0;

/** An id that no other execution of this process has. */
export function nextExecutionId(): string {
	lastExecutionId += 1;
	return String(lastExecutionId);
}

/** Runs a whole workflow from its trigger, as n8n does for a production execution. */
export async function runWorkflowJson(
	workflow: WorkflowJson,
	options: ExecutionOptions = {},
): Promise<Execution> {
	return await execute(workflow, options, startData(workflow, options.items ?? [{ json: {} }]));
}

function startNode({ nodes, connections }: WorkflowJson): INode {
	const targets = new Set(
		Object.values(connections).flatMap((outputs) =>
			(outputs['main'] ?? []).flatMap((wires) => (wires ?? []).map(({ node }) => node)),
		),
	);
	const start = nodes.find((node) => !targets.has(node.name) && node.name in connections);
	if (!start) throw new Error('The workflow has no node to start from');
	return start;
}

function startData(workflow: WorkflowJson, items: INodeExecutionData[]): IRunExecutionData {
	const node = deepCopy(startNode(workflow));
	return createRunExecutionData({
		executionData: {
			nodeExecutionStack: [{ node, data: { main: [deepCopy(items)] }, source: null }],
		},
	});
}

/** What a database keeps of execution data: plain JSON, no classes, nothing shared. */
export function stored(data: IRunExecutionData): IRunExecutionData {
	return JSON.parse(JSON.stringify(replaceCircularReferences(data)));
}

/** Runs the engine on execution data that is already there; `runWorkflowJson` and retries use it. */
export async function execute(
	json: WorkflowJson,
	options: ExecutionOptions,
	data: IRunExecutionData,
): Promise<Execution> {
	return await outOfSight(async (inSight) => {
		await startEngine();
		const logs: LogEntry[] = [];
		return await withLogs(
			logs,
			async () => await executeLogged(json, options, data, logs, inSight),
		);
	});
}

async function executeLogged(
	json: WorkflowJson,
	options: ExecutionOptions,
	data: IRunExecutionData,
	logs: LogEntry[],
	inSight: InSight,
): Promise<Execution> {
	const { mode = 'trigger', executionId = nextExecutionId() } = options;
	const calls: Record<string, number> = {};
	const workflow = toWorkflow(json, options, async (name, run) => {
		calls[name] = (calls[name] ?? 0) + 1;
		return await inSight(run);
	});
	const helper = new HarnessCredentials(options.credentials ?? {}, options.credentialTypes);
	const additionalData = createAdditionalData(helper, toBase(json, workflow), mode, executionId);
	const engine = new WorkflowExecute(additionalData, mode, data);
	const { status, error } = await finish(engine, workflow, options.signal, data);
	return {
		status,
		error,
		data,
		runData: data.resultData.runData,
		calls,
		logs,
		staticData: workflow.staticData,
		executionId,
		workflow: json,
		options,
		output: (nodeName, index = 0) =>
			(data.resultData.runData[nodeName] ?? []).flatMap(
				(task) => task.data?.['main']?.[index] ?? [],
			),
	};
}

async function finish(
	engine: WorkflowExecute,
	workflow: Workflow,
	signal: AbortSignal | undefined,
	data: IRunExecutionData,
): Promise<Pick<Execution, 'status' | 'error'>> {
	let running;
	try {
		running = engine.processRunExecutionData(workflow);
	} catch (refused) {
		// n8n records a workflow with issues as a failed execution, too.
		return { status: 'error', error: refused as Execution['error'] };
	}
	const cancel = () => running.cancel();
	if (signal?.aborted) cancel();
	signal?.addEventListener('abort', cancel, { once: true });
	const run = await running;
	signal?.removeEventListener('abort', cancel);
	return { status: run.status, error: data.resultData.error ?? run.data.resultData.error };
}

function toWorkflow(json: WorkflowJson, options: ExecutionOptions, onExecute: OnExecute): Workflow {
	return new Workflow({
		id: json.id ?? 'workflow-1',
		name: json.name ?? 'Test workflow',
		nodes: deepCopy(json.nodes),
		connections: deepCopy(json.connections),
		active: options.mode !== 'manual' && options.mode !== 'retry',
		nodeTypes: createNodeTypes(options.nodeTypes ?? {}, onExecute),
		staticData: deepCopy(options.staticData ?? {}),
		settings: { executionOrder: 'v1', ...json.settings },
	});
}

function toBase(json: WorkflowJson, workflow: Workflow): IWorkflowBase {
	return {
		...emptyWorkflow,
		id: workflow.id,
		name: workflow.name ?? emptyWorkflow.name,
		active: workflow.active,
		nodes: json.nodes,
		connections: json.connections,
		settings: workflow.settings,
	};
}
