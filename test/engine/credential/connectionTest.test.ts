import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import {
	faults,
	startExchange,
	unusedPort,
	type CertificateKind,
	type Exchange,
	type Fault,
} from '../../../tools/exchange';
import { testCredential } from '../../../tools/harness';
import { credentialFor, namiWorkflow, useExchange } from '../support';

const stand = useExchange();

/** Tests the exchange's credential as n8n does when one is saved; its words must hold no secret. */
async function testConnection(
	changes: ICredentialDataDecryptedObject = {},
	exchange: Exchange = stand.exchange,
) {
	const result = await testCredential('namiApi', credentialFor(exchange, changes));
	expect(result.message).not.toContain(exchange.apiSecret);
	expect(result.message).not.toContain(exchange.apiKey);
	expect(result.message).not.toMatch(/[0-9a-f]{64}/);
	return result;
}

test.each(['body', 'query'])('key and secret are right (%s)', async (signedParameters) => {
	expect(await testConnection({ signedParameters })).toEqual({
		status: 'OK',
		message: 'The exchange accepted key and secret, for reading and for trading',
	});
	expect(stand.exchange.requests).toMatchObject([
		{ method: 'GET', path: '/api/v4/user/balance', verdict: 'ok' },
		{ method: 'DELETE', path: '/api/v4/spot/order', verdict: 'ok' },
	]);
});

test.each<[string, ICredentialDataDecryptedObject, RegExp]>([
	['an unknown key', { apiKey: 'nobody' }, /does not know this API key.*“Unknown API key”/],
	['a wrong secret', { apiSecret: 'wrong' }, /knows the key, but the secret is wrong/],
	['no key', { apiKey: '' }, /^The API Key is empty/],
	['no secret', { apiSecret: ' ' }, /^The API Secret is empty/],
	['no Custom URL', { baseUrl: '' }, /Custom URL is empty.*Open the credential/],
	['a Custom URL in the clear', { baseUrl: 'http://nami.example' }, /must be https/],
])('%s', async (_, changes, message) => {
	expect(await testConnection(changes)).toEqual({
		status: 'Error',
		message: expect.stringMatching(message),
	});
});

test('symbols that may be traded: with one of them', async () => {
	const result = await testConnection({ allowedSymbols: 'eth/usdt' });
	expect(result.message).toMatch(/for trading$/);
	expect(stand.exchange.requests.at(-1)).toMatchObject({ method: 'DELETE', verdict: 'ok' });
});

test.each([
	[{ allowedSymbols: 'all' }, /Allowed Symbols is “all”, which cannot be used/],
	[{ maxOrderValue: '250' }, /Maximum Order Value is “250”, which cannot be used.*USDT 250/],
])('a rail that would hold every order: %j', async (changes, message) => {
	expect(await testConnection(changes)).toEqual({
		status: 'Error',
		message: expect.stringMatching(message),
	});
});

test('a Request Format that is none of the options, as an expression may give: no order would be signed', async () => {
	expect(await testConnection({ signedParameters: 'form' })).toEqual({
		status: 'Error',
		message: expect.stringMatching(/Request Format is not one of the options/),
	});
});

test.each([
	faults.dropBeforeReading(),
	faults.status5xxBefore(503),
	faults.html(403, 'no'),
	faults.httpError(429),
	faults.httpError(418),
	faults.redirect(302),
	faults.empty(200),
	faults.refusal('ACCOUNT_BAN_TRADE'),
])('where no answer tells whether the key may trade, nobody says so: $name', async (fault) => {
	stand.exchange.faults.add({ match: { method: 'DELETE' }, fault });
	expect(await testConnection()).toEqual({
		status: 'OK',
		message: expect.stringMatching(/^The exchange accepted key and secret.*not known.*may trade/),
	});
});

describe('a clock that is off', () => {
	let late: Exchange;
	let ahead = 0;

	beforeAll(async () => {
		late = await startExchange({ clock: { now: () => stand.clock.now() + ahead } });
	});
	afterAll(() => late.close());

	test.each([
		[90_000, /clock is (89|90|91) s behind its clock.*[sS]ynchronize/],
		[-90_000, /clock is (89|90|91) s ahead of its clock.*[sS]ynchronize/],
		[3_600_000, /clock is (3599|3600|3601) s behind its clock/],
	])('by %d ms', async (offset, message) => {
		ahead = offset;
		expect(await testConnection({}, late)).toEqual({
			status: 'Error',
			message: expect.stringMatching(message),
		});
	});

	test.each([
		[3_500, /secret is wrong.*clock is [34] s behind its clock.*[sS]ynchronize/],
		[-3_500, /secret is wrong.*clock is [34] s ahead of its clock.*[sS]ynchronize/],
		[1_000, /^The exchange knows the key, but the secret is wrong(?!.*clock)/],
	])('by %d ms, and the secret is wrong', async (offset, message) => {
		ahead = offset;
		expect(await testConnection({ apiSecret: 'wrong' }, late)).toEqual({
			status: 'Error',
			message: expect.stringMatching(message),
		});
	});
});

