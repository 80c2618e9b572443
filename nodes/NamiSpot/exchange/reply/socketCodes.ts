const NEVER_CONNECTED = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN']);
const TIMED_OUT = new Set([
	'ECONNABORTED',
	'ETIMEDOUT',
	'ESOCKETTIMEDOUT',
	'UND_ERR_HEADERS_TIMEOUT',
]);
const CERTIFICATE =
	/^(CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|ERR_TLS_CERT_|CRL_|ERROR_IN_C|INVALID_CA$|INVALID_PURPOSE$|PATH_LENGTH_EXCEEDED$|HOSTNAME_MISMATCH$)/;

/** Whether a socket's code proves that no connection came about. */
export function hasNeverConnected(code: string): boolean {
	return NEVER_CONNECTED.has(code);
}

/** Whether time ran out, while connecting or while waiting for the answer. */
export function hasTimedOut(code: string): boolean {
	return TIMED_OUT.has(code);
}

/** What checking the other side's certificate can find; alerts that it sends later are not among them. */
export function isAboutCertificate(code: string): boolean {
	return CERTIFICATE.test(code);
}
