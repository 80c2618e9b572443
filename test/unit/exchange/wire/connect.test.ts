import { connect } from '../../../../nodes/NamiSpot/exchange/wire/connect';
import type { Caller } from '../../../../nodes/NamiSpot/exchange/wire/request';

const CHOSEN = { namiApi: { id: '1', name: 'Nami account' } };
const GOOD = { apiKey: 'key', apiSecret: 'secret', environment: 'live' };

/** As n8n hands a credential to a node: decrypted, or with the reason why it cannot. */
function callerWith(credential: object | Error, credentials: object = CHOSEN): Caller {
	const getCredentials = async () => {
		if (credential instanceof Error) throw credential;
		return credential;
	};
	return { getCredentials, getNode: () => ({ credentials }) } as never;
}

const failureOf = async (caller: Caller) =>
	await connect(caller, undefined).then(
		() => undefined,
		(caught: unknown) => caught,
	);

test.each([
	'Credentials could not be decrypted. The likely reason is that a different "encryptionKey" was used to encrypt the data.',
	'access to env vars denied',
	'Credential with ID "1" does not exist for type "namiApi".',
])('what n8n says about a stored credential is passed on: %s', async (said) => {
	const failure = await failureOf(callerWith(new Error(said)));
	expect(failure).toMatchObject({
		facts: { reason: 'invalid_credential' },
		message: expect.stringContaining(said),
	});
});

test('its words are one line of at most 300 characters', async () => {
	const failure = await failureOf(callerWith(new Error(`a\n${'b'.repeat(10_000)}`)));
	const { message = '' } = failure as Error;
	expect(message).not.toContain('\n');
	expect(message.length).toBeLessThan(400);
});

test('a node without a credential is told so', async () => {
	expect(await failureOf(callerWith(new Error('n8n’s words'), {}))).toMatchObject({
		facts: { reason: 'invalid_credential' },
		message: expect.not.stringContaining('n8n’s words'),
	});
});

test.each(['\u200bkey', 'ke\u0000y', 'key\r\nx: y', 'k e y', 'kéy', 'key\ufeffkey'])(
	'a key that cannot be written as a header is found before anything is sent: %j',
	async (apiKey) => {
		expect(await failureOf(callerWith({ ...GOOD, apiKey }))).toMatchObject({
			facts: { reason: 'invalid_credential' },
		});
	},
);

test('blanks around a key do not matter', async () => {
	const caller = callerWith({ ...GOOD, apiKey: ' key\n' });
	const connection = await connect(caller, undefined);
	expect(connection.account).toBe((await connect(callerWith(GOOD), undefined)).account);
});
