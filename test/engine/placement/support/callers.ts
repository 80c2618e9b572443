import type { IDataObject, INodeParameters } from 'n8n-workflow';
import type { Exchange } from '../../../../tools/exchange';
import { runTool } from '../../../../tools/harness';
import { credentialFor, namiWorkflow } from '../../support';
import { agentsNode } from './agentsNode';

/** One call of the node, as a model makes it, and what the model gets to read. */
export type Call = (exchange: Exchange, parameters: INodeParameters) => Promise<IDataObject>;

/** Who calls for a model: n8n's AI Agent node, or its Agents, which give a call no memory. */
export const CALLERS: ReadonlyArray<readonly [string, Call]> = [
	['AI Agent node', callTool],
	['Agents', callInAgents],
];

async function callTool(exchange: Exchange, parameters: INodeParameters): Promise<IDataObject> {
	const { answers, error } = await runTool({
		parameters,
		credentials: { namiApi: credentialFor(exchange) },
		retryOnFail: true,
		maxTries: 3,
	});
	expect(error).toBeUndefined();
	return JSON.parse(answers[0] ?? '[]')[0];
}

async function callInAgents(exchange: Exchange, parameters: INodeParameters): Promise<IDataObject> {
	const { success, error } = await namiWorkflow(exchange, { parameters, nodeTypes: agentsNode() });
	expect(error).toBeUndefined();
	return { ...success[0]?.json };
}

/** What became of the order, whether the answer is a success or an error. */
export function outcomeOf(answer: IDataObject): unknown {
	return { ...(answer.error as IDataObject | undefined), ...answer }.outcome;
}
