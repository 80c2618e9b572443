import type { IHttpRequestOptions } from 'n8n-workflow';
import { probeCredential, runProbe, serve, type Server } from './probe';

let server: Server;

afterEach(async () => await server.close());

/** Sends one authenticated request from a node and tells what came of it. */
async function send(options: Partial<IHttpRequestOptions>, url = server.url) {
	const credential = probeCredential();
	const outcome: { failure?: Record<string, unknown> } = {};
	const run = await runProbe(
		async function () {
			try {
				const request: IHttpRequestOptions = { url, ...options };
				const http = this.helpers.httpRequestWithAuthentication;
				const answer: unknown = await http.call(this, 'probeApi', request);
				return [{ json: { answer: JSON.stringify(answer) } }];
			} catch (failure) {
				outcome.failure = failure as Record<string, unknown>;
				return [];
			}
		},
		{
			credentials: { probeApi: { key: '={{ "stored " + "key" }}' } },
			credentialTypes: [credential],
		},
	);
	return { ...outcome, signed: credential.signed, answer: String(run.success[0]?.json['answer']) };
}

const refuse = (status: number) => serve((response) => response.writeHead(status).end('{"a":1}'));

test('the credential signs, with expressions in it evaluated', async () => {
	server = await serve((response) => response.end('{}'));
	const { signed } = await send({});
	expect(signed).toBe(1);
	expect(server.requests.map(({ headers }) => headers['key'])).toEqual(['stored key']);
});

test('a 401 is sent twice, signed again in between', async () => {
	server = await refuse(401);
	const { failure, signed } = await send({ method: 'POST', body: { order: 1 } });
	expect(server.requests.map(({ headers }) => headers['count'])).toEqual(['1', '2']);
	expect(signed).toBe(2);
	expect(failure).toMatchObject({ name: 'NodeApiError', httpCode: '401' });
});

test.each([401, 403, 429, 500])(
	'a %i is sent once when statuses are ignored and the full response is asked for',
	async (status) => {
		server = await refuse(status);
		const { failure, answer } = await send({
			method: 'POST',
			body: { order: 1 },
			ignoreHttpStatusErrors: true,
			returnFullResponse: true,
			encoding: 'text',
		});
		expect(failure).toBeUndefined();
		expect(server.requests).toHaveLength(1);
		expect(JSON.parse(answer)).toMatchObject({ statusCode: status, body: '{"a":1}' });
	},
);

test('a refused connection arrives with its code in httpCode', async () => {
	server = await refuse(200);
	const { url } = server;
	await server.close();
	const { failure } = await send({}, url);
	expect(failure).toMatchObject({ name: 'NodeApiError', httpCode: 'ECONNREFUSED' });
});

test('a reset in the middle of the answer is no answer, although it has a status', async () => {
	server = await serve((response) => {
		response.writeHead(200, { 'content-length': '100' });
		response.write('{"half":', () => response.destroy());
	});
	const { failure } = await send({ ignoreHttpStatusErrors: true, returnFullResponse: true });
	expect(failure).toMatchObject({ name: 'NodeApiError' });
	expect(server.requests).toHaveLength(1);
});

test('a response timeout is ECONNABORTED', async () => {
	server = await serve(() => {});
	const { failure } = await send({ timeout: 50 });
	expect(failure).toMatchObject({ httpCode: 'ECONNABORTED' });
});

test('canceling the execution aborts a request in flight', async () => {
	const controller = new AbortController();
	server = await serve(() => controller.abort());
	const credential = probeCredential();
	const run = await runProbe(
		async function () {
			const http = this.helpers.httpRequestWithAuthentication;
			await http.call(this, 'probeApi', { url: server.url });
			return [];
		},
		{
			credentials: { probeApi: {} },
			credentialTypes: [credential],
			signal: controller.signal,
		},
	);
	expect(run.status).toBe('canceled');
	expect(server.requests.map(({ headers }) => headers['key'])).toEqual(['default key']);
});
