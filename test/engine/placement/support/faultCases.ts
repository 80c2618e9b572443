import type { IDataObject } from 'n8n-workflow';
import { faults, type Exchange, type Fault, type Settings } from '../../../../tools/exchange';
import type { VirtualClock } from '../../../../tools/harness/virtualClock';
import { PROMPT } from '../../support';
import { atNextPost } from './attempts';

/** What the item that meets the fault has to come to. */
export interface Verdict {
	readonly outcome: 'placed' | 'not_placed' | 'unknown';
	/** Of an order that was found by looking. */
	readonly reconciled?: true;
	/** The error item without `advice` and `checked`. */
	readonly facts?: IDataObject;
	readonly message?: string;
	/** How many looks the error item has to list. */
	readonly looks?: number;
}

/** One thing that goes wrong with the order of one item, and all that has to follow from it. */
export interface FaultCase extends Verdict {
	readonly name: string;
	/** Filled at once, so that only the history shows it; limit orders rest among the open ones. */
	readonly type?: 'LIMIT' | 'MARKET';
	readonly settings?: Partial<Settings>;
	/** The answer never comes, so that a real timeout has to pass. */
	readonly stalls?: true;
	/** Made for each POST that meets it; undefined: connections are refused instead. */
	readonly fault?: (clock: VirtualClock) => Fault;
	/** How many POSTs leave in one try; each meets the fault. 1 by default. */
	readonly posts?: number;
	/** So many POSTs meet the fault, where that is fewer. */
	readonly faulty?: number;
	/** Another try sends again. */
	readonly again?: true;
	/** What later items, and later tries, come to while the exchange wants no calls. */
	readonly closes?: { readonly reason: string; readonly message: string; readonly seconds: number };
	/** The exchange has the order, at the latest half a minute later. */
	readonly exists?: true;
}

const FOUND = { outcome: 'placed', reconciled: true, exists: true } as const;

const MESSAGES = {
	unreachable: 'The exchange could not be reached',
	no_answer: 'The exchange did not respond in time',
	connection_lost: 'The connection broke before the exchange’s response was complete',
	redirected: 'The server redirected the request, and signed requests do not follow redirects',
	unauthorized:
		'The exchange did not accept the API key or the signature; this machine’s clock agrees with its clock',
	banned: 'The exchange is refusing requests from this machine',
	rate_limited: 'The exchange is rate-limiting this machine',
	unreadable_answer: 'The exchange’s response could not be read',
} as const;

const CLOSED = {
	banned: 'Nothing was sent: the exchange is refusing requests from this machine',
	rate_limited: 'Nothing was sent: it would have waited too long for its turn',
} as const;

type Known = keyof typeof MESSAGES;

function notPlaced(reason: Known, facts: IDataObject = {}) {
	return {
		outcome: 'not_placed',
		facts: { outcome: 'not_placed', reason, ...facts },
		message: MESSAGES[reason],
	} as const;
}

function unknown(reason: Known, facts: IDataObject = {}) {
	return {
		outcome: 'unknown',
		facts: { outcome: 'unknown', reason, ...facts },
		message: MESSAGES[reason],
		looks: 4,
	} as const;
}

function serverTrouble(httpStatus: number, facts: IDataObject = {}) {
	return {
		outcome: 'unknown',
		facts: { outcome: 'unknown', reason: 'server_trouble', httpStatus, ...facts },
		message: `The exchange answered with HTTP ${httpStatus}, which does not say whether it handled the request`,
		looks: 4,
	} as const;
}

/** n8n's timer or the package's own, whichever goes off first. */
const TIMED_OUT: string = expect.stringMatching(/^(ECONNABORTED|ETIMEDOUT)$/);

function refused(facts: IDataObject, message: string) {
	return {
		outcome: 'not_placed',
		facts: { outcome: 'not_placed', reason: 'refused', ...facts },
		message,
	} as const;
}

function refusedByBroker(facts: IDataObject, message: string) {
	return {
		outcome: 'not_placed',
		facts: { outcome: 'not_placed', reason: 'refused_by_broker', verified: true, ...facts },
		message,
		looks: 4,
	} as const;
}

function closes(reason: keyof typeof CLOSED, seconds: number) {
	return { closes: { reason, seconds, message: CLOSED[reason] } };
}

function raw(status: number, body: object, accept: Fault['accept'] = 'no'): Fault {
	const headers = { 'content-type': 'application/json' };
	const answer = { kind: 'raw', status, headers, body: JSON.stringify(body) } as const;
	return { name: 'raw', accept, answer };
}

const A_REQUEST = expect.any(String) as string;
const BROKER = { status: 'BROKER_ERROR', code: 6104, requestId: A_REQUEST };
const BROKER_REFUSED = 'The exchange’s liquidity broker refused the order';
const HOUR = 3600;

function saying(said: string, httpStatus: number): IDataObject {
	return { httpStatus, said };
}

const OUT_OF_ORDER = { said: 'The exchange is out of order' };

