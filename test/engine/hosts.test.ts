import type { IDataObject } from 'n8n-workflow';
import { faults, startExchange, type Exchange } from '../../tools/exchange';
import { namiWorkflow, ORDERS, PROMPT, underProfile, useExchange } from './support';

const POST = { method: 'POST', path: '/api/v4/spot/order' };

const stand = useExchange();
let other: Exchange;

beforeAll(async () => {
	other = await startExchange(underProfile({ ...PROMPT, clock: stand.clock }));
});
beforeEach(() => other.reset());
afterAll(async () => await other.close());

async function place(exchange: Exchange, signedParameters?: string): Promise<IDataObject> {
	const { success, failed } = await namiWorkflow(exchange, {
		parameters: ORDERS.LIMIT,
		onError: 'continueErrorOutput',
		credential: signedParameters === undefined ? {} : { signedParameters },
	});
	return { ...[...success, ...failed][0]?.json };
}

describe('what one host does says nothing of another', () => {
	test('its ban', async () => {
		stand.exchange.faults.add({ match: POST, fault: faults.httpError(418, 600) });
		expect(await place(stand.exchange)).toMatchObject({ error: { reason: 'banned' } });
		expect(await place(other)).toMatchObject({ outcome: 'placed' });
		expect(await place(stand.exchange)).toMatchObject({ error: { reason: 'banned' } });
		expect(stand.exchange.countOrderPosts()).toBe(1);
	});

	test('what it reads', async () => {
		stand.exchange.settings.signedIn = 'url';
		other.settings.signedIn = 'body';
		for (const exchange of [stand.exchange, other, stand.exchange, other]) {
			expect(await place(exchange, 'auto')).toMatchObject({ outcome: 'placed' });
		}
	});
});
