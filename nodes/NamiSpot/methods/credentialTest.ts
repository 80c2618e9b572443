import type {
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	INodeCredentialTestResult,
} from 'n8n-workflow';

import { NamiApi } from '../../../credentials/NamiApi.credentials';
import type { Answer } from '../exchange/reply/answer';
import { BALANCE_PATH } from '../exchange/api/balances';
import { clock } from '../exchange/clock';
import {
	accountKey,
	callsPerMinuteOf,
	longestWaitMsOf,
	missingField,
} from '../exchange/wire/connect';
import { resolveBaseUrl } from '../exchange/wire/environments';
import { compareClocks, examine, isClockOff, type Evidence } from '../exchange/reply/evidence';
import { inTurn, replyFrom, silenceFrom, type Silence } from '../exchange/wire/request';
import { isAboutCertificate } from '../exchange/reply/socketCodes';
import { outcomeOf, phrase } from '../exchange/reply/verdict';

const TIMEOUT_MS = 15_000;

/**
 * Tests a credential with a signed read of the balances (`GET /api/v4/user/balance`), so that both
 * key and secret are proven, and says in words which of the usual causes applies. It counts as any
 * other call, and is not sent while the exchange turns this machine away.
 */
export async function namiApiConnectionTest(
	this: ICredentialTestFunctions,
	credential: ICredentialsDecrypted,
): Promise<INodeCredentialTestResult> {
	const data = credential.data ?? {};
	const base = resolveBaseUrl(data);
	if (!base.ok) return refuse(`${base.message}. ${base.advice}.`);
	const missing = missingField(data);
	if (missing !== undefined) return refuse(`The ${missing} is empty.`);
	const turn = {
		callsPerMinute: callsPerMinuteOf(data),
		longestWaitMs: longestWaitMsOf(data),
		purpose: 'read',
		route: `GET ${BALANCE_PATH}`,
		account: accountKey(base.url, data.apiKey),
		onLongWait: (sentence: string) => this.logger.info(sentence),
	} as const;
	const reply = await inTurn(
		base.host,
		turn,
		async () => await readBalances(this, credential, base.url),
	);
	const evidence = examine(reply);
	return evidence.judgement?.kind === 'ok'
		? { status: 'OK', message: 'The exchange accepted key and secret' }
		: refuse(explain(evidence, base.url));
}

async function readBalances(
	context: ICredentialTestFunctions,
	credential: ICredentialsDecrypted,
	baseUrl: string,
): Promise<Answer | Silence> {
	const sentAt = clock.now();
	try {
		const options = await new NamiApi().authenticate(credential.data ?? {}, {
			method: 'GET',
			url: `${baseUrl}${BALANCE_PATH}`,
			qs: { type: 0 },
		});
		const response: unknown = await context.helpers.request({
			...options,
			json: false,
			simple: false,
			resolveWithFullResponse: true,
			followRedirect: false,
			timeout: TIMEOUT_MS,
		});
		return replyFrom(response, sentAt);
	} catch (failure) {
		return silenceFrom(failure, sentAt);
	}
}

function refuse(message: string): INodeCredentialTestResult {
	return { status: 'Error', message };
}

/** The usual causes, the first that applies. */
const CAUSES: ReadonlyArray<{
	applies: (evidence: Evidence) => boolean;
	message: (evidence: Evidence, baseUrl: string) => string;
}> = [
	{
		applies: ({ reply }) => reply.kind === 'unsent',
		message: whyUnsent,
	},
	{
		applies: ({ socketCode }) => isAboutCertificate(socketCode),
		message: (_, url) => `${url} could not prove who it is: its certificate is not valid.`,
	},
	{
		applies: ({ reply }) => reply.kind === 'silence',
		message: ({ socketCode }, url) =>
			`The exchange is unreachable: ${url} did not answer${socketCode && ` (${socketCode})`}. Check the address and this machine’s network.`,
	},
	{
		applies: (evidence) => evidence.httpStatus === 401 && speaksOnlyOf(evidence, /key/i),
		message: (evidence) =>
			`The exchange does not know this API key${quote(evidence)}. Check the key, and that it belongs to the chosen environment.`,
	},
	{
		applies: (evidence) =>
			evidence.httpStatus === 401 && speaksOnlyOf(evidence, /signature/i) && isClockOff(evidence),
		message: (evidence) =>
			`The exchange knows the key, but did not accept the signature${quote(evidence)}. Either the secret is wrong: enter the one that came with this key. Or the time is: ${compareClocks(evidence)}, so set it by network time.`,
	},
	{
		applies: (evidence) => evidence.httpStatus === 401 && speaksOnlyOf(evidence, /signature/i),
		message: (evidence) =>
			`The exchange knows the key, but the secret is wrong${quote(evidence)}. Enter the secret that came with this key.`,
	},
	{
		applies: (evidence) => evidence.httpStatus === 401 && isClockOff(evidence),
		message: (evidence) =>
			`The exchange did not accept the signature, and ${compareClocks(evidence)}. Set this machine’s clock by network time; if that does not help, check key and secret.`,
	},
	{
		applies: ({ httpStatus }) => httpStatus === 401,
		message: (evidence) =>
			`The exchange did not accept key and secret together${quote(evidence)}; ${compareClocks(evidence)}. Check both, and that they belong to the chosen environment.`,
	},
	{
		applies: ({ httpStatus }) => [403, 418, 429].includes(httpStatus),
		message: ({ httpStatus }) =>
			`The exchange is turning this machine away for a while (HTTP ${httpStatus}). Try again later.`,
	},
	{
		applies: ({ judgement }) => judgement?.kind === 'refused',
		message: (evidence) =>
			`${evidence.documented?.message ?? 'The exchange refused to show the balances'}${quote(evidence)}.`,
	},
	{
		applies: () => true,
		message: ({ httpStatus }, url) =>
			`What answered at ${url} (HTTP ${httpStatus}) is not the exchange’s API. Check the environment.`,
	},
];

function explain(evidence: Evidence, baseUrl: string): string {
	return CAUSES.find(({ applies }) => applies(evidence))?.message(evidence, baseUrl) ?? '';
}

function whyUnsent(evidence: Evidence): string {
	const { message, advice } = outcomeOf(evidence);
	return `${phrase(message, evidence)}. ${phrase(advice, evidence)}.`;
}

/** The documented message names key, signature and timestamp alike and so tells them not apart. */
function speaksOnlyOf({ judgement }: Evidence, topic: RegExp): boolean {
	const said = (judgement?.kind === 'refused' ? judgement.said : undefined) ?? '';
	const topics = [/key/i, /signature/i, /timestamp/i].filter((known) => known.test(said));
	return topics.length === 1 && topic.test(said);
}

function quote({ judgement }: Evidence): string {
	const said = judgement?.kind === 'refused' ? judgement.said : undefined;
	return said === undefined ? '' : ` (it said “${said}”)`;
}
