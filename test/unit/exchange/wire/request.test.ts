import { forgetAll } from '../../../../nodes/NamiSpot/exchange/memory';
import { inTurn, send, type Connection } from '../../../../nodes/NamiSpot/exchange/wire/request';
import type { PacedCall } from '../../../../nodes/NamiSpot/exchange/wire/pacedCall';

beforeEach(forgetAll);

const turn = (account: string, route: string): PacedCall => ({
	callsPerMinute: 50,
	longestWaitMs: 0,
	purpose: 'read',
	route,
	account,
	onLongWait: () => undefined,
});

const answer = (httpStatus: number, body: object) => async () =>
	await Promise.resolve({
		kind: 'answer' as const,
		httpStatus,
		headers: {},
		text: JSON.stringify(body),
		sentAt: 0,
		receivedAt: 0,
	});
const OK = answer(200, { status: 'ok', data: {} });

test.each([
	['a ban that is named closes the host, under whatever status', { status: 'IP_BANNED' }, 'unsent'],
	['a 403 without a name concerns the key and the path that it came for', {}, 'answer'],
])('%s', async (_, body, kind) => {
	await inTurn('nami.example', turn('one', 'GET /a'), answer(403, body));
	const verdict = await inTurn('nami.example', turn('other', 'GET /b'), OK);
	expect(verdict.reply.kind).toBe(kind);
});

const apiKey = 'N3LbmwMAXcObdVYdP8KTMYjsi94CUpEh';
const signature = '5f2750ad7589d1d40757a55342e621a44037dad23b5128cc70e18ec1d1c3f4c6';

test.each([
	['the API key', { message: `Unknown API key ${apiKey}` }, { message: 'Unknown API key …' }],
	[
		'the address with its signature',
		{ message: `Cannot GET /a?timestamp=1&signature=${signature}` },
		{ message: 'Cannot GET /a?timestamp=1&signature=…' },
	],
	['the signature', { data: { signature } }, { data: { signature: '…' } }],
])('an answer that repeats %s is read without it', async (_, body, text) => {
	const request = async () =>
		await Promise.resolve({ statusCode: 401, headers: {}, body: JSON.stringify(body) });
	const connection = {
		caller: { helpers: { httpRequestWithAuthentication: request } },
		baseUrl: 'https://nami.example',
		host: 'nami.example',
		account: 'account',
		callsPerMinute: 50,
		longestWaitMs: 0,
		credential: { id: '', name: '', type: 'namiApi', data: { apiKey } },
		signal: undefined,
	} as unknown as Connection;
	const call = {
		method: 'GET',
		path: '/a',
		parameters: {},
		isSigned: true,
		timeout: 1_000,
	} as const;
	const { reply } = await send(connection, call);
	expect(reply).toMatchObject({ text: JSON.stringify(text) });
});
