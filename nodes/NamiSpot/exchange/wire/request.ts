import type {
	ICredentialsDecrypted,
	IDataObject,
	IExecuteFunctions,
	IHttpRequestMethods,
	IHttpRequestOptions,
	ILoadOptionsFunctions,
	IPollFunctions,
} from 'n8n-workflow';

import { judge, type Answer } from '../reply/answer';
import { clock, type CancelSignal } from '../clock';
import { documentedError } from '../reply/errors';
import { isRecord } from '../guards';
import { retryAfterOf } from '../reply/retryAfter';
import {
	pacerFor,
	type Closure,
	type PacedCall,
	type Pacer,
	type Permit,
	type Purpose,
} from './pacing';
import type { RequestParameters } from './signature';
import { publicAddress } from './signRequest';

/** What n8n gives a node, a trigger or a list to make requests with. */
export type Caller = IExecuteFunctions | IPollFunctions | ILoadOptionsFunctions;

/** Where and as whom a caller talks to the exchange. The credential is passed on unread. */
export interface Connection {
	readonly caller: Caller;
	readonly baseUrl: string;
	readonly host: string;
	/** Base URL and a hash of the API key: under this, all that is known of orders is kept. */
	readonly account: string;
	readonly callsPerMinute: number;
	/** Milliseconds: a call that would have to wait longer for its turn is not sent. */
	readonly longestWaitMs: number;
	readonly credential: ICredentialsDecrypted;
	readonly signal: CancelSignal | undefined;
}

export interface Call {
	readonly method: IHttpRequestMethods;
	readonly path: string;
	readonly parameters: RequestParameters;
	readonly isSigned: boolean;
	/** Milliseconds. */
	readonly timeout: number;
	readonly purpose?: Purpose;
	/** Called right before the request leaves, when nothing can hold it back any more. */
	readonly onSend?: () => void;
}

/** The request left, and no complete answer came back. */
export interface Silence {
	readonly kind: 'silence';
	/** Of the socket, e.g. `ECONNREFUSED`; empty if there was none. */
	readonly code: string;
	readonly sentAt: number;
	readonly receivedAt: number;
}

/** The request did not leave. */
export type Unsent =
	| { readonly kind: 'unsent'; readonly reason: 'execution_canceled' }
	| { readonly kind: 'unsent'; readonly reason: Closure['reason']; readonly until: number };

export type Reply = Answer | Silence | Unsent;

/**
 * Sends one request, once: the only place that sends for nodes. Waits for its turn first, so that the
 * timestamp it is signed with is fresh. Never throws for what the network or the exchange does.
 */
export async function send(connection: Connection, call: Call): Promise<Reply> {
	const turn = {
		callsPerMinute: connection.callsPerMinute,
		longestWaitMs: connection.longestWaitMs,
		purpose: call.purpose ?? 'read',
		route: `${call.method} ${call.path}`,
		account: call.isSigned ? connection.account : '',
		signal: connection.signal,
		onLongWait: (sentence: string) => connection.caller.logger.info(sentence),
	};
	return await inTurn(connection.host, turn, async () => {
		call.onSend?.();
		return await transmit(connection, call);
	});
}

/**
 * Makes one call to a host when it is its turn, and falls silent if the answer asks for it. While the
 * host is closed, nothing is sent.
 *
 * @param transmit sends; must not throw for what the network or the exchange does
 */
export async function inTurn(
	host: string,
	turn: PacedCall,
	transmit: () => Promise<Answer | Silence>,
): Promise<Reply> {
	const pacer = pacerFor(host);
	const permit = await pacer.acquire(turn);
	if (!permit.granted) return unsent(permit);
	const reply = await transmit();
	if (reply.kind === 'answer') observe(pacer, turn, reply);
	return reply;
}

function unsent(refused: Exclude<Permit, { granted: true }>): Unsent {
	return refused.reason === 'execution_canceled'
		? { kind: 'unsent', reason: refused.reason }
		: { kind: 'unsent', reason: refused.reason, until: refused.until };
}

