import './environment';

export { useDeduplicationStore } from './deduplication';
export { loadOptions, searchList, subtitle, testCredential } from './editor';
export { engineVersion, startEngine, stopEngine } from './engine';
export {
	runWorkflowJson,
	type Execution,
	type ExecutionOptions,
	type WorkflowJson,
} from './execution';
export type { LogEntry } from './logs';
export { Activation, poll, type PollResult } from './polling';
export { retryRun, runWorkflow, type Run, type RunOptions } from './run';
export type { SingleNodeOptions } from './singleNode';
export { runEngineAgent } from './engineAgent';
export { runTool, type ToolRun } from './tool';
