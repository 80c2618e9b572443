import type { INodeParameters } from 'n8n-workflow';
import { faults } from '../../tools/exchange';
import { loadOptions, searchList } from '../../tools/harness';
import { credentialFor, namiWorkflow, ORDERS, useExchange } from './support';

const stand = useExchange();

const OPEN = { method: 'GET', path: '/api/v4/spot/open' };
const ASSETS = /asset\/config|spot\/config/;

const credentials = () => ({ namiApi: credentialFor(stand.exchange) });

async function search(method: string, filter?: string, parameters: INodeParameters = {}) {
	const options = { credentials: credentials(), parameters };
	const { results } = await searchList(method, filter, undefined, options);
	return results.map(({ name, value }) => [name, value]);
}

async function place(parameters: INodeParameters): Promise<string> {
	const run = await namiWorkflow(stand.exchange, { parameters });
	return String(run.success[0]?.json['displayingId']);
}

describe('open orders', () => {
	const CANCEL = { resource: 'order', operation: 'cancel' };

	test('are named by what they do, the newest first', async () => {
		const limit = await place(ORDERS.LIMIT);
		const stop = await place(ORDERS.STOP_LIMIT);
		expect(await search('searchOpenOrders', '', CANCEL)).toEqual([
			[`Buy 0.0005 BTC/USDT at 64100 stop at 64000 (${stop})`, stop],
			[`Buy 0.0005 BTC/USDT at 60000 (${limit})`, limit],
		]);
	});

	test('are those of the chosen symbol, and found by id or words', async () => {
		const btc = await place(ORDERS.LIMIT);
		const eth = await place({
			...ORDERS.LIMIT,
			symbol: 'ETHUSDT',
			quantity: '0.01',
			price: '2000',
		});
		const ofSymbol = { ...CANCEL, symbol: { __rl: true, mode: 'name', value: 'btc/usdt' } };
		expect((await search('searchOpenOrders', '', ofSymbol)).map(([, id]) => id)).toEqual([btc]);
		const ids = async (filter: string) =>
			(await search('searchOpenOrders', filter, CANCEL)).map(([, id]) => id);
		expect(await ids(eth)).toEqual([eth]);
		expect(await ids('btc/')).toEqual([btc]);
		expect(await ids('sell')).toEqual([]);
	});

	test('are not read again for each letter of a search', async () => {
		for (const filter of ['', 'b', 'bu', 'buy']) await search('searchOpenOrders', filter, CANCEL);
		expect(stand.exchange.count(OPEN)).toBe(1);
	});

	test('that cannot be read: says why, and what to do instead', async () => {
		stand.exchange.faults.add({ match: OPEN, times: 9, fault: faults.refusal('UNAUTHORIZED') });
		await expect(search('searchOpenOrders', '', CANCEL)).rejects.toThrow(
			/\. Enter the order By ID/,
		);
	});

	test('without a credential: says so', async () => {
		await expect(searchList('searchOpenOrders', '', undefined, {})).rejects.toThrow(
			/no usable Nami credential.*By ID/,
		);
	});

	test.each<[string, unknown]>([
		['chosen from the list', { __rl: true, mode: 'list', cachedResultName: 'Buy …' }],
		['by id', { __rl: true, mode: 'id' }],
		['as an expression', { __rl: true, mode: 'id', isExpression: true }],
	])('%s, an order is canceled and found', async (_, locator) => {
		const id = await place(ORDERS.LIMIT);
		const { isExpression, ...rest } = locator as Record<string, unknown>;
		const value = isExpression === true ? `={{ ${id} }}` : id;
		const parameters = { symbol: 'BTCUSDT', orderId: { ...rest, value } } as INodeParameters;
		const got = await namiWorkflow(stand.exchange, {
			parameters: { ...parameters, resource: 'order', operation: 'get' },
		});
		expect(got.success[0]?.json).toMatchObject({ displayingId: id, status: 'NEW' });
		const canceled = await namiWorkflow(stand.exchange, {
			parameters: { ...CANCEL, ...parameters },
		});
		expect(canceled.success[0]?.json).toMatchObject({ displayingId: id, outcome: 'canceled' });
	});
});

describe('assets', () => {
	test('are listed and searched by name', async () => {
		expect((await search('searchAssets')).map(([name]) => name)).toEqual(
			expect.arrayContaining(['BTC', 'NAMI', 'USDT', 'VNDC']),
		);
		expect(await search('searchAssets', 'usd')).toEqual([['USDT', 'USDT']]);
	});

	test('that cannot be read: says what to do instead', async () => {
		stand.exchange.faults.add({
			match: ({ path }) => ASSETS.test(path),
			times: 99,
			fault: faults.status5xxBefore(),
		});
		await expect(search('searchAssets')).rejects.toThrow(/By Name, e\.g\. USDT/);
	});

	test('one is chosen from the list', async () => {
		const parameters = {
			resource: 'account',
			operation: 'getBalances',
			asset: { __rl: true, mode: 'list', value: 'USDT', cachedResultName: 'USDT' },
		};
		const { success } = await namiWorkflow(stand.exchange, { parameters });
		expect(success.map(({ json }) => json['asset'])).toEqual(['USDT']);
	});
});

describe('lists to choose several from', () => {
	const namesOf = async (type: string, method: string) =>
		(await loadOptions(method, { type, credentials: credentials() })).map(({ name }) => name);

	test('symbols, of the node and of the trigger', async () => {
		const ofNode = await namesOf('n8n-nodes-nami.namiSpot', 'getSymbolOptions');
		expect(ofNode).toContain('BTC/USDT');
		expect(await namesOf('n8n-nodes-nami.namiSpotTrigger', 'getSymbolOptions')).toEqual(ofNode);
	});

	test('assets of the trigger', async () => {
		expect(await namesOf('n8n-nodes-nami.namiSpotTrigger', 'getAssets')).toContain('USDT');
	});

	test.each([[['BTCUSDT', 'ETHUSDT']], ['BTCUSDT, ETHUSDT']])(
		'Allowed Symbols takes %j',
		async (allowedSymbols) => {
			const run = async (symbol: string) =>
				await namiWorkflow(stand.exchange, {
					parameters: { ...ORDERS.MARKET, symbol, options: { allowedSymbols } },
					onError: 'continueErrorOutput',
				});
			expect((await run('BTCUSDT')).success).toHaveLength(1);
			expect((await run('NAMIUSDT')).failed[0]?.json['error']).toMatchObject({
				reason: 'guard_rail',
			});
		},
	);
});
