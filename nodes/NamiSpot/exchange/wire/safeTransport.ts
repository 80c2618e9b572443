import { UserError } from 'n8n-workflow';

import { isRecord } from '../guards';
import type { SignableOptions } from './signableOptions';

/** Of n8n's agent options, those that leave it to Node.js whom to believe: the client's own certificate. */
const HARMLESS_AGENT_OPTIONS = new Set(['cert', 'key', 'passphrase', 'keepAlive']);
const METHOD_OVERRIDE = /^x-(http-)?method(-override)?$/i;

/** Ways to have a signed request read by somebody else than the exchange, or taken for another one. */
const DANGERS: ReadonlyArray<{
	readonly isThere: (options: SignableOptions, target: URL) => boolean;
	/** Continues `This Nami credential does not sign …`. */
	readonly what: string;
}> = [
	{
		isThere: ({ skipSslCertificateValidation: skips, rejectUnauthorized: rejects }) =>
			(skips ?? false) !== false || (rejects ?? true) !== true,
		what: 'where certificates are not checked: turn off Ignore SSL Issues',
	},
	{
		isThere: ({ agentOptions }) => !isHarmless(agentOptions),
		what: 'requests with their own certificate authority or TLS settings: remove the SSL certificates',
	},
	{
		isThere: ({ headers }) => namesOf(headers).some((name) => name.toLowerCase() === 'host'),
		what: 'requests with a Host header: remove the header',
	},
	{
		isThere: ({ headers }) => namesOf(headers).some((name) => METHOD_OVERRIDE.test(name)),
		what: 'requests with a header that names another method: remove the header',
	},
	{
		isThere: ({ proxy }, { protocol }) => protocol !== 'https:' && Boolean(proxy),
		what: 'plain http requests through a proxy: the proxy could read the API key',
	},
	{
		isThere: ({ auth }) => auth !== undefined,
		what: 'requests with another authentication, since n8n may send them twice',
	},
];

/**
 * Makes sure that a signed request can only be read by the host that it is signed for.
 *
 * @throws UserError where certificates are not checked, or something is brought along that could
 * lead the request elsewhere
 */
export function requireSafeTransport(options: SignableOptions, target: URL): void {
	const danger = DANGERS.find(({ isThere }) => isThere(options, target));
	if (danger !== undefined)
		throw new UserError(`This Nami credential does not sign ${danger.what}`);
}

function isHarmless(agentOptions: unknown): boolean {
	if (agentOptions === undefined) return true;
	if (!isRecord(agentOptions)) return false;
	return Object.entries(agentOptions).every(
		([name, value]) =>
			HARMLESS_AGENT_OPTIONS.has(name) ||
			value === undefined ||
			(name === 'rejectUnauthorized' && value === true),
	);
}

function namesOf(headers: unknown): string[] {
	return isRecord(headers) ? Object.keys(headers) : [];
}
