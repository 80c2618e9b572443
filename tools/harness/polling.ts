import { PollContext } from 'n8n-core';
import type {
	IDataObject,
	INode,
	INodeExecutionData,
	Workflow,
	WorkflowActivateMode,
} from 'n8n-workflow';
import { container, fromCore, startEngine } from './engine';
import { withIsolate } from './isolate';
import { withLogs, type LogEntry } from './logs';
import { singleNode, type SingleNodeOptions } from './singleNode';

export interface PollResult {
	/** The items that would start an execution; none if the trigger had nothing new. */
	items: INodeExecutionData[];
	/** Hand it to the next poll: n8n keeps it between polls of an active workflow. */
	staticData: IDataObject;
	logs: LogEntry[];
}

type RunPoll = (
	workflow: Workflow,
	node: INode,
	context: PollContext,
) => Promise<INodeExecutionData[][] | null>;

/** The method has another name in newer engines. */
interface Runner {
	runPoll?: RunPoll;
	runPollFunction?: RunPoll;
}

async function runPoll(...parameters: Parameters<RunPoll>): ReturnType<RunPoll> {
	const { TriggersAndPollers } = fromCore('./execution-engine/triggers-and-pollers');
	const runner: Runner = container.get(TriggersAndPollers);
	const found = await (runner.runPollFunction?.(...parameters) ?? runner.runPoll?.(...parameters));
	return found ?? null;
}

/**
 * Lets a polling trigger look once. `manual` is the editor's Fetch Test Event; `trigger` a poll of
 * an active workflow. Rejects when the trigger throws.
 */
export async function poll(
	options: SingleNodeOptions & {
		type: string;
		mode?: 'trigger' | 'manual';
		/** Why the workflow is active: `activate` by a person, `init` when n8n starts. */
		activation?: WorkflowActivateMode;
	},
): Promise<PollResult> {
	await startEngine();
	const mode = options.mode ?? 'trigger';
	const { workflow, node, additionalData } = singleNode(options, mode);
	const activation = mode === 'manual' ? 'manual' : (options.activation ?? 'activate');
	const context = new PollContext(workflow, node, additionalData, mode, activation);
	const logs: LogEntry[] = [];
	const found = await withLogs(
		logs,
		async () => await withIsolate(workflow, async () => await runPoll(workflow, node, context)),
	);
	return { items: found?.[0] ?? [], staticData: workflow.staticData, logs };
}
