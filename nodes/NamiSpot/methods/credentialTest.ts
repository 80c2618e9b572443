import type {
	ICredentialDataDecryptedObject,
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	IHttpRequestOptions,
	INodeCredentialTestResult,
} from 'n8n-workflow';

import { NamiApi } from '../../../credentials/NamiApi.credentials';
import { BALANCE_PATH } from '../exchange/api/balances';
import { ORDER_PATH } from '../exchange/api/cancelOrder';
import { clock } from '../exchange/clock';
import { compareClocks, isClockOff } from '../exchange/reply/evidence';
import type { Reply } from '../exchange/reply/reply';
import { isAboutCertificate } from '../exchange/reply/socketTrouble';
import type { Verdict } from '../exchange/reply/verdict';
import {
	accountKey,
	callsPerMinuteOf,
	hasUnwritableKey,
	longestWaitMsOf,
	missingField,
	UNWRITABLE_KEY,
} from '../exchange/wire/connect';
import { carriersFor, learnCarrier, noteAccepted } from '../exchange/wire/dialect';
import { listEntries } from '../fields/textList';
import { normalizeSymbol } from '../fields/symbol';
import { credentialLimits } from '../rails/limits';
import { resolveBaseUrl } from '../exchange/wire/environments';
import { pacerFor } from '../exchange/wire/pacing';
import { inTurn } from '../exchange/wire/request';
import { replyFrom, silenceFrom } from '../exchange/wire/response';
import { withNotes, type Carrier } from '../exchange/wire/signingNotes';

const TIMEOUT_MS = 15_000;
const BALANCES = { method: 'GET', path: BALANCE_PATH, parameters: { type: 0 } } as const;
/** No order has this id, so that nothing is canceled by it. */
const cancellationOf = (symbol: string) =>
	({ method: 'DELETE', path: ORDER_PATH, parameters: { symbol, displayingId: '0' } }) as const;

type TestCall = typeof BALANCES | ReturnType<typeof cancellationOf>;

/**
 * Tests a credential with a signed read of the balances (`GET /api/v4/user/balance`), so that both
 * key and secret are proven, and, where the key may trade, with the cancellation of an order that
 * cannot exist (`DELETE /api/v4/spot/order`), which proves the way that orders take, too. Says in
 * words which of the usual causes applies. It counts as any other call, and is not sent while the
 * exchange is refusing requests from this machine.
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
	if (hasUnwritableKey(data)) return refuse(`${UNWRITABLE_KEY}. Enter it again.`);
	const rail = credentialLimits(data).find(({ judge }) => judge === undefined);
	if (rail !== undefined) {
		const { named, given } = rail;
		const what = `${named} is ${given}, which cannot be used as a guard rail`;
		return refuse(
			`${what.charAt(0).toUpperCase()}${what.slice(1)}: no order would be sent. Make it ${rail.rail.wanted}.`,
		);
	}
	const { host, url } = base;
	const account = accountKey(url, data.apiKey);
	const send = async (call: TestCall, carrier?: Carrier) => {
		const turn = {
			callsPerMinute: callsPerMinuteOf(data),
			longestWaitMs: longestWaitMsOf(data),
			purpose: 'read',
			isCredentialTest: true,
			route: `${call.method} ${call.path}`,
			account,
			onLongWait: (sentence: string) => this.logger.info(sentence),
		} as const;
		return await inTurn(host, turn, async () => await transmitTest(this, data, url, call, carrier));
	};
	const balances = await send(BALANCES);
	if (balances.judgement?.kind !== 'ok') return refuse(explain(balances, url));
	pacerFor(host).lift(account);
	if (data.trading === 'readOnly') return accept('The exchange accepted key and secret');

	const sender = { baseUrl: url, account, chosen: data.signedParameters };
	noteAccepted(url, account);
	const cancellation = cancellationOf(tradedSymbol(data));
	for (const carrier of carriersFor(sender)) {
		const verdict = await send(cancellation, carrier);
		if (learnCarrier(sender, carrier, verdict)) continue;
		if (verdict.judgement?.kind === 'ok' || verdict.error?.isGone === true) {
			return accept('The exchange accepted key and secret, for reading and for trading');
		}
		if (verdict.reason === 'invalid_credential') return refuse(explain(verdict, url));
		return accept(
			`The exchange accepted key and secret for reading. It is not known whether the key may trade: ${verdict.message}`,
		);
	}
	return refuse(
		'Key and secret are right, but this key may only read: the exchange accepts no orders from it. Allow trading for the key on the exchange, or set Trading to Read Only.',
	);
}

/** One that the rails of the credential let through. */
function tradedSymbol({ allowedSymbols }: ICredentialDataDecryptedObject): string {
	const [first] = listEntries(allowedSymbols ?? '');
	return normalizeSymbol(String(first ?? '')) ?? 'BTCUSDT';
}