async function transmit(connection: Connection, call: Call): Promise<Answer | Silence> {
	const sentAt = clock.now();
	try {
		const response: unknown = call.isSigned
			? await sendSigned(connection, call)
			: await sendPublic(connection, call);
		return replyFrom(response, sentAt);
	} catch (failure) {
		return silenceFrom(failure, sentAt);
	}
}

/**
 * No status makes n8n sign and send a request again: not even a 401 whose body breaks off, which
 * comes as an exception. Older versions, which have no such option, do not send that one again.
 */
const SENT_ONCE: { readonly preAuthenticationRetryStatusCode: number[] } = {
	preAuthenticationRetryStatusCode: [],
};

async function sendSigned(connection: Connection, call: Call): Promise<unknown> {
	const { caller, credential } = connection;
	return await caller.helpers.httpRequestWithAuthentication.call(
		caller,
		credential.type,
		{
			...httpOptions(connection, call),
			...(call.method === 'GET'
				? { qs: { ...call.parameters } }
				: { body: { ...call.parameters } }),
		},
		{ ...SENT_ONCE, credentialsDecrypted: credential },
	);
}

async function sendPublic(connection: Connection, call: Call): Promise<unknown> {
	const options = httpOptions(connection, call);
	return await connection.caller.helpers.httpRequest({
		...options,
		url: publicAddress(options.url, call.parameters),
	});
}

/**
 * Every status comes back with its body (n8n would send again after a 401), redirects are not
 * followed (a 307 repeats a POST), and the text stays text (n8n's parser rounds long ids).
 */
function httpOptions(connection: Connection, call: Call): IHttpRequestOptions {
	return {
		method: call.method,
		url: `${connection.baseUrl}${call.path}`,
		headers: { accept: 'application/json' },
		encoding: 'text',
		returnFullResponse: true,
		ignoreHttpStatusErrors: true,
		disableFollowRedirect: true,
		timeout: call.timeout,
	};
}

/** An exception of one of n8n's request helpers: whatever its status, no complete answer came. */
export function silenceFrom(failure: unknown, sentAt: number): Silence {
	return { kind: 'silence', code: socketCode(failure), sentAt, receivedAt: clock.now() };
}

/** The full response of one of n8n's request helpers. */
export function replyFrom(response: unknown, sentAt: number): Answer | Silence {
	const receivedAt = clock.now();
	if (!isRecord(response) || typeof response.statusCode !== 'number') {
		return { kind: 'silence', code: '', sentAt, receivedAt };
	}
	return {
		kind: 'answer',
		httpStatus: response.statusCode,
		headers: isRecord(response.headers) ? textHeaders(response.headers) : {},
		text: typeof response.body === 'string' ? response.body : JSON.stringify(response.body ?? ''),
		sentAt,
		receivedAt,
	};
}

function textHeaders(headers: IDataObject): Record<string, string> {
	return Object.fromEntries(
		Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]),
	);
}

/**
 * Falls silent if the answer asks for it, be it by its HTTP status or, where that claims success, in
 * its body. A refusal that names the request's own fault asks nobody for silence.
 */
function observe(pacer: Pacer, turn: PacedCall, answer: Answer): void {
	const isPlainSuccess = answer.httpStatus < 300 && !answer.text.includes('statusCode');
	if (isPlainSuccess) return;
	const judged = judge(answer);
	if (judged.kind === 'refused' && documentedError(judged.status, judged.code) !== undefined)
		return;
	const httpStatus = judged.kind === 'refused' ? judged.httpStatus : answer.httpStatus;
	pacer.observe(turn, { httpStatus, retryAfterMs: retryAfterOf(answer) });
}

const SOCKET_CODE = /^[A-Z][A-Z0-9_]{3,}$/;

/** n8n's versions keep the system's code in different places of the exception. */
function socketCode(failure: unknown, depth = 0): string {
	if (!isRecord(failure) || depth > 3) return '';
	for (const code of [failure.code, failure.httpCode]) {
		if (typeof code === 'string' && SOCKET_CODE.test(code)) return code;
	}
	return socketCode(failure.cause, depth + 1) || socketCode(failure.errorResponse, depth + 1);
}
