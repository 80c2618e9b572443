import {
	NodeConnectionTypes,
	type IDataObject,
	type IExecuteFunctions,
	type IHttpRequestOptions,
	type INodeType,
	type IRequestOptions,
} from 'n8n-workflow';

/** The options that version 4 of n8n's HTTP Request node makes, with its two ways of reading answers. */
function asThatNodeDoes(request: IRequestOptions, isAutodetected: boolean): IRequestOptions {
	return {
		headers: { accept: 'application/json,text/html' },
		gzip: true,
		rejectUnauthorized: true,
		followRedirect: true,
		followAllRedirects: true,
		resolveWithFullResponse: true,
		timeout: 300_000,
		...request,
		...(isAutodetected ? { encoding: null, json: false, useStream: true } : { json: true }),
	};
}

/** n8n's HTTP Request node with Predefined Credential Type, as far as the request goes. */
export const httpRequestNode: INodeType = {
	description: {
		displayName: 'HTTP Request',
		name: 'httpRequest',
		group: ['output'],
		version: 1,
		description: '',
		defaults: { name: 'HTTP Request' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'namiApi' }],
		properties: [
			{ displayName: 'Helper', name: 'helper', type: 'string', default: 'request' },
			{ displayName: 'Autodetect', name: 'autodetect', type: 'boolean', default: true },
			{ displayName: 'Request', name: 'request', type: 'json', default: '{}' },
		],
	},
	async execute(this: IExecuteFunctions) {
		const request: IRequestOptions = JSON.parse(String(this.getNodeParameter('request', 0)));
		const isAutodetected = this.getNodeParameter('autodetect', 0) === true;
		if (this.getNodeParameter('helper', 0) === 'unauthenticated') {
			await this.helpers.request(asThatNodeDoes(request, isAutodetected));
			return [[]];
		}
		const response: unknown =
			this.getNodeParameter('helper', 0) === 'request'
				? await this.helpers.requestWithAuthentication.call(
						this,
						'namiApi',
						asThatNodeDoes(request, isAutodetected),
						undefined,
						0,
					)
				: await this.helpers.httpRequestWithAuthentication.call(this, 'namiApi', {
						url: String(request.uri),
						method: request.method ?? 'GET',
						...inNewerWords(request),
						returnFullResponse: true,
					});
		const { statusCode } = response as { statusCode: number };
		return [[{ json: { statusCode } }]];
	},
};

/** What the newer helper has another name for, or none, is left out. */
function inNewerWords({
	qs,
	body,
	headers,
	proxy,
	agentOptions,
	rejectUnauthorized,
}: IRequestOptions): Partial<IHttpRequestOptions> {
	return {
		...(qs && { qs }),
		...(body !== undefined && { body: body as IDataObject }),
		...(headers && { headers: headers as IDataObject }),
		...(proxy !== undefined && { proxy: proxy as NonNullable<IHttpRequestOptions['proxy']> }),
		...(agentOptions && { agentOptions }),
		...(rejectUnauthorized === false && { skipSslCertificateValidation: true }),
	};
}