async function transmitTest(
	context: ICredentialTestFunctions,
	data: ICredentialDataDecryptedObject,
	baseUrl: string,
	{ method, path, parameters }: TestCall,
	carrier: Carrier | undefined,
): Promise<Reply> {
	const sentAt = clock.now();
	let refusal: string | undefined;
	try {
		const content = method === 'GET' ? { qs: parameters } : { body: parameters };
		const request: IHttpRequestOptions = { method, url: `${baseUrl}${path}`, ...content };
		const onRefused = (because: string) => (refusal = because);
		const noted = withNotes(request, { carrier, onRefused });
		const options = await new NamiApi().authenticate(data, noted);
		const { body } = options;
		const response: unknown = await context.helpers.request({
			...options,
			...(body !== undefined && { body: JSON.stringify(body) }),
			headers: { ...options.headers, ...(body !== undefined && JSON_BODY) },
			json: false,
			simple: false,
			resolveWithFullResponse: true,
			followRedirect: false,
			timeout: TIMEOUT_MS,
		});
		return replyFrom(response, sentAt, data.apiKey);
	} catch (failure) {
		if (refusal === undefined) return silenceFrom(failure);
		return { kind: 'unsent', reason: 'not_signed', because: refusal };
	}
}

const JSON_BODY = { 'content-type': 'application/json' };

function accept(message: string): INodeCredentialTestResult {
	return { status: 'OK', message };
}

function refuse(message: string): INodeCredentialTestResult {
	return { status: 'Error', message };
}

/** The usual causes, the first that applies. */
function explain(verdict: Verdict, baseUrl: string): string {
	const { reply, judgement, error, socketCode, httpStatus } = verdict;
	const { message, advice = 'Try again later' } = verdict;
	if (reply.kind === 'unsent') return `${message}. ${advice}.`;
	if (isAboutCertificate(socketCode)) {
		return `The certificate of ${baseUrl} is not valid, so it may not be the exchange.`;
	}
	if (reply.kind === 'silence') {
		return `The exchange is unreachable: ${baseUrl} did not answer${socketCode && ` (${socketCode})`}. Check the address and this machine’s network.`;
	}
	if (httpStatus === 401) return explainUnauthorized(verdict);
	if ([403, 418, 429].includes(httpStatus)) {
		return `The exchange is refusing requests from this machine for a while (HTTP ${httpStatus}). Try again later.`;
	}
	if (judgement?.kind === 'refused') {
		return `${error?.message ?? 'The exchange refused to return the balances'}${quote(verdict)}.`;
	}
	return `The server at ${baseUrl} (HTTP ${httpStatus}) is not the exchange’s API. Check the environment.`;
}

function explainUnauthorized(verdict: Verdict): string {
	const [said, clocks, topic] = [quote(verdict), compareClocks(verdict), onlyTopic(verdict)];
	if (topic === 'key') {
		return `The exchange does not know this API key${said}. Check that the key is complete and belongs to the chosen environment.`;
	}
	if (topic === 'signature') {
		return isClockOff(verdict)
			? `The exchange knows the key, but did not accept the signature${said}. Either the secret is wrong: enter the one that came with this key. Or the time is wrong: ${clocks}, so synchronize it.`
			: `The exchange knows the key, but the secret is wrong${said}. Enter the secret that came with this key.`;
	}
	return isClockOff(verdict)
		? `The exchange did not accept the signature, and ${clocks}. Synchronize this machine’s clock with network time; if that does not help, check key and secret.`
		: `The exchange did not accept key and secret together${said}; ${clocks}. Check both, and that they belong to the chosen environment.`;
}

/** The documented message names key, signature and timestamp alike and so tells them not apart. */
function onlyTopic({ refusal }: Verdict): string | undefined {
	const said = refusal?.said?.toLowerCase() ?? '';
	const topics = ['key', 'signature', 'timestamp'].filter((topic) => said.includes(topic));
	return topics.length === 1 ? topics[0] : undefined;
}

function quote({ refusal }: Verdict): string {
	const said = refusal?.said;
	return said === undefined ? '' : ` (it said “${said}”)`;
}
