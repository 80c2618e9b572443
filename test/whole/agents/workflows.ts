import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { IDataObject } from 'n8n-workflow';
import {
	makeWorkflow,
	manualTrigger,
	type NodeSketch,
	type StoredCredential,
	type Workflow,
	type WorkflowNode,
} from '../../../tools/n8n/workflow';

const EXAMPLE = resolve(__dirname, '../../../examples/ai-agent.json');
const CHAT_TRIGGER = '@n8n/n8n-nodes-langchain.chatTrigger';
/** The example leaves its credential to whoever uses it. */
const CHAT_MODEL = '@n8n/n8n-nodes-langchain.lmChatOpenAi';

/** Where the agent of the workflow below is talked to. */
export const CHAT_ID = 'nami-agent-chat';

/** The example, with these credentials, and its chat open to whoever reaches n8n. */
export function agentWorkflow(credentials: readonly StoredCredential[]): Workflow {
	const example = JSON.parse(readFileSync(EXAMPLE, 'utf8')) as Workflow;
	const nodes = example.nodes.map((node) => withPublicChat(withCredentials(node, credentials)));
	return { ...example, id: 'namiAgent', nodes };
}

export function withCredentials(
	node: WorkflowNode,
	credentials: readonly StoredCredential[],
): WorkflowNode {
	const types = node.type === CHAT_MODEL ? ['openAiApi'] : Object.keys(node.credentials ?? {});
	if (types.length === 0) return node;
	const used = credentials.filter(({ type }) => types.includes(type));
	return {
		...node,
		credentials: Object.fromEntries(used.map(({ id, name, type }) => [type, { id, name }])),
	};
}

function withPublicChat(node: WorkflowNode): WorkflowNode {
	if (node.type !== CHAT_TRIGGER) return node;
	const parameters = { ...node.parameters, public: true, mode: 'webhook' };
	return { ...node, parameters, webhookId: CHAT_ID } as WorkflowNode;
}

function httpRequest(name: string, credential: StoredCredential, parameters: IDataObject) {
	const { id, name: credentialName, type } = credential;
	const node: NodeSketch = {
		name,
		type: 'n8n-nodes-base.httpRequest',
		typeVersion: 4.2,
		parameters: {
			authentication: 'predefinedCredentialType',
			nodeCredentialType: type,
			...parameters,
		},
		credentials: { [type]: { id, name: credentialName } },
	};
	return node;
}

/** n8n's own HTTP Request node, signing with this package's credential, as docs/http-request.md has it. */
export function httpRequestWorkflow(url: string, credential: StoredCredential): Workflow {
	const order = {
		symbol: 'BTCUSDT',
		side: 'BUY',
		type: 'LIMIT',
		quantity: 0.0005,
		price: 50000,
		useQuoteQty: false,
	};
	return makeWorkflow(
		'namiHttpRequest',
		'Nami: HTTP Request',
		[
			manualTrigger(),
			httpRequest('Futures Wallet', credential, {
				url: `${url}/api/v4/user/balance`,
				sendQuery: true,
				queryParameters: { parameters: [{ name: 'type', value: '2' }] },
				options: {},
			}),
			httpRequest('Order', credential, {
				method: 'POST',
				url: `${url}/api/v4/spot/order`,
				sendBody: true,
				specifyBody: 'json',
				jsonBody: JSON.stringify(order),
				options: {},
			}),
		],
		{ Start: ['Futures Wallet'], 'Futures Wallet': ['Order'] },
	);
}
