import type { RefusalStatus } from '../engine/refusals';
import type { Accepting, Fault, FaultAnswer, Later } from './fault';

const HTML = '<html><head><title>Nami</title></head><body><h1>Please stand by</h1></body></html>';

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
	redirect: (status: 301 | 302 | 303 | 307 | 308 = 307, location?: string) =>
		fault('redirect', 'no', {
			kind: 'redirect',
			status,
			...(location !== undefined && { location }),
		}),
} as const;
