import type { IDataObject, INodeParameters } from 'n8n-workflow';
import type { Exchange } from '../../../../tools/exchange';
import { runEngineAgent, runTool } from '../../../../tools/harness';
import { credentialFor, namiWorkflow, restartPackage } from '../../support';
import { agentsNode } from './agentsNode';

/** So many equal calls of the node, as a model makes them, and what the model gets to read after each. */
export type Calls = (
	exchange: Exchange,
	parameters: INodeParameters,
	calls: number,
	onAnswer: (answer: IDataObject) => void,
) => Promise<void>;

/**
 * Who calls for a model: n8n's AI Agent node, as LangChain called its tools or as the engine runs them
 * today, with or without a person's approval; and its Agents, which give a call no memory.
 */
export const CALLERS: ReadonlyArray<readonly [string, Calls]> = [
	['AI Agent node, in an execution for each call', one(callTool)],
	['AI Agent node', runAgent()],
	['AI Agent node, each call in another process', runAgent({ beforeCall: restartPackage })],
	[
		'AI Agent node, each call approved by a person, after a restart',
		runAgent({ isApproved: true, beforeCall: restartPackage }),
	],
	['Agents', one(callInAgents)],
];

type Call = (exchange: Exchange, parameters: INodeParameters) => Promise<IDataObject>;

function one(call: Call): Calls {
	return async (exchange, parameters, calls, onAnswer) => {
		for (let nth = 0; nth < calls; nth += 1) onAnswer(await call(exchange, parameters));
	};
}

function runAgent(how: { isApproved?: boolean; beforeCall?: () => void } = {}): Calls {
	return async (exchange, parameters, calls, onAnswer) => {
		const credentials = { namiApi: credentialFor(exchange) };
		const run = await runEngineAgent({ parameters, credentials, calls, onAnswer, ...how });
		expect([run.status, run.error]).toEqual(['success', undefined]);
	};
}

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
