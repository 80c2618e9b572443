import type { IDataObject } from 'n8n-workflow';
import { faults } from '../../tools/exchange';
import { searchList } from '../../tools/harness';
import { credentialFor, namiWorkflow, ORDERS, useExchange } from './support';

const FIRST = { apiKey: 'key-of-the-first-account', apiSecret: 'secret-of-the-first-account' };
const SECOND = { apiKey: 'key-of-the-second-account', apiSecret: 'secret-of-the-second-account' };
type Account = typeof FIRST;

const stand = useExchange({ accounts: [FIRST, SECOND] });

async function place(account: Account, rails: Record<string, string>): Promise<IDataObject> {
	const { success, failed } = await namiWorkflow(stand.exchange, {
		parameters: ORDERS.LIMIT,
		onError: 'continueErrorOutput',
		credential: { ...account, ...rails },
	});
	return { ...[...success, ...failed][0]?.json };
}

async function openOrders(account: Account): Promise<string[]> {
	const { results } = await searchList('searchOpenOrders', '', undefined, {
		credentials: { namiApi: credentialFor(stand.exchange, account) },
		parameters: { resource: 'order', operation: 'cancel' },
	});
	return results.map(({ value }) => String(value));
}

describe('what one account does says nothing of another', () => {
	test.each([{ maxOrdersPerHour: '1' }, { maxSpentPerDay: 'USDT 31' }])(
		'its orders do not use up what the other may: %o',
		async (rails) => {
			for (const account of [FIRST, SECOND]) {
				expect(await place(account, rails)).toMatchObject({ outcome: 'placed' });
				stand.clock.jump(10_000);
				expect(await place(account, rails)).toMatchObject({ error: { reason: 'guard_rail' } });
			}
		},
	);

	test('the list of its open orders is its own', async () => {
		const { displayingId } = await place(FIRST, {});
		expect(await openOrders(FIRST)).toEqual([String(displayingId)]);
		expect(await openOrders(SECOND)).toEqual([]);
	});
});

describe('a credential whose expressions name another account for each item', () => {
	const byItem = {
		apiKey: '={{ "key-of-the-" + $json.of + "-account" }}',
		apiSecret: '={{ "secret-of-the-" + $json.of + "-account" }}',
		maxOrderValue: '={{ $json.most }}',
	};
	const items = [
		{ of: 'first', most: 'USDT 50' },
		{ of: 'second', most: 'USDT 50' },
		{ of: 'first', most: 'USDT 20' },
	];
	const keys = (method: string) =>
		stand.exchange.requests
			.filter((request) => request.method === method)
			.map(({ headers }) => headers['x-api-key'])
			.filter((key) => key !== undefined);

	test('each order goes to the account of its item, within the rails of its item', async () => {
		const { success, failed } = await namiWorkflow(stand.exchange, {
			parameters: { ...ORDERS.LIMIT, options: { waitUntilFilled: 2 } },
			credential: byItem,
			onError: 'continueErrorOutput',
			items,
		});
		expect(success.map(({ json }) => json.outcome)).toEqual(['placed', 'placed']);
		expect(failed.map(({ json }) => json.error)).toMatchObject([{ rail: 'maxOrderValue' }]);
		expect(keys('POST')).toEqual([FIRST.apiKey, SECOND.apiKey]);
	});

	test('an order of one account is not taken for another account’s', async () => {
		const match = { method: 'POST', path: '/api/v4/spot/order' };
		stand.exchange.faults.add({ match, skip: 2, fault: faults.brokerError() });
		const { failed } = await namiWorkflow(stand.exchange, {
			parameters: { ...ORDERS.LIMIT, price: '50000' },
			credential: { ...byItem, maxOrderValue: '' },
			onError: 'continueErrorOutput',
			items,
		});
		const error = { outcome: 'not_placed', verified: true };
		expect(failed.map(({ json }) => json)).toMatchObject([{ of: 'first', error }]);
	});

	test('each read asks about the account of its item', async () => {
		const parameters = { resource: 'account', operation: 'getBalances' };
		await namiWorkflow(stand.exchange, { parameters, credential: byItem, items });
		expect(keys('GET')).toEqual([FIRST.apiKey, SECOND.apiKey, FIRST.apiKey]);
	});

	test('rails are read again for the item whose order had to wait', async () => {
		const slow = { callsPerMinute: 12, longestWait: 3600 };
		const { success, failed } = await namiWorkflow(stand.exchange, {
			parameters: ORDERS.LIMIT,
			credential: { ...byItem, ...slow },
			onError: 'continueErrorOutput',
			items: [20, ...Array(24).fill(50)].map((most) => ({ of: 'first', most: `USDT ${most}` })),
		});
		expect([success.length, failed.length]).toEqual([24, 1]);
	});
});