const LOST = { fault: faults.dropAfterAccepting, type: 'MARKET' } as const;

function lagging(seconds: number): Pick<FaultCase, 'settings' | 'name'> {
	return {
		name: `history ${seconds} s late`,
		// A market order is accepted before its answer is lost, so it has to be taken as it comes first.
		settings: { ...PROMPT, historyLagMs: seconds * 1000, marketNeeds: 'nothing' },
	};
}

/** Every fault; what is sent again meets it again unless `faulty` says how often it comes. */
export const FAULT_CASES: readonly FaultCase[] = [
	{
		name: 'connection refused',
		...notPlaced('unreachable', { socketCode: 'ECONNREFUSED' }),
		posts: 3,
		again: true,
	},
	{ name: 'connection refused once', outcome: 'placed', posts: 2, faulty: 1, exists: true },
	{
		name: 'dropped before reading',
		fault: faults.dropBeforeReading,
		...unknown('connection_lost', { socketCode: 'ECONNRESET' }),
	},
	{ name: 'dropped after accepting', fault: faults.dropAfterAccepting, ...FOUND },
	{ name: 'reset in the middle of the answer', fault: faults.resetMidAnswer, ...FOUND },
	{
		name: 'stalled, not accepted',
		fault: faults.stallBeforeAccepting,
		stalls: true,
		...unknown('no_answer', { socketCode: TIMED_OUT }),
	},
	{
		name: 'stalled, accepted 5 s later',
		settings: PROMPT,
		fault: (clock) => faults.stallThenAccept(clock.sleep(5_000)),
		stalls: true,
		...FOUND,
	},
	{
		name: 'stalled, accepted 20 s later',
		settings: { timestampWindowMs: 60_000 },
		fault: (clock) => faults.stallThenAccept(clock.sleep(20_000)),
		stalls: true,
		...unknown('no_answer', { socketCode: TIMED_OUT }),
		exists: true,
	},
	{ name: 'stalled, accepted', fault: faults.stallAfterAccepting, stalls: true, ...FOUND },
	{
		name: '500, not accepted',
		fault: () => faults.status5xxBefore(500),
		...serverTrouble(500, OUT_OF_ORDER),
	},
	{
		name: '503, not accepted',
		fault: () => faults.status5xxBefore(503),
		...serverTrouble(503, OUT_OF_ORDER),
	},
	{ name: '500, accepted', fault: () => faults.status5xxAfter(500), ...FOUND },
	{ name: '504, accepted', fault: () => faults.status5xxAfter(504), ...FOUND },
	{
		name: '408',
		fault: () => faults.httpError(408),
		...serverTrouble(408, OUT_OF_ORDER),
	},
	{ name: 'HTML with 502', fault: () => faults.html(502), ...serverTrouble(502) },
	{
		name: 'HTML with 200, not accepted',
		fault: () => faults.html(200),
		...unknown('unreadable_answer', { httpStatus: 200 }),
	},
	{ name: 'HTML with 200, accepted', fault: () => faults.html(200, 'yes'), ...FOUND },
	{ name: 'empty answer', fault: () => faults.empty(), ...FOUND },
	{ name: 'cut JSON', fault: faults.cutJson, ...FOUND },
	{
		name: '200 with NOT_ENOUGH_QUOTE_ASSET',
		fault: () => faults.error200('NOT_ENOUGH_QUOTE_ASSET'),
		...refused(
			{ status: 'NOT_ENOUGH_QUOTE_ASSET', code: 6103, httpStatus: 200, requestId: A_REQUEST },
			'There is not enough of the quote asset',
		),
	},
	{
		name: '400 with TRADE_NOT_ALLOWED',
		fault: () => faults.refusal('TRADE_NOT_ALLOWED'),
		...refused(
			{ status: 'TRADE_NOT_ALLOWED', code: 3004, httpStatus: 400, requestId: A_REQUEST },
			'Trading is not allowed on this market at the moment',
		),
	},
	{
		name: '200 with UNKNOWN, not placed',
		fault: () => faults.error200('UNKNOWN'),
		...serverTrouble(200, { status: 'UNKNOWN', code: 1000, requestId: A_REQUEST }),
	},
	{ name: '200 with UNKNOWN, placed', fault: () => faults.error200('UNKNOWN', 'yes'), ...FOUND },
	{
		name: '6104, not placed',
		fault: faults.brokerError,
		...refusedByBroker({ ...BROKER, httpStatus: 400 }, BROKER_REFUSED),
	},
	{ name: '6104, placed', fault: faults.brokerErrorButPlaced, ...FOUND },
	{
		name: '6104 with 403, placed',
		fault: () => raw(403, { status: 'BROKER_ERROR', code: 6104 }, 'yes'),
		...FOUND,
	},
	{
		name: '6104 with 429, placed',
		fault: () => raw(429, { status: 'BROKER_ERROR', code: 6104 }, 'yes'),
		...FOUND,
	},
	{
		name: '6104 with 500, not placed',
		fault: () => raw(500, { status: 'BROKER_ERROR', code: 6104 }),
		...serverTrouble(500, { status: 'BROKER_ERROR', code: 6104 }),
	},
	{
		name: 'a status nobody documented',
		fault: () => raw(400, { status: 'BAD_WEATHER', code: 9999, message: 'rain' }),
		...serverTrouble(400, { status: 'BAD_WEATHER', code: 9999, said: 'rain' }),
	},
	{
		name: '400 of the gateway',
		fault: () => raw(400, { statusCode: 400, message: 'Invalid query parameters' }),
		...refused(
			saying('Invalid query parameters', 400),
			'The exchange did not accept the request: “Invalid query parameters”',
		),
	},
	{
		name: '200 with statusCode 500',
		fault: () => raw(200, { statusCode: 500, message: 'oops' }),
		...serverTrouble(500, { said: 'oops' }),
	},
	{
		name: '401',
		fault: () => faults.httpError(401),
		...notPlaced('unauthorized', saying('Missing API key, signature, or timestamp', 401)),
	},
	{
		name: '200 with statusCode 401',
		fault: () => raw(200, { statusCode: 401, message: 'no' }),
		...notPlaced('unauthorized', saying('no', 401)),
	},
	{
		name: '403',
		fault: () => faults.httpError(403),
		...notPlaced('banned', saying('Forbidden', 403)),
		...closes('banned', 300),
	},
	{
		name: '403 with Retry-After',
		fault: () => faults.httpError(403, 120),
		...notPlaced('banned', { ...saying('Forbidden', 403), retryAfterSeconds: 120 }),
		...closes('banned', 120),
	},
	{
		name: '418',
		fault: () => faults.httpError(418),
		...notPlaced('banned', saying('Banned', 418)),
		...closes('banned', HOUR),
	},
	{
		name: '418 with Retry-After',
		fault: () => faults.httpError(418, 7200),
		...notPlaced('banned', { ...saying('Banned', 418), retryAfterSeconds: 7200 }),
		...closes('banned', 7200),
	},
	{
		name: '200 with statusCode 418',
		fault: () => raw(200, { statusCode: 418, message: 'Banned' }),
		...notPlaced('banned', saying('Banned', 418)),
		...closes('banned', HOUR),
	},
	{
		name: '429 once, Retry-After 5',
		fault: () => faults.httpError(429, 5),
		outcome: 'placed',
		posts: 2,
		faulty: 1,
		exists: true,
	},
	{
		name: '429, Retry-After 60',
		fault: () => faults.httpError(429, 60),
		...notPlaced('rate_limited', { ...saying('Too many requests', 429), retryAfterSeconds: 60 }),
		posts: 1,
		again: true,
	},
	// A 429 on every try meets the limit on refusals: see the unit tests of closures.
	...([301, 302, 307, 308] as const).map((status) => ({
		name: `redirect ${status}`,
		fault: () => faults.redirect(status),
		...notPlaced('redirected', { httpStatus: status }),
	})),
	...[0, 2, 5, 10, 14].map((seconds) => ({ ...lagging(seconds), ...LOST, ...FOUND })),
	{
		...lagging(20),
		...LOST,
		...unknown('connection_lost', { socketCode: 'ECONNRESET' }),
		exists: true,
	},
];

