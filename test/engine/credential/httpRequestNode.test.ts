import {
	NodeConnectionTypes,
	type IDataObject,
	type IExecuteFunctions,
	type INodeType,
	type IRequestOptions,
} from 'n8n-workflow';
import { faults } from '../../../tools/exchange';
import { sign } from '../../tools/exchange/testClient';
import { runWorkflow, type Run } from '../../../tools/harness';
import { credentialFor, leaks, orderPosts, receivedOrders, useExchange } from '../support';

const stand = useExchange();

/** The options that version 4 of n8n's HTTP Request node makes, with its two ways of reading answers. */
function asThatNodeDoes(request: IRequestOptions, isAutodetected: boolean): IRequestOptions {
	return {
		headers: { accept: 'application/json,text/html' },
		gzip: true,
		rejectUnauthorized: true,
		followRedirect: true,
		followAllRedirects: true,
		resolveWithFullResponse: true,
		timeout: 300_000,
		...request,
		...(isAutodetected ? { encoding: null, json: false, useStream: true } : { json: true }),
	};
}

/** n8n's HTTP Request node with Predefined Credential Type, as far as the request goes. */
const httpRequest: INodeType = {
	description: {
		displayName: 'HTTP Request',
		name: 'httpRequest',
		group: ['output'],
		version: 1,
		description: '',
		defaults: { name: 'HTTP Request' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'namiApi' }],
		properties: [
			{ displayName: 'Helper', name: 'helper', type: 'string', default: 'request' },
			{ displayName: 'Autodetect', name: 'autodetect', type: 'boolean', default: true },
			{ displayName: 'Request', name: 'request', type: 'json', default: '{}' },
		],
	},
	async execute(this: IExecuteFunctions) {
		const request: IRequestOptions = JSON.parse(String(this.getNodeParameter('request', 0)));
		const isAutodetected = this.getNodeParameter('autodetect', 0) === true;
		const response: unknown =
			this.getNodeParameter('helper', 0) === 'request'
				? await this.helpers.requestWithAuthentication.call(
						this,
						'namiApi',
						asThatNodeDoes(request, isAutodetected),
						undefined,
						0,
					)
				: await this.helpers.httpRequestWithAuthentication.call(this, 'namiApi', {
						url: String(request.uri),
						method: request.method ?? 'GET',
						...(request.qs && { qs: request.qs }),
						...(request.body !== undefined && { body: request.body as IDataObject }),
						returnFullResponse: true,
					});
		const { statusCode } = response as { statusCode: number };
		return [[{ json: { statusCode } }]];
	},
};

async function call(
	request: IDataObject,
	{ credential = {}, ...parameters }: IDataObject & { credential?: IDataObject } = {},
): Promise<Run> {
	const { exchange } = stand;
	const run = await runWorkflow({
		type: 'n8n.httpRequest',
		nodeTypes: { 'n8n.httpRequest': httpRequest },
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
		expect(run.error?.message).toMatch(/signs requests to http:\/\/127\.0\.0\.1:\d+ only/);
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
