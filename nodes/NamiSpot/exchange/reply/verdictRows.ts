import { isoTime } from '../clock';
import { isServerTrouble } from './answer';
import { compareClocks, type Evidence } from './evidence';
import type { Reason } from './failure';
import { hasTimedOut, isAboutCertificate } from './socketTrouble';

export type Words = string | ((evidence: Evidence) => string);

/** What a kind of reply proves about its request, whatever the request was. */
export interface VerdictRow {
	/** Why it is not done, or not known to be. */
	readonly reason: Reason;
	readonly proves: 'done' | 'not_done' | 'unknown';
	/** What is left to do about the request. */
	readonly next:
		/** Nothing: what it proves is certain. */
		| 'finish'
		/** The same again, after a pause: it is proven that this one did nothing. */
		| 'send_again'
		/** Look whether it did something: the exchange said no, but not of its own knowledge. */
		| 'confirm'
		/** Look whether it did something until that shows, or time is up. */
		| 'look';
	/** Nothing stands in the way of the same request on a later try. */
	readonly maySucceedLater?: true;
	readonly applies: (evidence: Evidence) => boolean;
	readonly message: Words;
	/** What to do about it; none where that depends on what the request was for. */
	readonly advice?: Words;
}

const isUnsent = ({ reply }: Evidence, reason: string) =>
	reply.kind === 'unsent' && reply.reason === reason;

const NOT_SENT = { proves: 'not_done', next: 'finish', maySucceedLater: true } as const;
const FINAL = { proves: 'not_done', next: 'finish' } as const;
const OPEN = { proves: 'unknown', next: 'look' } as const;

const FEWER_CALLS =
	'Lower Calls per Minute in the credential, and check whether other software shares this machine’s IP address';

const UNREADABLE: Omit<VerdictRow, 'applies'> = {
	...OPEN,
	reason: 'unreadable_answer',
	message: 'The exchange’s response could not be read',
};

const SERVER_TROUBLE: Omit<VerdictRow, 'applies'> = {
	...OPEN,
	reason: 'server_trouble',
	message: ({ httpStatus, error, refusal }) =>
		error?.kind === 'trouble'
			? error.message
			: `The exchange answered with ${refusal?.status ?? `HTTP ${httpStatus}`}, which does not say whether it handled the request`,
};

