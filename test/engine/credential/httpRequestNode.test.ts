import type { IDataObject } from 'n8n-workflow';
import { faults } from '../../../tools/exchange';
import { sign } from '../../tools/exchange/testClient';
import { runWorkflow, type Run } from '../../../tools/harness';
import { credentialFor, leaks, orderPosts, receivedOrders, useExchange } from '../support';
import { httpRequestNode } from './support/httpRequestNode';

const stand = useExchange();

async function call(
	request: IDataObject,
	{ credential = {}, ...parameters }: IDataObject & { credential?: IDataObject } = {},
): Promise<Run> {
	const { exchange } = stand;
	const run = await runWorkflow({
		type: 'n8n.httpRequest',
		nodeTypes: { 'n8n.httpRequest': httpRequestNode },
		credentials: { namiApi: credentialFor(exchange, credential as Record<string, string>) },
		parameters: { ...parameters, request: JSON.stringify(request) },
	});
	expect(leaks(run, exchange)).toEqual([]);
	return run;
}

const body = {
	symbol: 'BTCUSDT',
	side: 'BUY',
	type: 'LIMIT',
	quantity: 0.0005,
	price: 60000,
	useQuoteQty: false,
};
const post = () => ({ method: 'POST', uri: `${stand.exchange.url}/api/v4/spot/order`, body });

const WAYS = [
	{ helper: 'request', autodetect: true },
	{ helper: 'request', autodetect: false },
	{ helper: 'httpRequest', autodetect: false },
];

describe.each(WAYS)('$helper, autodetect $autodetect', (way) => {
	test.each(['body', 'query'])('a POST, signed in the %s', async (signedParameters) => {
		const run = await call(post(), { ...way, credential: { signedParameters } });
		expect(run.error).toBeUndefined();
		expect(run.success[0]?.json).toEqual({ statusCode: 200 });
		expect(receivedOrders(stand.exchange)).toEqual([
			Object.entries(body).map(([name, value]) => [
				name,
				signedParameters === 'body' ? value : String(value),
			]),
		]);
		expect(stand.exchange.placed).toHaveLength(1);
	});

	test.each([
		['as query parameters', (url: string) => ({ uri: url, qs: { type: 0, currency: 22 } })],
		['in the address', (url: string) => ({ uri: `${url}?type=0&currency=22` })],
	])('a GET, its parameters %s', async (_, request) => {
		const address = `${stand.exchange.url}/api/v4/user/balance`;
		const run = await call({ method: 'GET', ...request(address) }, way);
		expect(run.success[0]?.json).toEqual({ statusCode: 200 });
		const [received] = stand.exchange.requests;
		const toSign = `type=0&currency=22&timestamp=${received?.at}`;
		const signature = sign(toSign, stand.exchange.apiSecret);
		expect(received?.url).toBe(`/api/v4/user/balance?${toSign}&signature=${signature}`);
		expect(received?.verdict).toBe('ok');
	});

	test('after an HTTP 401, a second signature is fresh and right', async () => {
		stand.exchange.faults.add({ match: { method: 'POST' }, fault: faults.httpError(401) });
		await call(post(), way);
		const again = await call(post(), way);
		expect(again.success[0]?.json).toEqual({ statusCode: 200 });
		for (const { headers, verdict } of orderPosts(stand.exchange).slice(1)) {
			expect(headers['x-api-key']).toBe(stand.exchange.apiKey);
			expect(verdict).toBe('ok');
		}
	});

	test('a request to another host is not signed and not sent', async () => {
		const run = await call({ ...post(), uri: 'http://127.0.0.1:9/api/v4/spot/order' }, way);
		expect(run.error?.message).toMatch(/signs only requests to http:\/\/127\.0\.0\.1:\d+/);
		expect(stand.exchange.requests).toEqual([]);
	});

	test('a redirect does not send the order again', async () => {
		stand.exchange.faults.add({ match: { method: 'POST' }, fault: faults.redirect(307) });
		await call(post(), way);
		expect(stand.exchange.requests).toHaveLength(1);
	});
});

test('n8n sends twice on an HTTP 401: one order, although both requests are signed', async () => {
	stand.exchange.faults.add({ match: { method: 'POST' }, fault: faults.httpError(401) });
	const run = await call(post(), { helper: 'httpRequest' });
	expect(run.success[0]?.json).toEqual({ statusCode: 200 });
	expect(stand.exchange.countOrderPosts()).toBe(2);
	expect(orderPosts(stand.exchange)[1]?.verdict).toBe('ok');
	expect(stand.exchange.placed).toHaveLength(1);
});
