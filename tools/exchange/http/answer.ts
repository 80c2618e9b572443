import { InvalidRequest, REFUSALS, Refusal, type RefusalStatus } from '../engine/refusals';
import type { Settings } from '../options';
import { writeJson } from '../support/json';

/** An answer ready to be written. */
export interface Answer {
	readonly status: number;
	readonly headers: Readonly<Record<string, string>>;
	readonly body: string;
}

/** An HTTP-level refusal, answered in the envelope `{ statusCode, message, error }`. */
export class HttpRefusal extends Error {
	constructor(
		readonly statusCode: number,
		message: string,
		readonly headers: Readonly<Record<string, string>> = {},
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
	418: "I'm a teapot",
	429: 'Too Many Requests',
	500: 'Internal Server Error',
	502: 'Bad Gateway',
	503: 'Service Unavailable',
	504: 'Gateway Timeout',
};

/** JSON with HTTP 200, or another status. */
export function jsonAnswer(body: unknown, status = 200, headers = {}): Answer {
	return { status, headers: { ...JSON_TYPE, ...headers }, body: writeJson(body) };
}

/** The documented envelope of a result. */
export function ok(data: unknown): object {
	return { status: 'ok', data };
}

/** A result, wrapped once more if the settings say so. */
export function resultAnswer(body: object, settings: Settings): Answer {
	return jsonAnswer(settings.doublyWrapped ? { message: 'ok', data: body } : body);
}

/** A documented error: HTTP 400, or 200 where the settings say so. */
export function refusalAnswer(
	status: RefusalStatus,
	requestId: string,
	settings: Pick<Settings, 'errorsWithHttp200' | 'doublyWrapped'>,
): Answer {
	const body = { status, code: REFUSALS[status], data: { requestId }, message: null };
	if (settings.doublyWrapped) return jsonAnswer({ message: 'ok', data: body });
	return jsonAnswer(body, settings.errorsWithHttp200 ? 200 : 400);
}

/** The other documented envelope. */
export function httpErrorAnswer(statusCode: number, message: string, headers = {}): Answer {
	const error = HTTP_NAMES[statusCode] ?? 'Error';
	return jsonAnswer({ statusCode, message, error }, statusCode, headers);
}

/** The answer to anything that was thrown while a request was processed. */
export function errorAnswer(error: unknown, requestId: () => string, settings: Settings): Answer {
	if (error instanceof Refusal) return refusalAnswer(error.status, requestId(), settings);
	if (error instanceof InvalidRequest) return httpErrorAnswer(400, error.message);
	if (error instanceof HttpRefusal) {
		return httpErrorAnswer(error.statusCode, error.message, error.headers);
	}
	return httpErrorAnswer(
		500,
		error instanceof Error ? (error.stack ?? error.message) : String(error),
	);
}