test('nobody answers', async () => {
	const baseUrl = `http://127.0.0.1:${await unusedPort()}`;
	expect(await testConnection({ baseUrl })).toEqual({
		status: 'Error',
		message: expect.stringMatching(/unreachable: http:\/\/127.*did not answer \(ECONNREFUSED\)/),
	});
});

const answer = (status: number, body: string): Fault => ({
	name: 'raw',
	accept: 'no',
	answer: { kind: 'raw', status, headers: { 'content-type': 'application/json' }, body },
});

test.each([
	[
		'an error with HTTP 200',
		faults.error200('ACCOUNT_BAN_TRADE'),
		/account is banned from trading/,
	],
	[
		'an error with HTTP 400',
		faults.refusal('TRADE_NOT_ALLOWED'),
		/Trading is not allowed on this market/,
	],
	[
		'a gateway error with HTTP 200',
		answer(200, '{"statusCode":401,"message":"Invalid signature","error":"Unauthorized"}'),
		/the secret is wrong/,
	],
	[
		'the documented 401, which tells nothing apart',
		faults.httpError(401),
		/did not accept key and secret together.*clock agrees/,
	],
	['a page instead of the API', faults.html(200), /is not the exchange’s API/],
	['an empty answer', faults.empty(200), /is not the exchange’s API/],
	['cut-off JSON', faults.cutJson(), /is not the exchange’s API/],
	['a redirect', faults.redirect(302), /HTTP 302.*is not the exchange’s API/],
	['a ban', faults.httpError(418), /refusing requests from this machine for a while \(HTTP 418\)/],
	[
		'too many calls',
		faults.httpError(429),
		/refusing requests from this machine for a while \(HTTP 429\)/,
	],
	['a server error', faults.status5xxBefore(503), /refused|not the exchange’s API/],
	['a connection that drops', faults.dropBeforeReading(), /unreachable/],
	['an answer that breaks off', faults.resetMidAnswer(), /unreachable/],
])('%s does not pass', async (_, fault, message) => {
	stand.exchange.faults.add({ fault, times: 2 });
	expect(await testConnection()).toEqual({
		status: 'Error',
		message: expect.stringMatching(message),
	});
	expect(stand.exchange.requests).toHaveLength(1);
});

test.each<CertificateKind>(['selfSigned', 'expired', 'wrongHost'])(
	'a certificate that is %s',
	async (tls) => {
		const exchange = await startExchange({ tls });
		const result = await testConnection({}, exchange);
		await exchange.close();
		expect(result).toEqual({
			status: 'Error',
			message: expect.stringMatching(/certificate of .* is not valid/),
		});
		expect(exchange.requests).toEqual([]);
	},
);

describe('the limit that nodes keep', () => {
	const READ = { resource: 'market', operation: 'getTicker' };
	const readTicker = async () =>
		await namiWorkflow(stand.exchange, { parameters: READ, onError: 'continueErrorOutput' });

	test('after a ban that a node met, nothing is sent', async () => {
		stand.exchange.faults.add({ fault: faults.httpError(418, 600) });
		await readTicker();
		const until = new Date(stand.clock.now() + 600_000).toISOString();
		const { status, message } = await testConnection();
		expect(status).toBe('Error');
		expect(message).toMatch(
			/^Nothing was sent: the exchange is refusing requests from this machine/,
		);
		expect(message).toContain(`Try again after ${until}`);
		expect(stand.exchange.requests).toHaveLength(1);
	});

	test('a ban that the test meets holds for nodes', async () => {
		stand.exchange.faults.add({ fault: faults.httpError(418, 600) });
		await testConnection();
		const { failed } = await readTicker();
		expect(failed[0]?.json.error).toMatchObject({ reason: 'banned' });
		expect(stand.exchange.requests).toHaveLength(1);
	});

	test('the test counts as a call, and waits for its turn', async () => {
		const startedAt = stand.clock.now();
		for (let i = 0; i < 5; i += 1) await testConnection({ callsPerMinute: 12 });
		expect(stand.clock.now() - startedAt).toBeGreaterThan(60_000);
		expect(stand.exchange.requests).toHaveLength(10);
	});
});
