import { ExecutionLifecycleHooks, ExternalSecretsProxy } from 'n8n-core';
import {
	UnexpectedError,
	type ICredentialsHelper,
	type IWorkflowBase,
	type IWorkflowExecuteAdditionalData,
	type WorkflowExecuteMode,
} from 'n8n-workflow';
import { container } from './engine';

function never(what: string) {
	return (): never => {
		throw new UnexpectedError(`The harness has no ${what}`);
	};
}

/** Stands for the workflow where n8n calls something without one. */
export const emptyWorkflow: IWorkflowBase = {
	id: 'workflow-1',
	name: 'Test workflow',
	active: false,
	activeVersionId: null,
	isArchived: false,
	createdAt: new Date(0),
	updatedAt: new Date(0),
	nodes: [],
	connections: {},
};

/** What n8n hands to an execution beside the workflow: urls, credentials, lifecycle hooks. */
export function createAdditionalData(
	credentialsHelper: ICredentialsHelper,
	workflow: IWorkflowBase,
	mode: WorkflowExecuteMode,
	executionId: string,
): IWorkflowExecuteAdditionalData & { hooks: ExecutionLifecycleHooks } {
	const base = 'http://localhost:5678';
	return {
		credentialsHelper,
		executionId,
		currentNodeExecutionIndex: 0,
		hooks: new ExecutionLifecycleHooks(mode, executionId, workflow),
		restApiUrl: `${base}/rest`,
		instanceBaseUrl: `${base}/`,
		formWaitingBaseUrl: `${base}/form-waiting`,
		webhookBaseUrl: `${base}/webhook`,
		webhookWaitingBaseUrl: `${base}/webhook-waiting`,
		webhookTestBaseUrl: `${base}/webhook-test`,
		userId: 'user-1',
		variables: {},
		externalSecretsProxy: container.get(ExternalSecretsProxy),
		setExecutionStatus: () => {},
		sendDataToUI: () => {},
		logAiEvent: () => {},
		getRunExecutionData: async () => undefined,
		executeWorkflow: never('sub-workflows'),
		startRunnerTask: never('task runner'),
	};
}
