import type { IExecuteFunctions } from 'n8n-workflow';

/** By run: n8n copies the node, parameters and all, whenever it is asked for it. */
const tools = new WeakMap<IExecuteFunctions, boolean>();

/** Whether an AI agent calls: n8n runs a node as a tool under a type name of its own. */
export function isTool(context: IExecuteFunctions): boolean {
	const known = tools.get(context);
	if (known !== undefined) return known;
	const isOne = isOutsideOfRuns(context) || context.getNode().type.endsWith('Tool');
	tools.set(context, isOne);
	return isOne;
}

/**
 * Whether a call is made beside n8n's own run of the node, as LangChain's tools are. Its run index
 * does not identify it: calls of several agent items share one.
 */
export function isOutsideOfRuns(context: IExecuteFunctions): boolean {
	return 'isToolExecution' in context && context.isToolExecution() === true;
}

/**
 * n8n's own contexts carry it in the open, though its types for nodes do not name it. The data proxy,
 * which they do name, costs as much time as all else that an order needs before it is sent.
 */
export function runIndexOf(context: IExecuteFunctions): unknown {
	if ('runIndex' in context && typeof context.runIndex === 'number') return context.runIndex;
	return context.getWorkflowDataProxy(0).$runIndex ?? 0;
}

/** The workflow's id; undefined in n8n's Agents and for a workflow that was never saved. */
export function workflowIdOf(context: IExecuteFunctions): string | undefined {
	const { id } = context.getWorkflow();
	return id === undefined || id === '' ? undefined : id;
}

/**
 * Names the execution whose Retry button was pressed, and this node's run in it: the same for all
 * retries, each of which starts from a copy. Undefined for every other execution.
 *
 * @param beganIn the execution in which this node ran first; empty if only a retry came as far. Two
 * executions may start in the same millisecond.
 */
export function retriedRun(
	context: IExecuteFunctions,
	runIndex: string,
	beganIn: string,
): string | undefined {
	if (context.getMode() !== 'retry') return undefined;
	const start = context.getExecutionContext?.()?.establishedAt;
	if (start === undefined && beganIn === '') return undefined;
	return [start ?? '', beganIn, workflowIdOf(context), context.getNode().id, runIndex]
		.map(String)
		.join(' ');
}
