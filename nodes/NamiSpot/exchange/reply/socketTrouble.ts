import { isRecord } from '../guards';

const DEEPEST_CAUSE = 4;
const CODE = /^[A-Z][A-Z0-9_]{3,}$/;
/** Codes of looking a name up, or of connecting, and of nothing else. */
const NEVER_CONNECTED = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN']);
/** Node.js's words for what happens before there is a connection to send a request over. */
const NEVER_SENT: readonly RegExp[] = [
	/^(connect|getaddrinfo) E[A-Z_]+ /,
	/^Client network socket disconnected before secure TLS connection was established$/,
	// A TLS greeting was answered by something else. Later, the same is told without “write EPROTO”.
	/^write EPROTO \w+:error:\w+:SSL routines:\w*:(wrong version number|packet length too long):/,
];
const TIMED_OUT = new Set([
	'ECONNABORTED',
	'ETIMEDOUT',
	'ESOCKETTIMEDOUT',
	'UND_ERR_HEADERS_TIMEOUT',
]);
const CERTIFICATE =
	/^(CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|ERR_TLS_CERT_|CRL_|ERROR_IN_C|INVALID_CA$|INVALID_PURPOSE$|PATH_LENGTH_EXCEEDED$|HOSTNAME_MISMATCH$)/;

/** An exception of a request, as far as it tells about the socket; n8n's versions wrap it differently. */
export interface SocketTrouble {
	/** Of the system, e.g. `ECONNREFUSED`; empty if none is told. */
	readonly code: string;
	/** It is proven that no connection came about over which anything could be sent. */
	readonly isNeverSent: boolean;
}

/** Reads what an exception of a request says about the socket. */
export function socketTrouble(failure: unknown): SocketTrouble {
	const layers = layersOf(failure, 0);
	return {
		code: layers.map(codeOf).find((code) => code !== '') ?? '',
		isNeverSent: layers.some(isBeforeSending),
	};
}

type Layer = Record<string, unknown>;

/** An exception and what it was made from, outermost first. */
function layersOf(failure: unknown, depth: number): Layer[] {
	if (!isRecord(failure) || depth > DEEPEST_CAUSE) return [];
	return [
		failure,
		...layersOf(failure.cause, depth + 1),
		...layersOf(failure.errorResponse, depth + 1),
	];
}

function codeOf({ code, httpCode }: Layer): string {
	const found = [code, httpCode].find(
		(candidate) => typeof candidate === 'string' && CODE.test(candidate),
	);
	return String(found ?? '');
}

/** Where several addresses were tried, all of them must have failed so. */
function isBeforeSending(layer: Layer): boolean {
	const tried = Array.isArray(layer.errors) ? layer.errors.filter(isRecord) : [];
	if (tried.length > 0) return tried.every(isBeforeSending);
	return (
		NEVER_CONNECTED.has(codeOf(layer)) ||
		// n8n puts words of its own into `message`, and keeps the others beside it.
		[layer.message, layer.messages]
			.flat()
			.filter((words) => typeof words === 'string')
			.some((words) => NEVER_SENT.some((pattern) => pattern.test(words)))
	);
}

/** Whether time ran out, while connecting or while waiting for the answer. */
export function hasTimedOut(code: string): boolean {
	return TIMED_OUT.has(code);
}

/** What checking the other side's certificate can find; alerts that it sends later are not among them. */
export function isAboutCertificate(code: string): boolean {
	return CERTIFICATE.test(code);
}
