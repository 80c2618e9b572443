import { isServerTrouble, type Judgement } from './answer';
import { compareClocks, type Evidence } from './evidence';
import { refusalFacts, type Facts, type Reason } from './failure';
import { hasOrderId } from '../orderRow';
import { hasNeverConnected, hasTimedOut, isAboutCertificate } from './socketCodes';

/** What is left to do about an order after a reply. */
export type Next =
	/** Nothing: the outcome is proven. */
	| 'finish'
	/** The same again, after a pause: it is proven that this one did not arrive. */
	| 'send_again'
	/** Look for the order once: the exchange said no, but not in a way that proves it. */
	| 'look_once'
	/** Look for the order until it shows, or time is up. */
	| 'reconcile';

/** One kind of reply: what it proves, and what follows. */
export interface OutcomeRow {
	readonly reason: Reason | 'placed';
	readonly outcome: 'placed' | 'not_placed' | 'unknown';
	readonly next: Next;
	/** Whether a later try of the same run may send the order again. */
	readonly maySucceedLater?: true;
	/** Why this kind of reply proves what the row says. */
	readonly because: string;
	readonly applies: (evidence: Evidence) => boolean;
	readonly message: string | ((evidence: Evidence) => string);
	readonly advice: string | ((evidence: Evidence) => string);
}

/** Advice where it is not known whether an order exists. */
export const LOOK_BEFORE_REPEATING =
	'Look at the open orders and the order history before you place it again: it may exist';

const isUnsent = ({ reply }: Evidence, reason: string) =>
	reply.kind === 'unsent' && reply.reason === reason;

const REFUSED_BY_BROKER: Omit<OutcomeRow, 'applies'> = {
	reason: 'refused_by_broker',
	outcome: 'not_placed',
	next: 'look_once',
	because:
		'the exchange said no, but passes orders on, so the order is looked for before that is believed',
	message: ({ documented, judgement }) => documented?.message ?? undocumented(judgement),
	advice: ({ documented }) =>
		documented?.advice ??
		'Look the status up in the exchange’s API reference, or ask Nami’s support and give them the request id',
};

const UNREADABLE: OutcomeRow = {
	reason: 'unreadable_answer',
	outcome: 'unknown',
	next: 'reconcile',
	because: 'something answered, but not in a form that says what became of the order',
	applies: () => true,
	message: 'The exchange’s answer could not be read',
	advice: LOOK_BEFORE_REPEATING,
};

