import type { IDataObject } from 'n8n-workflow';

import { documentedError } from './errors';
import { isRecord, numberOf, textOf } from '../guards';
import { parseLosslessJson } from './losslessJson';
import { hasOrderId } from '../orderRow';

/** A complete HTTP answer, as it came. Times are Unix milliseconds of this machine. */
export interface Answer {
	readonly kind: 'answer';
	readonly httpStatus: number;
	readonly headers: Readonly<Record<string, string>>;
	readonly text: string;
	readonly sentAt: number;
	readonly receivedAt: number;
}

/** What an answer's body says. The body decides; the HTTP status is only reported. */
export type Judgement =
	| { readonly kind: 'ok'; readonly data: unknown }
	| Refusal
	| { readonly kind: 'unreadable'; readonly httpStatus: number };

/** The exchange said no: the broker's envelope, or the gateway's `statusCode` envelope. */
export interface Refusal {
	readonly kind: 'refused';
	/** As reported by HTTP, or by the body's `statusCode` where HTTP claims success or it is worse. */
	readonly httpStatus: number;
	/** The broker's status name, e.g. `NOT_ENOUGH_BASE_ASSET`; absent in the gateway's envelope. */
	readonly status?: string;
	readonly code?: number;
	readonly requestId?: string;
	/** The exchange's own words, if it had any. */
	readonly said?: string;
}

/**
 * Reads an answer: `{ status: 'ok', data }`; the same wrapped once more in `{ message, data }`;
 * `{ status: '<NAME>', code, data: { requestId } }`; or `{ statusCode, message, error }`.
 * HTML, empty bodies and cut-off JSON are unreadable, and so is an order in no known envelope: its
 * own status, such as `NEW`, must not be taken for that of a refusal.
 */
export function judge(answer: Answer): Judgement {
	const { httpStatus } = answer;
	const body = unwrap(parse(answer.text));
	if (!isRecord(body)) return { kind: 'unreadable', httpStatus };
	if (isOk(body.status)) return { kind: 'ok', data: body.data };
	if (isOrderOfItsOwn(body)) return { kind: 'unreadable', httpStatus };
	if (typeof body.status === 'string') return brokerRefusal(body, httpStatus);
	if (typeof body.statusCode === 'number') return gatewayRefusal(body, httpStatus);
	return { kind: 'unreadable', httpStatus };
}

/** The body of an answer as JSON; undefined if it is not JSON. */
export function parse(text: string): unknown {
	try {
		return parseLosslessJson(text);
	} catch {
		return undefined;
	}
}

/**
 * How far the exchange's clock is ahead of this machine's, in milliseconds, from the `Date` header;
 * exact to about a second and half the call's duration. Undefined without a usable header.
 */
export function clockOffset(answer: Answer): number | undefined {
	const date = Date.parse(answer.headers.date ?? '');
	if (Number.isNaN(date)) return undefined;
	const middleOfItsSecond = date + 500;
	return middleOfItsSecond - (answer.sentAt + answer.receivedAt) / 2;
}

function unwrap(body: unknown): unknown {
	if (!isRecord(body) || body.status !== undefined || !isRecord(body.data)) return body;
	return typeof body.data.status === 'string' ? body.data : body;
}

function isOk(status: unknown): boolean {
	return typeof status === 'string' && status.toLowerCase() === 'ok';
}

function isOrderOfItsOwn(body: IDataObject): boolean {
	if (!hasOrderId(body) && !hasOrderId(body.data)) return false;
	return documentedError(textOf(body.status), numberOf(body.code)) === undefined;
}

function brokerRefusal(body: IDataObject, httpStatus: number): Refusal {
	const data = isRecord(body.data) ? body.data : {};
	return refusal({
		httpStatus,
		status: textOf(body.status),
		code: numberOf(body.code),
		requestId: textOf(data.requestId) ?? textOf(body.requestId),
		said: words(body.message),
	});
}

function gatewayRefusal(body: IDataObject, httpStatus: number): Refusal {
	const stated = numberOf(body.statusCode) ?? httpStatus;
	const bodyKnowsBetter = httpStatus < 300 || isServerTrouble(stated);
	return refusal({
		httpStatus: bodyKnowsBetter ? stated : httpStatus,
		requestId: textOf(body.requestId),
		said: words(body.message) ?? words(body.error),
	});
}

/** A status that leaves open how far the request has come. */
export function isServerTrouble(httpStatus: number): boolean {
	return httpStatus >= 500 || httpStatus === 408;
}

function words(value: unknown): string | undefined {
	if (Array.isArray(value)) return textOf(value.filter((part) => textOf(part)).join('; '));
	return textOf(value);
}

type MaybeUndefined<T> = { readonly [K in keyof T]: T[K] | undefined };

function refusal(
	found: MaybeUndefined<Omit<Refusal, 'kind' | 'httpStatus'>> & { httpStatus: number },
): Refusal {
	const { httpStatus, status, code, requestId, said } = found;
	return {
		kind: 'refused',
		httpStatus,
		...(status !== undefined && { status }),
		...(code !== undefined && { code }),
		...(requestId !== undefined && { requestId }),
		...(said !== undefined && { said }),
	};
}
