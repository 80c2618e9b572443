import {
	deepCopy,
	Workflow,
	type ICredentialType,
	type IDataObject,
	type INode,
	type INodeParameters,
	type IWorkflowExecuteAdditionalData,
	type WorkflowExecuteMode,
} from 'n8n-workflow';
import { createAdditionalData, emptyWorkflow } from './additionalData';
import { HarnessCredentials, type CredentialData } from './credentials';
import { nextExecutionId } from './execution';
import { createNodeTypes, type AnyNodeType } from './nodeTypes';

/** A node that n8n calls outside of an execution: for a list in the editor, or to poll. */
export interface SingleNodeOptions {
	/** Full name of the node's type; `n8n-nodes-nami.namiSpot` by default. */
	type?: string;
	typeVersion?: number;
	parameters?: INodeParameters;
	credentials?: CredentialData;
	staticData?: IDataObject;
	/** `workflow-1` by default. */
	workflowId?: string;
	nodeTypes?: Record<string, AnyNodeType>;
	credentialTypes?: ICredentialType[];
}

/** References to stored credentials, as a node holds them. */
export function referTo(credentials: CredentialData = {}): NonNullable<INode['credentials']> {
	return Object.fromEntries(
		Object.keys(credentials).map((name) => [name, { id: `${name}-1`, name }]),
	);
}

/** A workflow of that node alone, and what n8n hands to the node's context. */
export function singleNode(
	options: SingleNodeOptions,
	mode: WorkflowExecuteMode,
): { workflow: Workflow; node: INode; additionalData: IWorkflowExecuteAdditionalData } {
	const node: INode = {
		id: 'single-node',
		name: 'Node',
		type: options.type ?? 'n8n-nodes-nami.namiSpot',
		typeVersion: options.typeVersion ?? 1,
		position: [0, 0],
		parameters: deepCopy(options.parameters ?? {}),
		credentials: referTo(options.credentials),
	};
	const workflow = new Workflow({
		id: options.workflowId ?? 'workflow-1',
		name: 'Test workflow',
		nodes: [node],
		connections: {},
		active: mode !== 'manual' && mode !== 'internal',
		nodeTypes: createNodeTypes(options.nodeTypes ?? {}, async (_name, run) => await run()),
		staticData: deepCopy(options.staticData ?? {}),
	});
	const helper = new HarnessCredentials(options.credentials ?? {}, options.credentialTypes);
	const base = { ...emptyWorkflow, nodes: [node], active: workflow.active };
	const additionalData = createAdditionalData(helper, base, mode, nextExecutionId());
	const completed = workflow.getNode(node.name) ?? node;
	additionalData.currentNodeParameters = completed.parameters;
	return { workflow, node: completed, additionalData };
}