/** Every kind of reply to an order, in the order of precedence; the last row takes what is left. */
export const OUTCOMES: readonly OutcomeRow[] = [
	{
		reason: 'execution_canceled',
		outcome: 'not_placed',
		next: 'finish',
		maySucceedLater: true,
		because: 'the execution was canceled while the request waited for its turn',
		applies: (evidence) => isUnsent(evidence, 'execution_canceled'),
		message: 'The execution was canceled before the request was sent',
		advice: 'Run the workflow again if you still want it',
	},
	{
		reason: 'banned',
		outcome: 'not_placed',
		next: 'finish',
		maySucceedLater: true,
		because: 'nothing was sent: the exchange has banned this machine for a while',
		applies: (evidence) => isUnsent(evidence, 'banned'),
		message: 'Nothing was sent, since the exchange is turning this machine away',
		advice: whenItEnds,
	},
	{
		reason: 'rate_limited',
		outcome: 'not_placed',
		next: 'finish',
		maySucceedLater: true,
		because: 'nothing was sent: the exchange asked for a longer pause than is worth waiting for',
		applies: (evidence) => isUnsent(evidence, 'rate_limited'),
		message: 'Nothing was sent, since the exchange asked for a longer pause',
		advice: whenItEnds,
	},
	{
		reason: 'unreachable',
		outcome: 'not_placed',
		next: 'send_again',
		maySucceedLater: true,
		because: 'no connection came about, so nothing could be sent over it',
		applies: ({ socketCode }) => hasNeverConnected(socketCode),
		message: 'The exchange could not be reached',
		advice: 'Check this machine’s network and the environment chosen in the credential',
	},
	{
		reason: 'certificate',
		outcome: 'not_placed',
		next: 'finish',
		because: 'the connection was given up before anything was sent over it',
		applies: ({ socketCode }) => isAboutCertificate(socketCode),
		message: 'The other side could not prove that it is the exchange: its certificate is not valid',
		advice:
			'Check the address in the credential and any proxy in between; do not switch checks off',
	},
	{
		reason: 'no_answer',
		outcome: 'unknown',
		next: 'reconcile',
		because: 'the request may have arrived before the time was up',
		applies: ({ socketCode }) => hasTimedOut(socketCode),
		message: 'The exchange did not answer in time',
		advice: LOOK_BEFORE_REPEATING,
	},
	{
		reason: 'connection_lost',
		outcome: 'unknown',
		next: 'reconcile',
		because: 'the request may have arrived before the connection broke',
		applies: ({ reply }) => reply.kind === 'silence',
		message: 'The connection broke before the exchange’s answer was complete',
		advice: LOOK_BEFORE_REPEATING,
	},
	{
		reason: 'placed',
		outcome: 'placed',
		next: 'finish',
		because: 'the exchange returned the order',
		applies: ({ judgement }) => judgement?.kind === 'ok' && hasOrderId(judgement.data),
		message: '',
		advice: '',
	},
	{
		...UNREADABLE,
		because: 'the body says that it went well, whatever the HTTP status says, but not what it did',
		applies: ({ judgement }) => judgement?.kind === 'ok',
	},
	{
		reason: 'refused',
		outcome: 'not_placed',
		next: 'finish',
		because: 'a documented refusal is final, whatever the HTTP status around it',
		applies: ({ documented }) =>
			documented !== undefined && documented.isInconclusive === undefined,
		message: ({ documented }) => documented?.message ?? '',
		advice: ({ documented }) => documented?.advice ?? '',
	},
	{
		reason: 'server_trouble',
		outcome: 'unknown',
		next: 'reconcile',
		because: 'whatever broke may have broken after the order was accepted',
		applies: ({ httpStatus }) => isServerTrouble(httpStatus),
		message: ({ httpStatus }) =>
			`The exchange answered with HTTP ${httpStatus} and did not say what became of the request`,
		advice: LOOK_BEFORE_REPEATING,
	},
	{
		...REFUSED_BY_BROKER,
		applies: ({ documented }) => documented?.isInconclusive === true,
	},
	{
		reason: 'redirected',
		outcome: 'not_placed',
		next: 'finish',
		because: 'a redirect is an answer from before the exchange; it is not followed',
		applies: ({ httpStatus }) => httpStatus >= 300 && httpStatus < 400,
		message: 'The address sent the request elsewhere, and signed requests do not follow redirects',
		advice: 'Check the environment and the Custom URL in the credential',
	},
	{
		reason: 'unauthorized',
		outcome: 'not_placed',
		next: 'finish',
		because: 'the exchange turned key or signature away before looking at the order',
		applies: ({ httpStatus }) => httpStatus === 401,
		message: (evidence) =>
			`The exchange did not accept the API key or the signature; ${compareClocks(evidence)}`,
		advice:
			'Check key and secret in the credential, and set this machine’s clock by network time if it is off',
	},
	{
		reason: 'banned',
		outcome: 'not_placed',
		next: 'finish',
		maySucceedLater: true,
		because: 'the exchange turned this machine away before looking at the order',
		applies: ({ httpStatus }) => httpStatus === 403 || httpStatus === 418,
		message: 'The exchange is turning this machine away',
		advice:
			'No more calls are made for a while; lower Calls per Minute in the credential, and check whether other software shares this machine’s IP address',
	},
	{
		reason: 'rate_limited',
		outcome: 'not_placed',
		next: 'send_again',
		maySucceedLater: true,
		because: 'the rate limit turns a request away before looking at the order',
		applies: ({ httpStatus }) => httpStatus === 429,
		message: 'The exchange asked for fewer calls',
		advice:
			'Lower Calls per Minute in the credential, and check whether other software shares this machine’s IP address',
	},
	{
		...REFUSED_BY_BROKER,
		applies: ({ judgement }) =>
			judgement?.kind === 'refused' &&
			(judgement.status !== undefined || judgement.code !== undefined),
	},
	{
		reason: 'refused',
		outcome: 'not_placed',
		next: 'finish',
		because: 'the gateway turned the request away before the broker saw it',
		applies: ({ judgement, httpStatus }) => judgement?.kind === 'refused' && httpStatus >= 400,
		message: ({ judgement }) => `The exchange did not accept the request${itsWords(judgement)}`,
		advice: 'Check the fields of the node against the exchange’s words',
	},
	UNREADABLE,
];

/** The row for a reply. */
export function outcomeOf(evidence: Evidence): OutcomeRow {
	const row = OUTCOMES.find(({ applies }) => applies(evidence));
	if (row === undefined) throw new TypeError('The last row of the outcome table takes everything');
	return row;
}

/** A row's message or advice for a reply. */
export function phrase(text: OutcomeRow['message'], evidence: Evidence): string {
	return typeof text === 'string' ? text : text(evidence);
}

/** What a reply and its row state, for the error item. */
export function factsOf(row: OutcomeRow, evidence: Evidence): Facts {
	const { judgement, httpStatus, socketCode, reply, retryAfterMs } = evidence;
	return {
		...(row.outcome !== 'placed' && { outcome: row.outcome }),
		reason: row.reason === 'placed' ? 'unexpected' : row.reason,
		...(judgement?.kind === 'refused' ? refusalFacts(judgement) : httpStatus > 0 && { httpStatus }),
		...(socketCode !== '' && { socketCode }),
		...(reply.kind === 'unsent' && 'until' in reply && { retryAt: isoTime(reply.until) }),
		...(retryAfterMs !== undefined && { retryAfterSeconds: Math.ceil(retryAfterMs / 1000) }),
	};
}

function whenItEnds({ reply }: Evidence): string {
	const until = reply.kind === 'unsent' && 'until' in reply ? isoTime(reply.until) : undefined;
	return until === undefined ? 'Try again later' : `Try again after ${until}`;
}

function undocumented(judgement: Judgement | undefined): string {
	const status = judgement?.kind === 'refused' ? judgement.status : undefined;
	return `The exchange refused the request with a status that its reference does not list: ${status ?? 'none'}${itsWords(judgement)}`;
}

function itsWords(judgement: Judgement | undefined): string {
	const said = judgement?.kind === 'refused' ? judgement.said : undefined;
	return said === undefined ? '' : `: “${said}”`;
}

function isoTime(ms: number): string {
	return new Date(ms).toISOString();
}
