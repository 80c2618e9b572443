import { UserError, type IDataObject } from 'n8n-workflow';

import { isRecord } from '../guards';
import { parse } from '../reply/answer';
import type { SignableOptions } from './signableOptions';
import { withoutSignature, type RequestParameters } from './signature';

/** What of a request is signed. */
export interface SignableContent {
	/** Of the address and the query parameters together. */
	readonly query: RequestParameters;
	/** Of the JSON body; undefined without one. */
	readonly body: RequestParameters | undefined;
}

const METHODS_WITH_BODY = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);

/** Of a request: what is signed cannot be told from what would be sent beside it. */
const UNSIGNABLE = {
	form: 'The exchange signs only JSON bodies, and this request has a form: choose JSON as the body',
	type: 'The exchange signs only JSON bodies, and this request declares another content type: choose JSON as the body',
	kind: 'The exchange signs only JSON objects, and the body is something else',
	digits:
		'The body has a number with too many digits for JSON; it would change on the way. Write it in quotes, e.g. "12345678901234567890", or round it',
	onGet: 'A request without POST, PUT, PATCH or DELETE carries no body: use query parameters',
	twice: (name: string) =>
		`The parameter ${name} appears more than once, and only one would be signed`,
	odd: 'The query parameters are not a list of names and values',
	nested: (name: string) =>
		`The query parameter ${name} is a list or an object, which cannot be signed in a URL`,
	both: 'The exchange signs either the body or the query parameters, and this request has both: put everything into the body',
};

/**
 * Reads what is signed, and makes sure that nothing would be sent beside it. A signature of an
 * earlier signing is left out.
 *
 * @param method in capitals
 * @throws UserError for a form, a body that is no JSON object, names that repeat, and the like
 */
export function contentOf(method: string, options: SignableOptions, target: URL): SignableContent {
	const query = withoutSignature(queryOf(options, target));
	const body = bodyOf(method, options);
	if (body !== undefined && Object.keys(query).length > 0) refuse(UNSIGNABLE.both);
	return { query, body: body === undefined ? undefined : withoutSignature(body) };
}

function queryOf({ qs }: SignableOptions, target: URL): IDataObject {
	if (qs !== undefined && !isRecord(qs)) refuse(UNSIGNABLE.odd);
	const ofOptions = isRecord(qs) ? Object.entries(qs) : [];
	const found = new Map<string, IDataObject[string]>();
	for (const [name, value] of [...target.searchParams, ...ofOptions]) {
		if (value === undefined) continue;
		if (found.has(name)) refuse(UNSIGNABLE.twice(name));
		if (typeof value === 'object' && value !== null) refuse(UNSIGNABLE.nested(name));
		found.set(name, value);
	}
	return Object.fromEntries(found);
}

function bodyOf(method: string, options: SignableOptions): RequestParameters | undefined {
	const { body, form, formData } = options;
	if (form !== undefined || formData !== undefined) refuse(UNSIGNABLE.form);
	if (isEmptyBody(body)) return undefined;
	if (!METHODS_WITH_BODY.has(method)) refuse(UNSIGNABLE.onGet);
	if (!saysJson(options.headers)) refuse(UNSIGNABLE.type);
	if (typeof body !== 'string') return isPlainObject(body) ? body : refuse(UNSIGNABLE.kind);
	const parsed = parse(body);
	if (!isRecord(parsed)) return refuse(UNSIGNABLE.kind);
	const keepsItsNumbers = JSON.stringify(JSON.parse(body)) === JSON.stringify(parsed);
	return keepsItsNumbers ? parsed : refuse(UNSIGNABLE.digits);
}

function isEmptyBody(body: unknown): boolean {
	if (body === undefined || body === null) return true;
	if (typeof body === 'string') return body.trim() === '';
	return isPlainObject(body) && Object.keys(body).length === 0;
}

/** As opposed to a Buffer, a stream, a form and other things that clients send in ways of their own. */
function isPlainObject(value: unknown): value is IDataObject {
	if (!isRecord(value)) return false;
	const prototype: unknown = Object.getPrototypeOf(value);
	return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function saysJson(headers: unknown): boolean {
	const named = isRecord(headers) ? Object.entries(headers) : [];
	const types = named.filter(([name]) => name.toLowerCase() === 'content-type');
	return types.every(([, type]) => /^application\/json\s*(;|$)/i.test(String(type)));
}

function refuse(message: string): never {
	throw new UserError(message);
}
