import type { IDataObject } from 'n8n-workflow';
import { N8nAgent } from '../../../tools/n8n/agents';
import type { N8nApi } from '../../../tools/n8n/api';
import type { Exchange } from '../../../tools/exchange';
import type { Checks } from '../../../tools/n8n/command';
import { NAMI_API, NAMI_SPOT, type StoredCredential } from '../../../tools/n8n/workflow';
import { repeatsFrom, requireOnce, scriptOf, told, type Repeats } from './repeats';
import type { ScriptedModel, ToolCall } from './scriptedModel';
import assert from 'node:assert/strict';

/*
 * n8n's own Agents, which call the node without a workflow and without an execution; in their preview.
 */

const TOOL = 'Place_Order';
const BY_ITSELF = repeatsFrom(61_001);
const APPROVED = repeatsFrom(61_101);
const ORDER = { symbol: 'BTCUSDT', side: 'BUY', quantity: '0.0005' };
const BEYOND = 'Buy a whole Bitcoin at 61201.';
const DENIED = 'Buy a little Bitcoin at 61202, if I may.';

export const ownRepeats: readonly Repeats[] = [BY_ITSELF, APPROVED];

/** What the model is to call, by what is said. */
export const ownScript: ReadonlyArray<[string, ToolCall[]]> = [
	...ownRepeats.flatMap((repeats) => scriptOf(repeats, TOOL)),
	[BEYOND, [{ tool: TOOL, input: { ...ORDER, quantity: '1', price: '61201' } }]],
	[DENIED, [{ tool: TOOL, input: { ...ORDER, price: '61202' } }]],
];

interface Scene {
	readonly exchange: Exchange;
	readonly model: ScriptedModel;
	/** How often an Agent asked a person, by what it was told. */
	readonly asked: ReadonlyMap<string, number>;
}

const fromModel = (name: string) => `={{ $fromAI('${name}', '${name}', 'string') }}`;

function agentOf(
	name: string,
	[nami, openAi]: readonly [StoredCredential, StoredCredential],
	requireApproval: boolean,
): IDataObject & { name: string } {
	const { id, name: credentialName } = nami;
	const nodeParameters = {
		resource: 'order',
		operation: 'create',
		symbol: { __rl: true, mode: 'name', value: fromModel('symbol') },
		side: fromModel('side'),
		type: 'LIMIT',
		amountIn: 'base',
		quantity: fromModel('quantity'),
		price: fromModel('price'),
		dryRun: 'never',
		options: { maxOrderValue: '50' },
	};
	return {
		name,
		model: 'openai/scripted',
		credential: openAi.id,
		instructions: 'You trade.',
		tools: [
			{
				type: 'node',
				name: TOOL,
				description: 'Places an order',
				requireApproval,
				node: {
					nodeType: NAMI_SPOT,
					nodeTypeVersion: 1,
					nodeParameters,
					credentials: { [NAMI_API]: { id, name: credentialName } },
				},
			},
		],
		config: { maxIterations: 20 },
	};
}

/** Talks to the Agents; gives how often each asked a person. */
export async function talkToOwnAgents(
	api: N8nApi,
	credentials: readonly [StoredCredential, StoredCredential],
): Promise<Scene['asked']> {
	const free = await N8nAgent.make(api, agentOf('Trader', credentials, false));
	const gated = await N8nAgent.make(api, agentOf('Trader that asks', credentials, true));
	// n8n does not bear the first two talks with its Agents at once.
	const beyond = await free.say(BEYOND);
	const denied = await gated.say(DENIED, () => false);
	const asked = await Promise.all([
		...[...BY_ITSELF.keys()].map(async (said) => [said, await free.say(said)] as const),
		...[...APPROVED.keys()].map(async (said) => [said, await gated.say(said)] as const),
	]);
	return new Map([...asked, [BEYOND, beyond], [DENIED, denied]]);
}

export const OWN_CHECKS: Checks<Scene> = {
	'Agents: a model that repeats its call under faults gets one order at most, and the truth': (
		scene,
	) => requireOnce(scene, BY_ITSELF),
	'Agents, with a person’s approval of each call: the same, and each call was asked for': (
		scene,
	) => {
		requireOnce(scene, APPROVED);
		for (const [said, { calls }] of APPROVED) assert.equal(scene.asked.get(said), calls, said);
	},
	'Agents: an order beyond a rail is refused, one that is denied is not sent': (scene) => {
		assert.match(scene.model.resultsAfter(BEYOND)[0] ?? '', /guard_rail/);
		assert.match(told(scene.model, DENIED)[0] ?? '', /declined|not approved/);
		const prices = scene.exchange.placed.map(({ price }) => price);
		assert.deepEqual(
			prices.filter((price) => price === '61201' || price === '61202'),
			[],
		);
	},
};
