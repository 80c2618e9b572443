import type { IDataObject } from 'n8n-workflow';
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
