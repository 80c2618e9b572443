import { faults } from '../../tools/exchange';
import { searchList } from '../../tools/harness';
import { credentialFor, namiWorkflow, ORDERS, useExchange } from './support';

const stand = useExchange();

const CONFIG = { method: 'GET', path: '/api/v3/spot/config' };

async function search(filter?: string) {
	const credentials = { namiApi: credentialFor(stand.exchange) };
	const { results } = await searchList('searchSymbols', filter, undefined, { credentials });
	return results.map(({ name, value }) => [name, value]);
}

describe('From List', () => {
	test('shows what can be traded, base and quote asset apart', async () => {
		expect(await search()).toEqual([
			['BTC/USDT', 'BTCUSDT'],
			['ETH/USDT', 'ETHUSDT'],
			['FRESH/USDT', 'FRESHUSDT'],
			['NAMI/USDT', 'NAMIUSDT'],
			['NAMI/VNDC', 'NAMIVNDC'],
			['NAO/VNST', 'NAOVNST'],
		]);
	});

	test.each([
		['btc', ['BTCUSDT']],
		['NAMI/', ['NAMIUSDT', 'NAMIVNDC']],
		['nami-vndc', ['NAMIVNDC']],
		['vn', ['NAMIVNDC', 'NAOVNST']],
		['luna', []],
	])('finds %j', async (filter, symbols) => {
		expect((await search(filter)).map(([, value]) => value)).toEqual(symbols);
	});

	test('puts first what starts with the search', async () => {
		const names = (await search('n')).map(([name]) => name);
		expect(names).toEqual(['NAMI/USDT', 'NAMI/VNDC', 'NAO/VNST']);
		expect((await search('s')).length).toBeGreaterThan(3);
	});

	test('is read once for many searches', async () => {
		for (const filter of ['', 'b', 'bt', 'btc']) await search(filter);
		expect(stand.exchange.count(CONFIG)).toBe(1);
	});

	test('needs no signature', async () => {
		await search();
		expect(stand.exchange.requests[0]?.url).not.toContain('signature');
	});

	test('says what to do where it cannot be read', async () => {
		stand.exchange.faults.add({ match: CONFIG, times: 9, fault: faults.status5xxBefore() });
		await expect(search()).rejects.toMatchObject({
			message: expect.stringMatching(
				/did not return its list of symbols\. Enter the symbol By Name/,
			),
		});
	});
});

describe('Symbol', () => {
	const symbols = [
		{ __rl: true, mode: 'list', value: 'BTCUSDT', cachedResultName: 'BTC/USDT' },
		{ __rl: true, mode: 'name', value: 'BTC/USDT' },
		{ __rl: true, mode: 'name', value: 'btcusdt' },
		{ __rl: true, mode: 'name', value: 'BTC-USDT' },
		{ __rl: true, mode: 'name', value: '={{ "btc_usdt" }}' },
		'BTCUSDT',
	];
	test.each(symbols)('%j is BTCUSDT', async (symbol) => {
		const run = await namiWorkflow(stand.exchange, { parameters: { ...ORDERS.LIMIT, symbol } });
		expect(run.success[0]?.json).toMatchObject({ outcome: 'placed', symbol: 'BTCUSDT' });
	});
});
