import { UserError, type IDataObject, type IHttpRequestOptions } from 'n8n-workflow';

import { isRecord } from '../guards';
import { CARRIERS, dialectOf } from './dialect';
import { resolveBaseUrl } from './environments';
import { requireSafeTransport } from './safeTransport';
import { contentOf } from './signableContent';
import type { SignableOptions } from './signableOptions';
import { asQueryValues, signParameters, toQueryString, type RequestParameters } from './signature';
import { isOwn, notesOf, withoutNotes, type Carrier } from './signingNotes';

/** n8n signs again what it has signed (after an HTTP 401): then from the options that were given first. */
const signedFrom = new WeakMap<object, SignableOptions>();

/**
 * Gives a signed copy of the options, which stay as they are: no key and no signature gets into what
 * n8n keeps of a request. Where a JSON body is carried (see `Carrier`) the credential's *Request
 * Format* decides, and if that is *Automatic*, the request's own note (`withNotes`), and
 * without one the body. Everything else is signed in the address, as the very query string that was
 * signed, since HTTP clients encode query parameters differently from what the exchange signs.
 *
 * @param timestamp Unix time in milliseconds
 * @throws UserError when the credential is not usable, the request leaves its base URL or could be read
 * on its way, or something would be sent beside what is signed
 */
export function signRequest(
	credential: Readonly<Record<string, unknown>>,
	options: SignableOptions,
	timestamp: number,
): IHttpRequestOptions {
	const { key, secret } = keyAndSecret(credential);
	const { given, baseUrl, target, method, query, body } = readTarget(credential, options);
	const carrier = body === undefined ? 'query' : carrierOf(credential, given, baseUrl);

	const signed = (parameters: RequestParameters) => signParameters(parameters, secret, timestamp);
	const address = addressOf(target);
	const inQuery = carrier === 'body' ? '' : `?${signed(asQueryValues(body ?? query)).query}`;
	const copy = withAddress(given, `${address}${inQuery}`);
	copy.method = method;
	copy.headers = { ...withoutKey(given.headers), 'x-api-key': key };
	if (body !== undefined) {
		setBody(copy, carrier === 'query' ? undefined : signed(body).parameters);
	}
	const { deadline } = notesOf(given);
	if (deadline !== undefined) copy.abortSignal = deadline;
	forbidRedirects(copy);
	signedFrom.set(copy, given);
	return copy as IHttpRequestOptions;
}

/** A request that can be signed: what it asks for. */
export interface SignableRequest {
	/** In capitals. */
	readonly method: string;
	/** Below the credential's base URL. */
	readonly path: string;
	readonly baseUrl: string;
	/** Without those of an earlier signing. */
	readonly parameters: RequestParameters;
	readonly isOwn: boolean;
}

/**
 * Reads what a request that is to be signed asks for, as `signRequest` would sign it.
 *
 * @throws UserError as `signRequest`
 */
export function readSignable(
	credential: Readonly<Record<string, unknown>>,
	options: SignableOptions,
): SignableRequest {
	const { given, baseUrl, target, method, query, body } = readTarget(credential, options);
	const path = addressOf(target).slice(baseUrl.length);
	return { method, path, baseUrl, parameters: body ?? query, isOwn: isOwn(given) };
}

function readTarget(credential: Readonly<Record<string, unknown>>, options: SignableOptions) {
	const given = signedFrom.get(options) ?? options;
	const target = targetOf(given);
	const baseUrl = requireBelowBaseUrl(target, credential);
	requireSafeTransport(given, target);
	const method = String(given.method ?? 'GET').toUpperCase();
	return { given, baseUrl, target, method, ...contentOf(method, given, target) };
}

function keyAndSecret(credential: Readonly<Record<string, unknown>>) {
	const key = String(credential.apiKey ?? '').trim();
	const secret = String(credential.apiSecret ?? '').trim();
	if (key !== '' && secret !== '') return { key, secret };
	throw new UserError('The Nami credential has no API key or no API secret');
}

function targetOf(options: SignableOptions): URL {
	const address = String(options.url ?? options.uri ?? '');
	const isAbsolute = /^[a-z]+:\/\//i.test(address);
	const full =
		isAbsolute || options.baseURL === undefined
			? address
			: `${options.baseURL.replace(/\/+$/, '')}/${address.replace(/^\/+/, '')}`;
	if (URL.canParse(full)) return new URL(full);
	throw new UserError('The address of the request is not a full URL');
}

function requireBelowBaseUrl(target: URL, credential: Readonly<Record<string, unknown>>): string {
	const base = resolveBaseUrl(credential);
	if (!base.ok) throw new UserError(base.message);
	if (addressOf(target).startsWith(`${base.url}/`)) return base.url;
	throw new UserError(
		`This Nami credential signs only requests to ${base.url}; this one goes to ${addressOf(target)}`,
	);
}

/** Without query. */
function addressOf({ origin, pathname }: URL): string {
	return `${origin}${pathname}`;
}

function carrierOf(
	credential: Readonly<Record<string, unknown>>,
	options: SignableOptions,
	baseUrl: string,
): Carrier {
	const set = credential.signedParameters ?? 'auto';
	if (set === 'auto') return notesOf(options).carrier ?? dialectOf(baseUrl).carrier ?? 'body';
	const asked = CARRIERS.find((carrier) => carrier === set);
	if (asked !== undefined) return asked;
	throw new UserError('The credential’s Request Format is not one of the options');
}

/** A copy with this address: what was checked is what is used, since HTTP clients read odd addresses in other ways. */
function withAddress(options: SignableOptions, address: string): SignableOptions {
	const copy = withoutNotes(options);
	delete copy.baseURL;
	delete copy.qs;
	if (copy.uri !== undefined) copy.uri = address;
	if (copy.uri === undefined || copy.url !== undefined) copy.url = address;
	return copy;
}

function withoutKey(headers: unknown): IDataObject {
	const given = isRecord(headers) ? Object.entries(headers) : [];
	return Object.fromEntries(given.filter(([name]) => name.toLowerCase() !== 'x-api-key'));
}

function setBody(options: SignableOptions, parameters: RequestParameters | undefined): void {
	if (parameters === undefined) delete options.body;
	else options.body = typeof options.body === 'string' ? JSON.stringify(parameters) : parameters;
}

/** A 307 or 308 would send the order again, to wherever it points. */
function forbidRedirects(options: SignableOptions): void {
	options.disableFollowRedirect = true;
	options.followRedirect = false;
	options.followAllRedirects = false;
}

/** For reads that carry no signature: the address with its parameters. */
export function publicAddress(url: string, parameters: RequestParameters): string {
	const query = toQueryString(parameters);
	return query === '' ? url : `${url}?${query}`;
}
