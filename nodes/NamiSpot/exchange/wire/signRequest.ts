import { ApplicationError, type IHttpRequestOptions } from 'n8n-workflow';

import { resolveBaseUrl } from './environments';
import { isRecord } from '../guards';
import { parseLosslessJson } from '../reply/losslessJson';
import { signParameters, toQueryString, type RequestParameters } from './signature';

/** n8n's HTTP Request node still uses the older options, which have other names for some. */
type SignableOptions = IHttpRequestOptions & {
	uri?: string;
	followRedirect?: boolean;
	followAllRedirects?: boolean;
};

const METHODS_WITH_BODY = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);

/**
 * Signs a request in place: JSON bodies in the body (or in the URL, if the credential says so),
 * everything else in the URL. The signed query string itself becomes part of the URL, since HTTP
 * clients encode query parameters differently from what the exchange signs.
 *
 * @param timestamp Unix time in milliseconds
 * @throws ApplicationError when key or secret is missing, the request leaves the credential's host, or
 * its body cannot be signed as it is
 */
export function signRequest(
	credential: Readonly<Record<string, unknown>>,
	options: SignableOptions,
	timestamp: number,
): IHttpRequestOptions {
	const { key, secret } = keyAndSecret(credential);
	const target = targetOf(options);
	requireSameHost(target, credential);
	const body = METHODS_WITH_BODY.has(options.method ?? 'GET') ? bodyOf(options) : undefined;

	options.headers = { ...options.headers, 'x-api-key': key };
	forbidRedirects(options);
	setAddress(options, target.href);
	if (body !== undefined && credential.signedParameters !== 'query') {
		const signed = signParameters(body, secret, timestamp).parameters;
		options.body = typeof options.body === 'string' ? JSON.stringify(signed) : signed;
		return options;
	}

	const parameters = {
		...Object.fromEntries(target.searchParams),
		...(isRecord(options.qs) ? options.qs : {}),
		...body,
	};
	target.search = '';
	setAddress(options, `${target.href}?${signParameters(parameters, secret, timestamp).query}`);
	delete options.qs;
	if (body !== undefined) delete options.body;
	return options;
}

function keyAndSecret(credential: Readonly<Record<string, unknown>>) {
	const key = String(credential.apiKey ?? '').trim();
	const secret = String(credential.apiSecret ?? '').trim();
	if (key !== '' && secret !== '') return { key, secret };
	throw new ApplicationError('The Nami credential has no API key or no API secret', {
		level: 'warning',
	});
}

function targetOf(options: SignableOptions): URL {
	const address = options.url ?? options.uri ?? '';
	const isAbsolute = /^[a-z]+:\/\//i.test(address);
	const full =
		isAbsolute || options.baseURL === undefined
			? address
			: `${options.baseURL.replace(/\/+$/, '')}/${address.replace(/^\/+/, '')}`;
	if (URL.canParse(full)) return new URL(full);
	throw new ApplicationError('The address of the request is not a full URL', { level: 'warning' });
}

function requireSameHost(target: URL, credential: Readonly<Record<string, unknown>>): void {
	const base = resolveBaseUrl(credential);
	if (!base.ok) throw new ApplicationError(base.message, { level: 'warning' });
	if (base.url === target.origin || base.url.startsWith(`${target.origin}/`)) return;
	throw new ApplicationError(
		`This Nami credential signs requests to ${base.url} only, and this one goes to ${target.origin}`,
		{ level: 'warning' },
	);
}

function bodyOf(options: SignableOptions): RequestParameters | undefined {
	const { body } = options;
	if (isRecord(body) && Object.keys(body).length > 0) return body;
	if (typeof body !== 'string' || body.trim() === '') return undefined;
	const parsed = parseBody(body);
	if (!isRecord(parsed)) {
		throw new ApplicationError('The exchange signs JSON objects only; the body is something else', {
			level: 'warning',
		});
	}
	if (keepsItsNumbers(body)) return parsed;
	throw new ApplicationError(
		'The body has a number with more digits than a JSON number keeps, and it would be sent as another one: write it in quotes, e.g. "12345678901234567890", or round it',
		{ level: 'warning' },
	);
}

function parseBody(body: string): unknown {
	try {
		return JSON.parse(body);
	} catch {
		return undefined;
	}
}

/** Whether every number is still the same after it was parsed, as signing has to. */
function keepsItsNumbers(json: string): boolean {
	return JSON.stringify(JSON.parse(json)) === JSON.stringify(parseLosslessJson(json));
}

/** A 307 or 308 would send the order again, to wherever it points. */
function forbidRedirects(options: SignableOptions): void {
	options.disableFollowRedirect = true;
	options.followRedirect = false;
	options.followAllRedirects = false;
}

/** What was checked is what is used: HTTP clients read odd addresses in other ways. */
function setAddress(options: SignableOptions, address: string): void {
	delete options.baseURL;
	const isOlder = options.uri !== undefined;
	if (isOlder) options.uri = address;
	if (!isOlder || options.url !== undefined) options.url = address;
}

/** For reads that carry no signature: the address with its parameters. */
export function publicAddress(url: string, parameters: RequestParameters): string {
	const query = toQueryString(parameters);
	return query === '' ? url : `${url}?${query}`;
}
