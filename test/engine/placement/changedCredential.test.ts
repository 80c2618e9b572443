import type { IDataObject } from 'n8n-workflow';

import { faults, startExchange, type Exchange } from '../../../tools/exchange';
import { useDeduplicationStore, type Run } from '../../../tools/harness';
import { LIMIT as ANY } from '../../tools/exchange/testClient';
import {
	credentialFor,
	namiRetry,
	namiWorkflow,
	ORDERS,
	PROMPT,
	PROTECTED,
	underProfile,
	useExchange,
} from '../support';
import { FIRST_ID, placeAsAnother } from '../support/seedOrders';

/* Somebody changes the credential between two tries, or two deliveries of a signal: to another exchange, account or key. */

const FIRST = { apiKey: 'key-of-the-first-account', apiSecret: 'secret-of-the-first-account' };
const SECOND = { apiKey: 'key-of-the-second-account', apiSecret: 'secret-of-the-second-account' };
const NEW = { apiKey: 'new-key-of-the-first-account', apiSecret: 'new-secret' };
const POST = { method: 'POST', path: '/api/v4/spot/order' };
const KEYED = { ...PROTECTED, options: { timeout: 0.3, orderKey: 'alert-9' } };

const stand = useExchange({ accounts: [FIRST, SECOND], marketNeeds: 'nothing' });
let other: Exchange;

beforeAll(async () => {
	const options = { ...PROMPT, marketNeeds: 'nothing', clock: stand.clock } as const;
	other = await startExchange(underProfile(options));
});
beforeEach(() => {
	other.reset();
	useDeduplicationStore();
	for (const { state } of [stand.exchange, other]) state.setPrice('BTCUSDT', '60000');
});
afterAll(async () => await other.close());

const refuseTheExit = () =>
	stand.exchange.faults.add({ match: POST, skip: 1, fault: faults.refusal('ACCOUNT_BAN_TRADE') });
const at = (namiApi: ReturnType<typeof credentialFor>) => ({ namiApi });
const elsewhere = () => credentialFor(other);
const as = (account: typeof FIRST) => credentialFor(stand.exchange, account);
const sells = (exchange: Exchange) => exchange.placed.filter(({ side }) => side === 'SELL');
const told = ({ error }: Run) => (error as unknown as { context?: IDataObject }).context?.data;

describe.each([
	['another exchange', elsewhere],
	['another account of the same exchange', () => as(SECOND)],
])('%s', (_, credential) => {
	test('sells nothing of what was bought with the first one', async () => {
		refuseTheExit();
		const failed = await namiWorkflow(stand.exchange, { parameters: PROTECTED });
		const retried = await namiRetry(stand.exchange, failed, { credentials: at(credential()) });
		expect(told(retried)).toMatchObject({
			outcome: 'unprotected',
			reason: 'invalid_credential',
			entry: { displayingId: String(FIRST_ID) },
		});
		expect([...sells(stand.exchange), ...sells(other)]).toEqual([]);
		const again = await namiRetry(stand.exchange, failed, { credentials: at(as(FIRST)) });
		expect(again.success[0]?.json).toMatchObject({ outcome: 'protected' });
	});

	test('is not looked at for an order of unknown outcome: an equal one there is another', async () => {
		stand.exchange.faults.add({ match: POST, fault: faults.dropBeforeReading() });
		const failed = await namiWorkflow(stand.exchange, { parameters: ORDERS.LIMIT });
		const equal = { ...ANY, quantity: 0.0005, price: 60_000 };
		await placeAsAnother(other, stand.clock, equal);
		await placeAsAnother(stand.exchange, stand.clock, equal, SECOND);
		const retried = await namiRetry(stand.exchange, failed, { credentials: at(credential()) });
		expect(told(retried)).toMatchObject({ outcome: 'unknown' });
		expect(stand.exchange.countOrderPosts() + other.countOrderPosts()).toBe(3);
	});
});

test('a share of what the account holds is one of the account that buys', async () => {
	stand.exchange.state.setBalance('USDT', '10000');
	other.state.setBalance('USDT', '500');
	stand.exchange.faults.add({ match: POST, times: 9, fault: faults.httpError(401) });
	const parameters = { ...ORDERS.MARKET, amountIn: 'percent', percent: '10' };
	const failed = await namiWorkflow(stand.exchange, { parameters });
	const retried = await namiRetry(stand.exchange, failed, { credentials: at(elsewhere()) });
	expect(retried.success[0]?.json).toMatchObject({ outcome: 'placed', sized: { balance: 500 } });
});

test('an order there that has the id of the entry is none of the signal', async () => {
	await placeAsAnother(other, stand.clock, { ...ANY, type: 'MARKET', quantity: 0.003 });
	other.state.setBalance('BTC', '5');
	refuseTheExit();
	await namiWorkflow(stand.exchange, { parameters: KEYED });
	const again = await namiWorkflow(other, { parameters: KEYED });
	expect(told(again)).toMatchObject({ outcome: 'unknown', reason: 'interrupted' });
	expect(sells(other)).toEqual([]);
});

test('a new key of the same account adds what is missing', async () => {
	refuseTheExit();
	const failed = await namiWorkflow(stand.exchange, { parameters: PROTECTED });
	stand.exchange.state.addKey(NEW);
	const retried = await namiRetry(stand.exchange, failed, { credentials: at(as(NEW)) });
	expect(retried.success[0]?.json).toMatchObject({ outcome: 'protected' });
	expect(sells(stand.exchange)).toHaveLength(1);
});
