import { forgetAll } from '../../../../nodes/NamiSpot/exchange/memory';
import { inTurn } from '../../../../nodes/NamiSpot/exchange/wire/request';
import type { PacedCall } from '../../../../nodes/NamiSpot/exchange/wire/pacing';

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
