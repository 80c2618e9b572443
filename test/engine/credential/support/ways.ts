import type { IDataObject, INodeParameters } from 'n8n-workflow';
import type { Exchange } from '../../../../tools/exchange';
import { runTool } from '../../../../tools/harness';
import { agentsNode } from '../../placement/support/agentsNode';
import { credentialFor, namiWorkflow } from '../../support';

type Outcome = { outcome: unknown; reason?: unknown; rail?: unknown };

const facts = ({ error, outcome }: IDataObject): Outcome => {
	if (error === undefined) return { outcome };
	const { outcome: failed, reason, rail } = error as IDataObject;
	return { outcome: failed, reason, rail };
};

/** A way to an order with a credential; gives what became of it. */
type Way = (
	exchange: Exchange,
	order: INodeParameters,
	credential: IDataObject,
) => Promise<Outcome>;

/** The ways of the package's own node; n8n's HTTP Request node is another. */
export const WAYS: Record<string, Way> = {
	async node(exchange, parameters, credential) {
		const { success, failed } = await namiWorkflow(exchange, {
			parameters,
			credential: credential as Record<string, string>,
			onError: 'continueErrorOutput',
		});
		return facts(success[0]?.json ?? failed[0]?.json ?? {});
	},
	async 'sub-workflow'(exchange, parameters, credential) {
		const { success, failed } = await namiWorkflow(exchange, {
			// n8n does not say who started a sub-workflow, so that by default it is a dry run.
			parameters: { ...parameters, dryRun: 'never' },
			credential: credential as Record<string, string>,
			mode: 'integrated',
			onError: 'continueErrorOutput',
		});
		return facts(success[0]?.json ?? failed[0]?.json ?? {});
	},
	async tool(exchange, parameters, credential) {
		const { answers } = await runTool({
			parameters,
			credentials: {
				namiApi: credentialFor(exchange, credential as Record<string, string>),
			},
		});
		const [first] = JSON.parse(answers[0] ?? '[]') as IDataObject[];
		return facts((first?.json as IDataObject | undefined) ?? first ?? {});
	},
	async 'n8n’s Agents'(exchange, parameters, credential) {
		const { success } = await namiWorkflow(exchange, {
			// Nor does it say who talks to an agent.
			parameters: { ...parameters, dryRun: 'never' },
			credential: credential as Record<string, string>,
			nodeTypes: agentsNode(),
		});
		return facts(success[0]?.json ?? {});
	},
};
