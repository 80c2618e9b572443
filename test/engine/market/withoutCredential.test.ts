import type {
	IExecuteFunctions,
	ILoadOptionsFunctions,
	INodeParameters,
	INodeType,
} from 'n8n-workflow';
import { searchList } from '../../../tools/harness';
import { packageNodes } from '../../../tools/harness/package';
import { credentialFor, namiWorkflow, ORDERS, useExchange } from '../support';

const stand = useExchange();
const NAME = 'n8n-nodes-nami.namiSpot';
const LIVE = /^https:\/\/(datav2\.)?nami\.exchange\//;

let asked: string[];
beforeEach(() => {
	asked = [];
});

/** Lets the stand-in answer for the live exchange's hosts, and nobody for any other. */
function rerouted<T extends IExecuteFunctions | ILoadOptionsFunctions>(context: T): T {
	const send = context.helpers.httpRequest;
	context.helpers.httpRequest = async function (request) {
		asked.push(request.url);
		const url = request.url.replace(LIVE, `${stand.exchange.url}/`);
		return await send.call(this, { ...request, url });
	};
	return context;
}

function node(): Record<string, INodeType> {
	const original = packageNodes().get(NAME);
	if (original === undefined || 'nodeVersions' in original) throw new Error('not one node');
	const type: INodeType = Object.create(original);
	type.execute = async function (this: IExecuteFunctions) {
		return (await original.execute?.call(rerouted(this))) ?? [];
	};
	type.methods = {
		...original.methods,
		listSearch: {
			async searchSymbols(this: ILoadOptionsFunctions, ...rest) {
				const search = original.methods?.listSearch?.['searchSymbols'];
				return (await search?.call(rerouted(this), ...rest)) ?? { results: [] };
			},
		},
	};
	return { [NAME]: type };
}

async function run(parameters: INodeParameters) {
	return await namiWorkflow(stand.exchange, {
		parameters: { symbol: 'BTCUSDT', ...parameters },
		credential: 'none',
		nodeTypes: node(),
		onError: 'continueErrorOutput',
	});
}

describe('without a credential', () => {
	test.each(['getTicker', 'getCandles', 'getOrderBook', 'getRecentTrades', 'getSymbols'])(
		'Market: %s reads the live exchange, unsigned',
		async (operation) => {
			const { failed, error } = await run({ resource: 'market', operation });
			expect([failed, error]).toEqual([[], undefined]);
			expect(asked.length).toBeGreaterThan(0);
			expect(asked.every((url) => LIVE.test(url))).toBe(true);
			for (const { url, headers } of stand.exchange.requests) {
				expect([url.includes('signature'), headers['x-api-key']]).toEqual([false, undefined]);
			}
		},
	);

	test('the list of symbols is the live exchange’s', async () => {
		const { results } = await searchList('searchSymbols', 'btc', undefined, { nodeTypes: node() });
		expect(results.map(({ value }) => value)).toEqual(['BTCUSDT']);
		expect(asked).toEqual(['https://nami.exchange/api/v3/spot/config']);
	});

	test.each<[string, INodeParameters]>([
		['an order', ORDERS.LIMIT],
		['balances', { resource: 'account', operation: 'getBalances' }],
		['one’s own trades', { resource: 'trade', operation: 'getAll' }],
		['open orders', { resource: 'order', operation: 'getAll' }],
	])('%s need one', async (_, parameters) => {
		const { failed, success } = await run(parameters);
		expect(success).toEqual([]);
		expect(failed.map(({ json }) => json['error'])).toMatchObject([
			{ reason: 'invalid_credential' },
		]);
		expect([asked, stand.exchange.count()]).toEqual([[], 0]);
	});
});

test('a credential that is chosen and cannot be used is not passed over', async () => {
	const { failed } = await namiWorkflow(stand.exchange, {
		parameters: { resource: 'market', operation: 'getTicker', symbol: 'BTCUSDT' },
		credential: { ...credentialFor(stand.exchange), baseUrl: '' },
		nodeTypes: node(),
		onError: 'continueErrorOutput',
	});
	expect(failed.map(({ json }) => json['error'])).toMatchObject([{ reason: 'invalid_credential' }]);
	expect(asked).toEqual([]);
});
