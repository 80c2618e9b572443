import type { IHttpRequestOptions } from 'n8n-workflow';

/**
 * What `authenticate` may be given: n8n's HTTP Request node still uses the older options, which have
 * other names for some and a few more.
 */
export type SignableOptions = Omit<
	IHttpRequestOptions,
	'headers' | 'body' | 'method' | 'qs' | 'proxy'
> & {
	method?: string;
	headers?: unknown;
	qs?: unknown;
	proxy?: unknown;
	body?: unknown;
	uri?: string;
	form?: unknown;
	formData?: unknown;
	auth?: unknown;
	rejectUnauthorized?: unknown;
	agentOptions?: unknown;
	followRedirect?: boolean;
	followAllRedirects?: boolean;
};
