import type { EndedStatus } from '../engine/order';
import type { RefusalStatus } from '../engine/refusals';
import type { Accepting, Every, Fault, FaultAnswer, Later } from './fault';

const HTML = '<html><head><title>Nami</title></head><body><h1>Please stand by</h1></body></html>';

const JSON_TYPE = { 'content-type': 'application/json; charset=utf-8' };

function fault(name: string, accept: Accepting, answer: FaultAnswer): Fault {
	return { name, accept, answer };
}

/** The faults by name. "Accepted" means that the request was processed, and an order placed if it was good. */
export const faults = {
	/** The connection ends on the headers; the body is not read, nothing is processed. */
	dropBeforeReading: (): Fault => ({
		...fault('dropBeforeReading', 'no', { kind: 'drop' }),
		beforeReading: true,
	}),
	/** The request is processed; the connection ends without an answer. */
	dropAfterAccepting: () => fault('dropAfterAccepting', 'yes', { kind: 'drop' }),
	/** Processed; headers and half of the body come, then a reset. */
	resetMidAnswer: () => fault('resetMidAnswer', 'yes', { kind: 'resetMidAnswer' }),
	/** Never answered, never processed. */
	stallBeforeAccepting: () => fault('stallBeforeAccepting', 'no', { kind: 'stall' }),
	/** Never answered; processed so many ms later, or when the promise is fulfilled. */
	stallThenAccept: (later: Later) => fault('stallThenAccept', { later }, { kind: 'stall' }),
	/** Processed, never answered. */
	stallAfterAccepting: () => fault('stallAfterAccepting', 'yes', { kind: 'stall' }),
	/** Processed, and answered as usual so many ms later, or when the promise is fulfilled. */
	slow: (later: Later) => fault('slow', 'yes', { kind: 'asProcessed', later }),
	/** This request is answered as usual; connections after it are refused until `resumeListening`, or for so many ms. */
	refuseAfterThis: (resumeAfterMs?: number) =>
		fault('refuseAfterThis', 'yes', {
			kind: 'lastBeforeRefusing',
			...(resumeAfterMs !== undefined && { resumeAfterMs }),
		}),
	/** A server error; not processed. */
	status5xxBefore: (status = 503) => fault('status5xxBefore', 'no', { kind: 'httpError', status }),
	/** A server error although the request was processed. */
	status5xxAfter: (status = 503) => fault('status5xxAfter', 'yes', { kind: 'httpError', status }),
	/** A page instead of JSON. */
	html: (status = 502, accept: Accepting = 'no') =>
		fault('html', accept, {
			kind: 'raw',
			status,
			headers: { 'content-type': 'text/html; charset=utf-8' },
			body: HTML,
		}),
	/** An empty body. */
	empty: (status = 200, accept: Accepting = 'yes') =>
		fault('empty', accept, { kind: 'raw', status, headers: {}, body: '' }),
	/** Processed; the answer is complete as HTTP but its JSON is cut off. */
	cutJson: () => fault('cutJson', 'yes', { kind: 'cutJson' }),
	/** HTTP 200 with an error status in the body. */
	error200: (status: RefusalStatus = 'UNKNOWN', accept: Accepting = 'no') =>
		fault('error200', accept, { kind: 'refusal', status, withHttp200: true }),
	/** A documented refusal in the usual envelope, whatever the exchange's state. */
	refusal: (status: RefusalStatus, accept: Accepting = 'no') =>
		fault('refusal', accept, { kind: 'refusal', status }),
	/** 6104, and the order is not placed. */
	brokerError: () => fault('brokerError', 'no', { kind: 'refusal', status: 'BROKER_ERROR' }),
	/** 6104, although the order is placed. */
	brokerErrorButPlaced: () =>
		fault('brokerErrorButPlaced', 'yes', { kind: 'refusal', status: 'BROKER_ERROR' }),
	/** 401, 403, 408, 418, 429 …: not processed; `retryAfter` is the header, in seconds or as a date. */
	httpError: (status: number, retryAfter?: number | string) =>
		fault(`http${status}`, 'no', {
			kind: 'httpError',
			status,
			...(retryAfter !== undefined && { retryAfter: String(retryAfter) }),
		}),
	/** A redirect, by default to `/moved` + path, which is served too, so that a client that follows it is seen. */
	redirect: (
		status: 301 | 302 | 303 | 307 | 308 = 307,
		location?: string,
		accept: Accepting = 'no',
	) =>
		fault('redirect', accept, {
			kind: 'redirect',
			status,
			...(location !== undefined && { location }),
		}),
	/** A byte of the body every so many ms, or as often as a function fulfills: no end, and no silence either. */
	trickle: (every: Every, accept: Accepting = 'yes') =>
		fault('trickle', accept, { kind: 'unfinished', of: 'body', every }),
	/** The same with the headers. */
	trickleHeaders: (every: Every, accept: Accepting = 'yes') =>
		fault('trickleHeaders', accept, { kind: 'unfinished', of: 'headers', every }),
	/** `102 Processing`, then silence; tests on a virtual clock hold it while the client waits. */
	processing: (every: Every, accept: Accepting = 'yes') =>
		fault('processing', accept, { kind: 'unfinished', of: 'processing', every }),
	/** `101 Switching Protocols`, then silence. */
	switching: (every: Every, accept: Accepting = 'yes') =>
		fault('switching', accept, { kind: 'unfinished', of: 'switching', every }),
	/** A body that is not what its content-encoding says. */
	corruptEncoding: (accept: Accepting = 'yes') =>
		fault('corruptEncoding', accept, {
			kind: 'raw',
			status: 200,
			headers: { ...JSON_TYPE, 'content-encoding': 'gzip' },
			body: JSON.stringify({ status: 'ok', data: {} }),
		}),
	/** 409 for something that exists already. */
	conflict: (accept: Accepting = 'yes') =>
		fault('conflict', accept, { kind: 'httpError', status: 409, message: 'already exists' }),
	/** A good HTTP status with a word that nobody documented, and no code. */
	unknownWord: (
		word: 'success' | 'PENDING' | 'CREATED' = 'success',
		accept: Accepting = 'yes',
		status: 200 | 201 | 202 = 200,
	) =>
		fault('unknownWord', accept, {
			kind: 'raw',
			status,
			headers: JSON_TYPE,
			body: JSON.stringify({ status: word, data: {} }),
		}),
	/** HTTP 200 and nothing but an error: a handler crashed, before or after its work. */
	crash: (accept: Accepting = 'no') =>
		fault('crash', accept, {
			kind: 'raw',
			status: 200,
			headers: JSON_TYPE,
			body: JSON.stringify({ status: 'error' }),
		}),
	/** An answer as usual, for an order that ended at once in this status with nothing executed. */
	ended: (ends: EndedStatus): Fault => ({
		...fault('ended', 'yes', { kind: 'asProcessed', later: 0 }),
		ends,
	}),
	/** The same, and its answer is lost. */
	endedAndLost: (ends: EndedStatus): Fault => ({
		...fault('endedAndLost', 'yes', { kind: 'drop' }),
		ends,
	}),
} as const;
