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

/** What a poll needs. */
export interface PollOptions extends SingleNodeOptions {
	type: string;
	mode?: 'trigger' | 'manual';
	/** Why the workflow is active: `activate` by a person, `init` when n8n starts. */
	activation?: WorkflowActivateMode;
	/** How long newer versions of n8n let a poll take, in milliseconds. */
	budgetMs?: number;
}

/**
 * An active workflow with a polling trigger: polls with one context for as long as it is active, as
 * n8n does.
 */
export class Activation {
	private readonly single: ReturnType<typeof singleNode>;

	private readonly context: PollContext;

	/** All that has been logged, by polls that threw, too. */
	readonly logs: LogEntry[] = [];

	private constructor(options: PollOptions) {
		const mode = options.mode ?? 'trigger';
		this.single = singleNode(options, mode);
		const { workflow, node, additionalData } = this.single;
		const activation = mode === 'manual' ? 'manual' : (options.activation ?? 'activate');
		this.context = new PollContext(workflow, node, additionalData, mode, activation);
		const { budgetMs } = options;
		if (budgetMs !== undefined) Object.assign(this.context, { getPollBudgetMs: () => budgetMs });
	}

	static async of(options: PollOptions): Promise<Activation> {
		await startEngine();
		return new Activation(options);
	}

	/** What n8n has in memory. */
	get staticData(): IDataObject {
		return this.single.workflow.staticData;
	}

	/** Polls once. Rejects when the trigger throws. */
	async poll(): Promise<PollResult> {
		const { workflow, node } = this.single;
		const { logs } = this;
		Object.assign(workflow.staticData, { __dataChanged: false });
		const found = await withLogs(
			logs,
			async () =>
				await withIsolate(workflow, async () => await runPoll(workflow, node, this.context)),
		);
		return { items: found?.[0] ?? [], staticData: workflow.staticData, logs };
	}
}

/**
 * Lets a polling trigger look once. `manual` is the editor's Fetch Test Event; `trigger` the first
 * poll of an active workflow. Rejects when the trigger throws.
 */
export async function poll(options: PollOptions): Promise<PollResult> {
	return await (await Activation.of(options)).poll();
}
