import { InvalidRequest, REFUSALS, Refusal, type RefusalStatus } from '../engine/refusals';
import type { Settings } from '../options';
import { writeJson } from '../support/json';

/** An answer ready to be written. */
export interface Answer {
	readonly status: number;
	readonly headers: Readonly<Record<string, string>>;
	readonly body: string;
}

/** What the form of an answer depends on. */
export type Style = Pick<
	Settings,
	'errorsWithHttp200' | 'httpErrorsInBody' | 'errorForm' | 'envelope' | 'doublyWrapped'
>;

/** An HTTP-level refusal, answered in the envelope `{ statusCode, message, error }` unless it has a body of its own. */
export class HttpRefusal extends Error {
	constructor(
		readonly statusCode: number,
		message: string,
		readonly headers: Readonly<Record<string, string>> = {},
		readonly body?: object,
	) {
		super(message);
	}
}

const JSON_TYPE = { 'content-type': 'application/json; charset=utf-8' };

const HTTP_NAMES: Readonly<Record<number, string>> = {
	400: 'Bad Request',
	401: 'Unauthorized',
	403: 'Forbidden',
	404: 'Not Found',
	409: 'Conflict',
	418: "I'm a teapot",
	429: 'Too Many Requests',
	500: 'Internal Server Error',
	502: 'Bad Gateway',
	503: 'Service Unavailable',
	504: 'Gateway Timeout',
};

/** The names under which the exchange's tables have what HTTP has a status for. */
const NAMED_IN_BODY: Readonly<Record<number, RefusalStatus>> = {
	400: 'INVALID_INPUT',
	401: 'UNAUTHORIZED',
	408: 'REQUEST_TIMEOUT',
	418: 'IP_BANNED',
	429: 'TOO_MANY_REQUESTS',
	500: 'INTERNAL_SERVER_ERROR',
	502: 'BAD_GATEWAY',
	503: 'SERVICE_UNAVAILABLE',
	504: 'GATEWAY_TIMEOUT',
};

/** JSON with HTTP 200, or another status. */
export function jsonAnswer(body: unknown, status = 200, headers = {}): Answer {
	return { status, headers: { ...JSON_TYPE, ...headers }, body: writeJson(body) };
}

/** The documented envelope of a result. */
export function ok(data: unknown): object {
	return { status: 'ok', data };
}

/** A result in the envelope that the settings ask for. */
export function resultAnswer(body: object, style: Style, method: string): Answer {
	const created = style.envelope === 'statusCode' && method === 'POST';
	const statusCode = created ? 201 : 200;
	const result = style.envelope === 'statusCode' ? inNewerEnvelope(body, statusCode) : body;
	return jsonAnswer(wrapped(result, style), statusCode);
}

function inNewerEnvelope(body: object, statusCode: number): object {
	return 'data' in body ? { statusCode, message: 'ok', data: body.data } : body;
}

function wrapped(body: object, { doublyWrapped }: Style): object {
	return doublyWrapped ? { message: 'ok', data: body } : body;
}

/** A refusal of the exchange's tables: HTTP 400, or 200 where the settings say so. */
export function refusalAnswer(
	{ status, data }: Pick<Refusal, 'status' | 'data'>,
	requestId: string,
	style: Style,
	headers = {},
): Answer {
	const httpStatus = style.errorsWithHttp200 || style.doublyWrapped ? 200 : 400;
	const body = refusalBody(status, { requestId, ...data }, style);
	return jsonAnswer(wrapped(body, style), httpStatus, headers);
}

type Form = (status: RefusalStatus, code: number, data: object) => object;

const FORMS: Readonly<Record<Settings['errorForm'], Form>> = {
	named: (status, code, data) => ({ status, code, data, message: null }),
	older: (status, code, data) => ({ status: 400, code, data, message: status }),
	error: (status, code, data) => ({ status: 'error', code, data, message: status }),
};

function refusalBody(status: RefusalStatus, data: object, style: Style): object {
	if (style.envelope === 'statusCode') return gatewayBody(400, status);
	return FORMS[style.errorForm](status, REFUSALS[status], data);
}

/** The other documented envelope. */
function httpErrorAnswer(statusCode: number, message: string, headers = {}): Answer {
	return jsonAnswer(gatewayBody(statusCode, message), statusCode, headers);
}

function gatewayBody(statusCode: number, message: string): object {
	return { statusCode, message, error: HTTP_NAMES[statusCode] ?? 'Error' };
}

/** The answer to anything that was thrown while a request was processed. */
export function errorAnswer(error: unknown, requestId: () => string, style: Style): Answer {
	if (error instanceof Refusal) return refusalAnswer(error, requestId(), style);
	if (error instanceof InvalidRequest) {
		return errorAnswer(new HttpRefusal(400, error.message), requestId, style);
	}
	if (error instanceof HttpRefusal) return httpRefusalAnswer(error, requestId, style);
	if (style.httpErrorsInBody) return jsonAnswer({ status: 'error' });
	return httpErrorAnswer(
		500,
		error instanceof Error ? (error.stack ?? error.message) : String(error),
	);
}

function httpRefusalAnswer(error: HttpRefusal, requestId: () => string, style: Style): Answer {
	const { statusCode, message, headers, body } = error;
	const status = style.httpErrorsInBody ? NAMED_IN_BODY[statusCode] : undefined;
	if (status !== undefined) {
		const under200 = { ...style, errorsWithHttp200: true };
		return refusalAnswer({ status, data: {} }, requestId(), under200, headers);
	}
	if (body !== undefined) return jsonAnswer(body, statusCode, headers);
	return httpErrorAnswer(statusCode, message, headers);
}
