import {
	NodeConnectionTypes,
	type ICredentialDataDecryptedObject,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { signParameters } from '../../../nodes/NamiSpot/exchange/wire/signature';

/**
 * The least that a programmatic node can do: read the credential once and the fields of each item,
 * sign, send, hand on. No ledger, no pacing, no rules, no outcome: what an order costs in n8n.
 */
export class BareNode implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Bare',
		name: 'bare',
		group: ['output'],
		version: 1,
		description: '',
		defaults: { name: 'Bare' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'namiApi', required: true }],
		properties: ['symbol', 'side', 'type', 'amountIn', 'quantity', 'price'].map((name) => ({
			displayName: name,
			name,
			type: 'string',
			default: '',
		})),
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const credential = await this.getCredentials('namiApi');
		const results: INodeExecutionData[] = [];
		const { length } = this.getInputData();
		for (let item = 0; item < length; item += 1) {
			const answer = await placeOne(this, credential, item);
			results.push({ json: answer.data, pairedItem: { item } });
		}
		return [results];
	}
}

async function placeOne(
	context: IExecuteFunctions,
	{ baseUrl, apiKey, apiSecret }: ICredentialDataDecryptedObject,
	item: number,
) {
	const parameters = {
		symbol: context.getNodeParameter('symbol', item),
		side: context.getNodeParameter('side', item),
		type: context.getNodeParameter('type', item),
		quantity: Number(context.getNodeParameter('quantity', item)),
		price: Number(context.getNodeParameter('price', item)),
		useQuoteQty: context.getNodeParameter('amountIn', item) === 'quote',
	};
	return await context.helpers.httpRequest({
		method: 'POST',
		url: `${String(baseUrl)}/api/v4/spot/order`,
		headers: { 'x-api-key': apiKey },
		body: signParameters(parameters, String(apiSecret), Date.now()).parameters,
		json: true,
	});
}
