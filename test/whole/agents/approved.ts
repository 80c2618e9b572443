import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { faults, type Exchange } from '../../../tools/exchange';
import type { Checks } from '../../../tools/n8n/command';
import { met, until } from '../../../tools/n8n/until';
import type { StoredCredential, Workflow, WorkflowNode } from '../../../tools/n8n/workflow';
import type { Approver } from './approver';
import { repeatsFrom, requireOnce, scriptOf, type Repeats } from './repeats';
import type { ScriptedModel, ToolCall } from './scriptedModel';
import { withCredentials } from './workflows';

/*
 * The example of an AI Agent that asks a person before each order. The person is on Telegram, since the
 * example's chat wants an editor.
 */

const EXAMPLE = resolve(__dirname, '../../../examples/ai-agent-approval.json');
const PATH = 'nami-agent-approved';
const KNOWN = ['placed', 'already_placed'];

const REPEATS = repeatsFrom(61_301, [
	{
		calls: 3,
		fault: faults.dropBeforeReading,
		told: ['unknown connection_lost', 'unknown unresolved_twin'],
		orders: 0,
	},
	{ calls: 2, fault: faults.dropAfterAccepting, told: KNOWN, orders: 1 },
	{ calls: 3, told: KNOWN, orders: 1 },
]);
export const approvedRepeats: Repeats = REPEATS;
/** What the model quotes, after it has asked for it. */
const quoted = (price: string) => `Buy 0.0005 BTC at ${price} USDT or less`;

/** A gated tool wants its parameters beside those of the gate. */
export const approvedScript = scriptOf(REPEATS, 'Place_Order').map(
	([said, calls]): [string, ToolCall[]] => {
		const hitlParameters = { preview: quoted(REPEATS.get(said)?.price ?? '') };
		const [first] = calls;
		const preview = first === undefined ? [] : [{ ...first, tool: 'Preview_Order' }];
		const gated = calls.map(({ tool, input: toolParameters }) => ({
			tool,
			input: { toolParameters, hitlParameters },
		}));
		return [said, [...preview, ...gated]];
	},
);

interface Scene {
	readonly exchange: Exchange;
	readonly model: ScriptedModel;
	readonly approver: Approver;
}

export function approvedWorkflow(credentials: readonly StoredCredential[]): Workflow {
	const example = JSON.parse(readFileSync(EXAMPLE, 'utf8')) as Workflow;
	const kept = example.nodes.filter(({ name }) => name !== 'Answer');
	const connections = Object.fromEntries(
		Object.entries(example.connections).filter(([from]) => from !== 'Agent'),
	);
	const nodes = kept.map((node) => withCredentials(changed(node), credentials));
	return { ...example, id: 'namiApproved', nodes, connections };
}

function changed(node: WorkflowNode): WorkflowNode {
	if (node.name === 'Chat') {
		const parameters = { path: PATH, httpMethod: 'POST', options: {} };
		const type = 'n8n-nodes-base.webhook';
		return { ...node, type, typeVersion: 2, parameters, webhookId: PATH } as WorkflowNode;
	}
	if (node.name === 'Agent') {
		const text = '={{ $json.body.said }}';
		return { ...node, parameters: { ...node.parameters, promptType: 'define', text } };
	}
	if (node.name !== 'Approve the Order') return node;
	const parameters = { ...node.parameters, resource: 'message', chatId: '1', options: {} };
	const type = 'n8n-nodes-base.telegramHitlTool';
	return { ...node, type, typeVersion: 1.2, parameters, credentials: { telegramApi: TELEGRAM } };
}

const TELEGRAM = { id: 'standInTelegram', name: 'Telegram' };

export function telegram({ url: baseUrl }: Approver): StoredCredential {
	return { ...TELEGRAM, type: 'telegramApi', data: { accessToken: '1:none', baseUrl } };
}

/** Says one thing after the other, and waits until the model was told of every call. */
export async function talkWithApproval(url: string, { model, approver }: Omit<Scene, 'exchange'>) {
	for (const [said, { calls }] of REPEATS) {
		await until('the webhook to be there', async () => {
			const response = await fetch(`${url}/webhook/${PATH}`, {
				method: 'POST',
				headers: { 'content-type': 'application/json' },
				body: JSON.stringify({ said }),
			});
			return met(response.ok);
		});
		await until(
			`the agent to have called ${calls} times`,
			async () =>
				met(model.resultsAfter(said).length === calls + 1 || approver.failures.length > 0),
			180_000,
		);
	}
}

export const APPROVED_CHECKS: Checks<Scene> = {
	'AI Agent, with a person’s approval of each call: one order at most, and the truth': (scene) =>
		requireOnce(scene, REPEATS),
	'Preview says what would be ordered': ({ model }) => {
		for (const [said, { price }] of REPEATS)
			assert.match(model.resultsAfter(said)[0] ?? '', new RegExp(`preview.*${quoted(price)}`));
	},
	'the person is asked for each call, and shown what is going to be ordered': ({ approver }) => {
		assert.deepEqual(approver.failures, []);
		const calls = [...REPEATS.values()].flatMap(({ calls: count, price }) =>
			Array.from({ length: count }, () => price),
		);
		assert.equal(approver.asked.length, calls.length);
		calls.forEach((price, nth) => {
			const asked = new RegExp(`${quoted(price)}[^]*sent: BUY 0.0005 of BTCUSDT at ${price}`);
			assert.match(approver.asked[nth] ?? '', asked);
		});
	},
};
