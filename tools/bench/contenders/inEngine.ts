import type { IDataObject, INodeParameters, INodeType } from 'n8n-workflow';
import { runWorkflow, type Run } from '../../harness';
import { packageNodes } from '../../harness/package';
import type { ExchangeFacts } from '../exchangeProcess';
import { fields, FILLINGS, items, type Filling } from '../orders';
import { BareNode } from './bareNode';
import type { Contender } from './contender';
import { Stopwatch, timed } from './stopwatch';

const ANY_NUMBER_OF_CALLS = 1_000_000_000;

/** The credential of the measured nodes: the node's own pacing is on, and never has to wait. */
function credential({ url, apiKey, apiSecret }: ExchangeFacts) {
	return {
		apiKey,
		apiSecret,
		environment: 'custom',
		baseUrl: url,
		callsPerMinute: ANY_NUMBER_OF_CALLS,
	};
}

export type NodeId = 'nami' | 'bare';

const DESCRIBED: Readonly<Record<Filling, string>> = {
	literal: 'literals',
	fields: '{{ $json.field }}',
	computed: 'computed expressions',
};

/** NamiSpot as it is shipped, with ledger, outcomes, pacing and symbol rules. */
export const namiSpot = FILLINGS.map((filling) => contender('nami', 'NamiSpot', filling));

export const bareNode = FILLINGS.map((filling) => contender('bare', 'bare node', filling));

function contender(id: NodeId, name: string, filling: Filling): Contender {
	return {
		id: `${id}-${filling}`,
		name: `${name}, ${DESCRIBED[filling]}`,
		filling,
		mostItems: Infinity,
		place: async (exchange, count) => {
			const watch = new Stopwatch();
			await runNode(id, filling, exchange, items(count), watch);
			return watch.read();
		},
	};
}

function nodeOf(id: NodeId): INodeType {
	if (id === 'bare') return new BareNode();
	const node = packageNodes().get('n8n-nodes-nami.namiSpot');
	if (node === undefined || 'nodeVersions' in node) throw new Error('NamiSpot is not built');
	return node;
}

function parametersOf(id: NodeId, filling: Filling): INodeParameters {
	const { symbol, ...others } = fields(filling);
	if (id === 'bare') return { symbol: symbol ?? '', ...others };
	return {
		resource: 'order',
		operation: 'create',
		symbol: { __rl: true, mode: 'name', value: symbol ?? '' },
		...(filling === 'literal' ? {} : FIELDS_OF_OTHER_TYPES),
		...others,
	};
}

/** n8n wants them filled in as soon as the order type is an expression. */
const FIELDS_OF_OTHER_TYPES = Object.fromEntries(
	['quoteOrderQty', 'stopPrice', 'limitPrice'].map((name) => [name, `={{ $json.${name} }}`]),
);

/**
 * Runs one of the nodes in the engine.
 *
 * @throws Error when it did not place every order
 */
export async function runNode(
	id: NodeId,
	filling: Filling,
	exchange: ExchangeFacts,
	input: IDataObject[],
	watch: Stopwatch,
): Promise<Run> {
	const type = `bench.${id}`;
	const run = await runWorkflow({
		type,
		items: input,
		parameters: parametersOf(id, filling),
		credentials: { namiApi: credential(exchange) },
		nodeTypes: { [type]: timed(nodeOf(id), watch) },
	});
	if (run.success.length === input.length) return run;
	throw new Error(`${id} placed ${run.success.length} of ${input.length}: ${run.error?.message}`);
}
