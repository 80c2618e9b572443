import { NodeConnectionTypes, type IExecuteFunctions, type INodeType } from 'n8n-workflow';
import { engineVersion, runWorkflow } from '../../../tools/harness';
import { credentialFor, leaks, namiWorkflow, orderPosts, ORDERS, useExchange } from '.';

const stand = useExchange();

/** Gives a secret away, in the way that its parameter names. */
const WAYS: Record<string, (context: IExecuteFunctions, secret: string) => void> = {
	'in an error': (_, secret) => {
		throw new Error(`could not sign with ${secret}`);
	},
	'in the cause of an error': (_, secret) => {
		throw new Error('could not sign', { cause: new Error(secret) });
	},
	'in a log': (context, secret) => context.logger.debug('signing', { options: { secret } }),
	'in context data': (context, secret) => {
		context.getContext('node')['key'] = secret;
	},
	'in static data': (context, secret) => {
		context.getWorkflowStaticData('node')['key'] = secret;
	},
	'in an item': (context, secret) => {
		const [item] = context.getInputData();
		if (item) item.json = { deep: [{ secret }] };
	},
};

const traitor: INodeType = {
	description: {
		displayName: 'Traitor',
		name: 'traitor',
		group: ['transform'],
		version: 1,
		description: '',
		defaults: { name: 'Traitor' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'namiApi' }],
		properties: [{ displayName: 'Way', name: 'way', type: 'string', default: '' }],
	},
	async execute(this: IExecuteFunctions) {
		const { apiSecret } = await this.getCredentials<{ apiSecret: string }>('namiApi');
		WAYS[String(this.getNodeParameter('way', 0))]?.(this, apiSecret);
		return [this.getInputData()];
	},
};

/** Newer engines drop an error's cause before they keep it: nothing is left to be seen. */
const KEEPS_CAUSES = engineVersion.startsWith('2.8.');
const seenWays = Object.keys(WAYS).filter((way) => KEEPS_CAUSES || !way.includes('cause'));

test.each(seenWays)('a secret that is given away %s is seen', async (way) => {
	const run = await runWorkflow({
		type: 'test.traitor',
		nodeTypes: { 'test.traitor': traitor },
		parameters: { way },
		credentials: { namiApi: credentialFor(stand.exchange) },
	});
	expect(leaks(run, stand.exchange)).toEqual([stand.exchange.apiSecret]);
});

test('a signature and a secret that travelled are seen', async () => {
	const run = await namiWorkflow(stand.exchange, { parameters: ORDERS.LIMIT });
	const [sent] = orderPosts(stand.exchange);
	const { signature } = JSON.parse(sent?.body ?? '{}');
	const logs = [{ level: 'info' as const, message: `sent ${signature}`, metadata: {} }];
	expect(leaks({ ...run, logs }, stand.exchange)).toEqual([signature]);
	const { apiKey, apiSecret } = stand.exchange;
	const requests = stand.exchange.requests.map((request) => ({ ...request, url: `/${apiSecret}` }));
	expect(leaks(run, { apiKey, apiSecret, requests })).toEqual(['the secret was sent']);
});