const ORDER = { method: 'POST', path: '/api/v4/spot/order' };

/**
 * Lets the order of the item at `position` meet the fault in each of `tries` tries, between which
 * `between` other orders are sent.
 */
export async function arrange(
	{ fault, posts = 1, faulty, again, settings }: FaultCase,
	exchange: Exchange,
	clock: VirtualClock,
	position: number,
	tries: number,
	between = 0,
): Promise<void> {
	Object.assign(exchange.settings, settings);
	if (fault === undefined) return await refuseFrom(exchange, clock, position, faulty !== undefined);
	const rounds = again ? tries : 1;
	let seen = -position;
	exchange.faults.use(({ method, path }) => {
		if (method !== ORDER.method || path !== ORDER.path) return undefined;
		const round = Math.floor(seen / (posts + between));
		const isFaulty = seen >= 0 && round < rounds && seen % (posts + between) < (faulty ?? posts);
		seen += 1;
		return isFaulty ? fault(clock) : undefined;
	});
}

const BACK_AFTER_MS = 500;

/** Refuses connections once the orders before that position are in. */
async function refuseFrom(
	exchange: Exchange,
	clock: VirtualClock,
	position: number,
	recovers: boolean,
): Promise<void> {
	const comeBack = () =>
		atNextPost(
			exchange.url,
			() => void clock.sleep(BACK_AFTER_MS).then(async () => await exchange.resumeListening()),
		);
	if (position === 0) {
		await exchange.pauseListening();
		if (recovers) comeBack();
		return;
	}
	let seen = 0;
	exchange.faults.use(({ method, path }) => {
		if (method !== ORDER.method || path !== ORDER.path) return undefined;
		seen += 1;
		if (seen !== position) return undefined;
		if (recovers) comeBack();
		return faults.refuseAfterThis();
	});
}
