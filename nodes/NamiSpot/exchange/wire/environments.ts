export const ENVIRONMENT_URLS: ReadonlyMap<unknown, string> = new Map([
	['live', 'https://nami.exchange'],
	['test', 'https://test.nami.exchange'],
]);

/** A base URL and its host, or what is wrong with it and what to do. */
export type BaseUrl =
	| { readonly ok: true; readonly url: string; readonly host: string }
	| { readonly ok: false; readonly message: string; readonly advice: string };

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;
const ADVICE =
	'Open the credential and enter the full address, e.g. https://nami.exchange; http is accepted for this machine only, e.g. http://localhost:8080';

/**
 * The address that a credential's requests go to: that of its environment, or its custom URL, which
 * has to be https, or http on loopback, so that a key never travels in the clear.
 */
export function resolveBaseUrl(credential: Readonly<Record<string, unknown>>): BaseUrl {
	const { environment } = credential;
	const known = ENVIRONMENT_URLS.get(environment);
	if (known !== undefined) return { ok: true, url: known, host: known.slice('https://'.length) };
	if (environment !== 'custom') {
		return {
			ok: false,
			message: 'The credential’s Environment is not chosen',
			advice: 'Open the credential and choose its Environment: Live is real money',
		};
	}
	const text = String(credential.baseUrl ?? '').trim();
	if (lastCustom?.text !== text) lastCustom = { text, base: checkCustomUrl(text) };
	return lastCustom.base;
}

/** Every request asks, and mostly for the same one. */
let lastCustom: { readonly text: string; readonly base: BaseUrl } | undefined;

function checkCustomUrl(text: string): BaseUrl {
	const refuse = (message: string): BaseUrl => ({ ok: false, message, advice: ADVICE });
	if (text === '') return refuse('The credential’s Custom URL is empty');
	if (!URL.canParse(text)) return refuse('The credential’s Custom URL is not an address');
	const url = new URL(text);
	if (url.username !== '' || url.password !== '') {
		return refuse('The credential’s Custom URL contains a user name or password');
	}
	if (url.search !== '' || url.hash !== '') {
		return refuse('The credential’s Custom URL has something after its path');
	}
	const isSafe =
		url.protocol === 'https:' || (url.protocol === 'http:' && LOOPBACK.test(url.hostname));
	if (!isSafe)
		return refuse('The credential’s Custom URL must be https, unless it is on this machine');
	return { ok: true, url: `${url.origin}${url.pathname}`.replace(/\/+$/, ''), host: url.host };
}
