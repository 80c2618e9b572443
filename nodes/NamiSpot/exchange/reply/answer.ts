import type { IDataObject } from 'n8n-workflow';

import { isRecord, numberOf, textOf } from '../guards';
import { hasOrderId, orderIdOf } from '../orderRow';
import { errorNamed } from './errors';
import { parseLosslessJson } from './losslessJson';
import type { Answer } from './reply';

/** What an answer's body says. The body decides; the HTTP status is only reported. */
export type Judgement =
	| { readonly kind: 'ok'; readonly data: unknown }
	| Refusal
	| { readonly kind: 'unreadable'; readonly httpStatus: number };

/** The exchange said no: its own envelope, or the gateway's `statusCode` envelope. */
export interface Refusal {
	readonly kind: 'refused';
	/** The gateway checks requests before the exchange sees them; the exchange's own no may come late. */
	readonly by: 'exchange' | 'gateway';
	/** As reported by HTTP, or by the body's `statusCode` where HTTP claims success or it is worse. */
	readonly httpStatus: number;
	/** The error's name, e.g. `NOT_ENOUGH_BASE_ASSET`; absent where the answer has none. */
	readonly status?: string | undefined;
	readonly code?: number | undefined;
	readonly requestId?: string | undefined;
	/** The exchange's own words, if it had any. */
	readonly said?: string | undefined;
	/** What it gave beside them, such as the limit that was broken. */
	readonly data?: IDataObject | undefined;
}

/** A name of an error, as opposed to a sentence. */
const NAME = /^[A-Z][A-Z0-9]*(_[A-Z0-9]+)+$/;
const LONGEST_WORDS = 300;

/**
 * Reads an answer in any of the exchange's envelopes:
 * - `{ status: 'ok', data }`; `{ statusCode: 200, message: 'ok', data }`; either one wrapped in an envelope once more
 * - `{ status: '<NAME>', code, data: { requestId }, message }`
 * - the older `{ status: 400, code, message: '<NAME>' }`, and `{ status: 'error', message: '<NAME>' }`
 * - `{ statusCode, message, error }`; a name alone, as text
 *
 * HTML, empty bodies and cut-off JSON are unreadable, and so is an order in no known envelope: its
 * own status, such as `NEW`, must not be taken for that of a refusal.
 */
export function judge({ httpStatus, text }: Pick<Answer, 'httpStatus' | 'text'>): Judgement {
	const bare = text.trim();
	return judgeBody(parse(text) ?? (NAME.test(bare) ? bare : undefined), httpStatus);
}

function judgeBody(body: unknown, httpStatus: number): Judgement {
	if (typeof body === 'string') return judgeName(body, httpStatus);
	if (!isRecord(body)) return { kind: 'unreadable', httpStatus };
	if (isOk(body.status)) return { kind: 'ok', data: body.data };
	if (isWrapper(body)) return judgeWrapped(body.data, httpStatus);
	if (isOrderOfItsOwn(body)) return { kind: 'unreadable', httpStatus };
	if (textOf(body.status) !== undefined) return ownRefusal(body, httpStatus);
	if (typeof body.statusCode === 'number') return gatewayRefusal(body, httpStatus);
	const isNamed = nameIn(body) !== undefined || numberOf(body.code) !== undefined;
	if (isNamed && body.status !== undefined) return ownRefusal(body, httpStatus);
	return { kind: 'unreadable', httpStatus };
}

function judgeName(text: string, httpStatus: number): Judgement {
	const status = errorNamed(text)?.name;
	if (status === undefined) return { kind: 'unreadable', httpStatus };
	return { kind: 'refused', by: 'exchange', httpStatus, status };
}

/** The body of an answer as JSON; undefined if it is not JSON. */
export function parse(text: string): unknown {
	try {
		return parseLosslessJson(text);
	} catch {
		return undefined;
	}
}

function isOk(status: unknown): boolean {
	return typeof status === 'string' && status.toLowerCase() === 'ok';
}

/** An envelope that says that it went well, without a `status` of its own. */
function isWrapper({ status, statusCode, message, data }: IDataObject): boolean {
	if (status !== undefined || data === undefined) return false;
	if (statusCode !== undefined) return Number(statusCode) >= 200 && Number(statusCode) < 300;
	if (!isRecord(data)) return isOk(message);
	return orderIdOf(data) === undefined && (isOk(message) || typeof data.status === 'string');
}

/** What is wrapped is an envelope once more, or the data itself: an order has a status, too. */
function judgeWrapped(data: unknown, httpStatus: number): Judgement {
	if (!isRecord(data) || orderIdOf(data) !== undefined) return { kind: 'ok', data };
	const isEnvelope = [data.status, data.statusCode, data.code].some((said) => said !== undefined);
	return isEnvelope ? judgeBody(data, httpStatus) : { kind: 'ok', data };
}

function isOrderOfItsOwn(body: IDataObject): boolean {
	const isOrder = orderIdOf(body) !== undefined || hasOrderId(body.data);
	return isOrder && errorNamed(nameIn(body)) === undefined;
}

/** In `status`, or, where that is a number or says no more than "error", in `message`. */
function nameIn({ status, message }: IDataObject): string | undefined {
	const own = textOf(status);
	if (own !== undefined && own.toLowerCase() !== 'error') return own;
	const text = textOf(message)?.trim();
	return text !== undefined && (NAME.test(text) || errorNamed(text)) ? text : undefined;
}

function ownRefusal(body: IDataObject, httpStatus: number): Refusal {
	const data = isRecord(body.data) ? body.data : {};
	const status = nameIn(body);
	const said = words(body.message);
	return {
		kind: 'refused',
		by: 'exchange',
		httpStatus,
		status: status && (oneLine(status) ?? status),
		code: numberOf(body.code),
		requestId: oneLine(data.requestId) ?? oneLine(body.requestId),
		said: said === status ? undefined : said,
		data: Object.keys(data).some((name) => name !== 'requestId') ? data : undefined,
	};
}

function gatewayRefusal(body: IDataObject, httpStatus: number): Refusal {
	const stated = numberOf(body.statusCode) ?? httpStatus;
	const bodyKnowsBetter = httpStatus < 300 || isServerTrouble(stated);
	const said = words(body.message) ?? words(body.error);
	const status = errorNamed(said)?.name;
	return {
		kind: 'refused',
		by: 'gateway',
		httpStatus: bodyKnowsBetter ? stated : httpStatus,
		status,
		code: numberOf(body.code),
		requestId: oneLine(body.requestId),
		said: status === undefined ? said : undefined,
	};
}

/** A status that leaves open how far the request has come. */
export function isServerTrouble(httpStatus: number): boolean {
	return httpStatus >= 500 || httpStatus === 408;
}

function words(value: unknown): string | undefined {
	return oneLine(Array.isArray(value) ? value.filter((part) => textOf(part)).join('; ') : value);
}

function oneLine(value: unknown): string | undefined {
	const line = textOf(value)
		?.slice(0, LONGEST_WORDS * 4)
		.replace(/\s+/g, ' ')
		.trim();
	return textOf(
		line !== undefined && line.length > LONGEST_WORDS
			? `${line.slice(0, LONGEST_WORDS - 1)}…`
			: line,
	);
}
