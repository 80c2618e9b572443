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

test('an answer that repeats the API key is read without it', async () => {
	const apiKey = 'N3LbmwMAXcObdVYdP8KTMYjsi94CUpEh';
	const message = `Unknown API key ${apiKey}`;
	const request = async () =>
		await Promise.resolve({ statusCode: 401, headers: {}, body: JSON.stringify({ message }) });
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
	expect(reply).toMatchObject({ text: '{"message":"Unknown API key …"}' });
});
