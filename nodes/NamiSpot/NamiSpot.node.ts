import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	type NodeConnectionType,
} from 'n8n-workflow';

import { describeResources } from './actions/operation';
import { resources } from './actions/resources';
import { route } from './actions/router';
import { subtitleOf } from './actions/subtitle';
import { namiApiConnectionTest } from './methods/credentialTest';
import { searchAssets } from './methods/lists/assets';
import { searchOpenOrders } from './methods/lists/openOrders';
import { getSymbols, searchSymbols } from './methods/lists/symbols';

const ONE_MAIN: NodeConnectionType[] = [NodeConnectionTypes.Main];

export class NamiSpot implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Nami Spot',
		name: 'namiSpot',
		icon: { light: 'file:nami.svg', dark: 'file:nami.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: subtitleOf(resources),
		description: 'Trade on the spot market of the Nami exchange',
		defaults: { name: 'Nami Spot' },
		usableAsTool: true,
		inputs: ONE_MAIN,
		outputs: ONE_MAIN,
		// Not required, since market data needs none; n8n has no credentials that some operations require.
		credentials: [{ name: 'namiApi', required: false, testedBy: 'namiApiConnectionTest' }],
		properties: describeResources(resources),
	};

	methods = {
		credentialTest: { namiApiConnectionTest },
		listSearch: { searchAssets, searchOpenOrders, searchSymbols },
		loadOptions: { getSymbols },
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await route(this);
	}
}
