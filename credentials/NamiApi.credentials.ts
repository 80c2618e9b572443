import type {
	ICredentialDataDecryptedObject,
	ICredentialType,
	Icon,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';

import { clock } from '../nodes/NamiSpot/exchange/clock';
import { signRequest } from '../nodes/NamiSpot/exchange/wire/signRequest';
import { notesOf } from '../nodes/NamiSpot/exchange/wire/signingNotes';
import { credentialRailFields } from '../nodes/NamiSpot/rails/fields';
import { requireWithinRails } from '../nodes/NamiSpot/rails/wall';

/**
 * Key and secret of a Nami account. `authenticate` is the only code that reads the secret; it signs
 * for this package's nodes, for the connection test (a method of the node, which can say in words
 * what is wrong) and for n8n's HTTP Request node.
 */
export class NamiApi implements ICredentialType {
	name = 'namiApi';

	displayName = 'Nami API';

	icon: Icon = { light: 'file:nami.svg', dark: 'file:nami.dark.svg' };

	documentationUrl = 'https://github.com/n8n-nodes-nami/n8n-nodes-nami#get-a-key';

	properties: INodeProperties[] = [
		{
			displayName: 'API Key',
			name: 'apiKey',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
		},
		{
			displayName: 'API Secret',
			name: 'apiSecret',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			description: 'Signs every request and is never sent',
		},
		{
			displayName: 'Environment',
			name: 'environment',
			type: 'options',
			options: [
				{
					name: 'Live',
					value: 'live',
					description: 'Real money, at https://nami.exchange',
				},
				{
					name: 'Test',
					value: 'test',
					description: 'The exchange’s test deployment, at https://test.nami.exchange',
				},
				{
					name: 'Custom URL',
					value: 'custom',
					description: 'Your own proxy, or a stand-in exchange on this machine',
				},
			],
			required: true,
			default: '',
			description: 'Required. Nothing is sent until you choose it.',
		},
		{
			displayName: 'Custom URL',
			name: 'baseUrl',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. http://localhost:8080',
			description: 'An https address, or an http one on this machine',
			displayOptions: { show: { environment: ['custom'] } },
		},
		...credentialRailFields,
		{
			displayName: 'Request Format',
			name: 'signedParameters',
			type: 'options',
			options: [
				{
					name: 'Automatic',
					value: 'auto',
					description: 'What the exchange has been seen to accept',
				},
				{ name: 'Request Body', value: 'body' },
				{ name: 'Query String', value: 'query' },
				{ name: 'Both', value: 'both' },
			],
			default: 'auto',
			description:
				'Where the parameters of orders and cancellations go. Leave it on Automatic unless the exchange says otherwise.',
		},
		{
			displayName: 'Calls per Minute',
			name: 'callsPerMinute',
			type: 'number',
			typeOptions: { minValue: 12, numberPrecision: 0 },
			default: 50,
			description:
				'Maximum calls of this n8n process to the exchange within any 60 seconds. Some are reserved for orders, cancellations and looking up orders whose response was lost. The exchange allows 60 per IP address.',
		},
		{
			displayName: 'Longest Wait (Seconds)',
			name: 'longestWait',
			type: 'number',
			typeOptions: { minValue: 0, numberPrecision: 0 },
			default: 60,
			description:
				'How long a call may wait for its turn. An order that would have to wait longer is not sent.',
		},
	];

	/**
	 * Adds `x-api-key`, a fresh `timestamp` and the `signature`, as the exchange's authentication
	 * guide says, to a copy of the options. Safe on what it has signed before: n8n signs again after an
	 * HTTP 401.
	 *
	 * @throws UserError when the request goes elsewhere than below the credential's URL, could be read on
	 * its way, or cannot be signed
	 */
	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		requestOptions: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> {
		const sign = async () => {
			requireWithinRails(credentials, requestOptions);
			return signRequest(credentials, requestOptions, clock.now());
		};
		return await sign().catch(async (refused: Error) => {
			notesOf(requestOptions).onRefused?.(refused.message);
			return await Promise.reject(refused);
		});
	}
}
