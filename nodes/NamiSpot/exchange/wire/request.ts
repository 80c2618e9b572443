import type {
	ICredentialsDecrypted,
	IExecuteFunctions,
	IHttpRequestMethods,
	IHttpRequestOptions,
	ILoadOptionsFunctions,
	IPollFunctions,
} from 'n8n-workflow';

import { clock, type CancelSignal } from '../clock';
import type { Reply } from '../reply/reply';
import { verdictOn, type Verdict } from '../reply/verdict';
import { withinDeadline } from './deadline';
import { carriersFor, learnCarrier, noteUnaccepted } from './dialect';
import type { PacedCall, Purpose } from './pacedCall';
import { pacerFor } from './pacing';
import { replyFrom, silenceFrom } from './response';
import { noteDate } from './serverClock';
import type { RequestParameters } from './signature';
import { publicAddress } from './signRequest';
import { withNotes, type Carrier, type SigningNotes } from './signingNotes';

/** What n8n gives a node, a trigger or a list to make requests with. */
export type Caller = IExecuteFunctions | IPollFunctions | ILoadOptionsFunctions;

/** Where and as whom a caller talks to the exchange. The credential is passed on unread. */
export interface Connection {
	readonly caller: Caller;
	/** The item for which the credential was read: n8n evaluates its expressions for each. */
	readonly item: number;
	readonly baseUrl: string;
	readonly host: string;
	/** Base URL and a hash of the API key: under this, all that is known of orders is kept. */
	readonly account: string;
	readonly callsPerMinute: number;
	/** Milliseconds: a call that would have to wait longer for its turn is not sent. */
	readonly longestWaitMs: number;
	readonly credential: ICredentialsDecrypted;
	/** Unix milliseconds: when the credential was read. */
	readonly connectedAt: number;
	readonly signal: CancelSignal | undefined;
}

export interface Call {
	readonly method: IHttpRequestMethods;
	readonly path: string;
	readonly parameters: RequestParameters;
	readonly isSigned: boolean;
	/** Milliseconds. */
	readonly timeout: number;
	readonly purpose?: Purpose | undefined;
	/**
	 * Called when it is the request's turn, however long that took: looks whether it may still be sent.
	 *
	 * @throws Failure when it may not
	 */
	readonly beforeSend?: () => Promise<void> | void;
	/** Called right before the request leaves, when nothing can hold it back any more. */
	readonly onSend?: () => void;
}

/**
 * Sends one request, once: the only place that sends for nodes. Waits for its turn first, so that the
 * timestamp it is signed with is fresh, and for an answer no longer than its timeout. Never throws
 * for what the network or the exchange does.
 *
 * Where it is not known yet how the host reads signed parameters, a request whose signature was
 * refused goes out again in the next way: nothing was done about it.
 *
 * @throws Failure of `beforeSend`
 */
export async function send(connection: Connection, call: Call): Promise<Verdict> {
	if (!call.isSigned || call.method === 'GET') return await sendIn(connection, call, undefined);
	const { baseUrl, account, credential } = connection;
	const sender = { baseUrl, account, chosen: credential.data?.signedParameters };
	const [first = 'body', ...others] = carriersFor(sender);
	let verdict = await sendIn(connection, call, first);
	if (!learnCarrier(sender, first, verdict)) return verdict;
	for (const carrier of others) {
		verdict = await sendIn(connection, call, carrier);
		if (!learnCarrier(sender, carrier, verdict)) return verdict;
	}
	if (others.length > 0) noteUnaccepted(sender);
	return verdict;
}

async function sendIn(
	connection: Connection,
	call: Call,
	carrier: Carrier | undefined,
): Promise<Verdict> {
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
		await call.beforeSend?.();
		call.onSend?.();
		return await transmit(connection, call, carrier);
	});
}

/**
 * Makes one call to a host when it is its turn, and lets the host's queue learn from the answer. While
 * the host is closed, nothing is sent.
 *
 * @param transmit sends; must not throw for what the network or the exchange does
 */
export async function inTurn(
	host: string,
	turn: PacedCall,
	transmit: () => Promise<Reply>,
): Promise<Verdict> {
	const pacer = pacerFor(host);
	const permit = await pacer.acquire(turn);
	if (!permit.granted) return verdictOn({ kind: 'unsent', ...permit });
	const verdict = verdictOn(await transmit());
	noteDate(host, verdict);
	const httpStatus = limitStatus(verdict);
	if (httpStatus > 0) pacer.observe(turn, { httpStatus, retryAfterMs: verdict.retryAfterMs });
	const isOver = httpStatus === 429 && !pacer.mayResendAfterLimit(turn.route);
	return isOver ? { ...verdict, next: 'finish' } : verdict;
}

/** The HTTP status by what an answer says, which may come under another; 0 without an answer. */
function limitStatus({ reason, httpStatus, error }: Verdict): number {
	if (reason === 'rate_limited') return 429;
	if (reason === 'banned') return httpStatus === 403 && error === undefined ? 403 : 418;
	return Math.min(httpStatus, 200);
}

async function transmit(
	connection: Connection,
	call: Call,
	carrier: Carrier | undefined,
): Promise<Reply> {
	const sentAt = clock.now();
	let refusal: string | undefined;
	try {
		const response = await withinDeadline(call.timeout, connection.signal, async (deadline) => {
			const options = httpOptions(connection, call);
			if (call.isSigned) {
				const onRefused = (because: string) => (refusal = because);
				return await sendSigned(connection, call, options, { carrier, deadline, onRefused });
			}
			const url = publicAddress(options.url, call.parameters);
			return await connection.caller.helpers.httpRequest({
				...options,
				url,
				abortSignal: deadline,
			});
		});
		return replyFrom(response, sentAt, connection.credential.data?.apiKey);
	} catch (failure) {
		if (refusal === undefined) return silenceFrom(failure);
		return { kind: 'unsent', reason: 'not_signed', because: refusal };
	}
}

/**
 * No status makes n8n sign and send a request again: not even a 401 whose body breaks off, which
 * comes as an exception. Older versions, which have no such option, do not send that one again.
 */
const SENT_ONCE: { readonly preAuthenticationRetryStatusCode: number[] } = {
	preAuthenticationRetryStatusCode: [],
};

async function sendSigned(
	{ caller, credential }: Connection,
	call: Call,
	options: IHttpRequestOptions,
	notes: SigningNotes,
): Promise<unknown> {
	const request = {
		...options,
		[notes.carrier === undefined ? 'qs' : 'body']: { ...call.parameters },
	};
	return await caller.helpers.httpRequestWithAuthentication.call(
		caller,
		credential.type,
		withNotes(request, notes),
		{ ...SENT_ONCE, credentialsDecrypted: credential },
	);
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