/** Every kind of reply, in the order of precedence; what is left is unreadable. */
const ROWS: readonly VerdictRow[] = [
	{
		...NOT_SENT,
		reason: 'execution_canceled',
		applies: (evidence) => isUnsent(evidence, 'execution_canceled'),
		message: 'The execution was canceled before the request was sent',
		advice: 'Run the workflow again if you still want it',
	},
	{
		...NOT_SENT,
		reason: 'invalid_credential',
		applies: (evidence) => isUnsent(evidence, 'not_signed'),
		message: ({ reply }) =>
			reply.kind === 'unsent' && 'because' in reply ? reply.because : 'The request was not signed',
		advice: 'Check the credential and its rails',
	},
	{
		...NOT_SENT,
		reason: 'banned',
		applies: (evidence) => isUnsent(evidence, 'banned'),
		message: 'Nothing was sent: the exchange is refusing requests from this machine',
		advice: whenItEnds,
	},
	{
		...NOT_SENT,
		reason: 'rate_limited',
		applies: (evidence) => isUnsent(evidence, 'rate_limited'),
		message: 'Nothing was sent: it would have waited too long for its turn',
		advice: whenItEnds,
	},
	{
		// No connection came about, so nothing could be sent over it.
		proves: 'not_done',
		next: 'send_again',
		maySucceedLater: true,
		reason: 'unreachable',
		applies: ({ reply }) => reply.kind === 'silence' && reply.isNeverSent,
		message: 'The exchange could not be reached',
		advice: 'Check this machine’s network and the environment chosen in the credential',
	},
	{
		// The connection was given up before anything was sent over it.
		...FINAL,
		reason: 'certificate',
		applies: ({ socketCode }) => isAboutCertificate(socketCode),
		message: 'The server’s certificate is not valid, so it may not be the exchange',
		advice:
			'Check the address in the credential and any proxy in between; do not disable certificate checks',
	},
	{
		...OPEN,
		reason: 'no_answer',
		applies: ({ socketCode }) => hasTimedOut(socketCode),
		message: 'The exchange did not respond in time',
	},
	{
		...OPEN,
		reason: 'connection_lost',
		applies: ({ reply }) => reply.kind === 'silence',
		message: 'The connection broke before the exchange’s response was complete',
	},
	{
		// Whatever the HTTP status around it says.
		...UNREADABLE,
		proves: 'done',
		next: 'finish',
		applies: ({ judgement }) => judgement?.kind === 'ok',
	},
	{
		// A refusal by name is final, whatever the HTTP status around it.
		...FINAL,
		reason: 'refused',
		applies: ({ error }) => error?.kind === 'refused',
		message: (evidence) =>
			evidence.error?.isAboutClock === true
				? `${evidence.error.message}; ${compareClocks(evidence)}`
				: (evidence.error?.message ?? ''),
		advice: ({ error }) => error?.advice ?? '',
	},
	{
		// Only a proxy on the way answers so, and it has passed nothing on.
		...NOT_SENT,
		reason: 'unreachable',
		applies: ({ httpStatus }) => httpStatus === 407,
		message: 'The exchange could not be reached: the proxy requires a user name and a password',
		advice: 'Check the proxy settings of this machine and of n8n',
	},
	{
		...SERVER_TROUBLE,
		applies: ({ error, httpStatus }) => error?.kind === 'trouble' || isServerTrouble(httpStatus),
	},
	{
		proves: 'not_done',
		next: 'confirm',
		reason: 'refused_by_broker',
		applies: ({ error }) => error?.kind === 'broker',
		message: ({ error }) => error?.message ?? '',
		advice: ({ error }) => error?.advice ?? '',
	},
	{
		// It speaks of something that the request met: perhaps of itself, sent before.
		...SERVER_TROUBLE,
		applies: ({ httpStatus }) => httpStatus === 303 || httpStatus === 409,
	},
	{
		// An answer from before the exchange; it is not followed.
		...FINAL,
		reason: 'redirected',
		applies: ({ httpStatus }) => httpStatus >= 300 && httpStatus < 400,
		message: 'The server redirected the request, and signed requests do not follow redirects',
		advice: 'Check the environment and the Custom URL in the credential',
	},
	{
		// Key or signature were rejected before anybody looked at the request.
		...FINAL,
		reason: 'unauthorized',
		applies: ({ error, httpStatus }) => error?.kind === 'unauthorized' || httpStatus === 401,
		message: (evidence) =>
			`The exchange did not accept the API key or the signature; ${compareClocks(evidence)}`,
		advice:
			'Check key and secret in the credential, and synchronize this machine’s clock if it is off',
	},
	{
		...NOT_SENT,
		reason: 'banned',
		applies: ({ error, httpStatus }) =>
			error?.kind === 'banned' || httpStatus === 403 || httpStatus === 418,
		message: 'The exchange is refusing requests from this machine',
		advice: `Calls stop for a while. ${FEWER_CALLS}`,
	},
	{
		// The rate limit turns a request away before anybody looks at it.
		...NOT_SENT,
		next: 'send_again',
		reason: 'rate_limited',
		applies: ({ error, httpStatus }) => error?.kind === 'rate_limited' || httpStatus === 429,
		message: 'The exchange is rate-limiting this machine',
		advice: FEWER_CALLS,
	},
	{
		// The gateway checks a request before the exchange sees it.
		...FINAL,
		reason: 'refused',
		applies: ({ refusal, httpStatus }) => refusal?.by === 'gateway' && httpStatus >= 400,
		message: ({ refusal }) => `The exchange did not accept the request${itsWords(refusal?.said)}`,
		advice: 'Check the fields of the node against the exchange’s message',
	},
	{
		// A name that nobody has written down, or none: nothing is known of what it stands for.
		...OPEN,
		reason: 'server_trouble',
		applies: ({ refusal }) => refusal !== undefined,
		message: ({ refusal }) =>
			`The exchange answered with an undocumented error: ${refusal?.status ?? refusal?.code ?? 'no name'}${itsWords(refusal?.said)}`,
	},
];

/** The row that a reply falls under. */
export function rowFor(evidence: Evidence): Omit<VerdictRow, 'applies'> {
	return ROWS.find(({ applies }) => applies(evidence)) ?? UNREADABLE;
}

function whenItEnds({ reply }: Evidence): string {
	return reply.kind === 'unsent' && 'until' in reply
		? `Try again after ${isoTime(reply.until)}`
		: 'Try again later';
}

function itsWords(said: string | undefined): string {
	return said === undefined ? '' : `: “${said}”`;
}
