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
import { getSymbolOptions, searchSymbols } from './methods/lists/symbols';

const ONE_MAIN: NodeConnectionType[] = [NodeConnectionTypes.Main];

/** What n8n's AI builder is told; its types know it from n8n 2.4x on, older ones ignore it. */
const BUILDER_HINT = {
	builderHint: {
		searchHint:
			'Places real orders with real money. Set rails: options allowedSymbols and maxOrderValue, and those of the credential. Set On Error to continueErrorOutput and connect the error output; branch there with a Switch on error.todo (look, fund, wait, fix, nothing), and never place an order again while error.outcome is unknown. For webhooks and alerts set the option orderKey (Signal ID) to the ID of the signal. Leave dryRun on manual until the user asks for real orders.',
	},
} as const;

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
		...BUILDER_HINT,
		inputs: ONE_MAIN,
		outputs: ONE_MAIN,
		// Not required, since market data needs none; n8n has no credentials that some operations require.
		credentials: [{ name: 'namiApi', required: false, testedBy: 'namiApiConnectionTest' }],
		properties: describeResources(resources),
	};

	methods = {
		credentialTest: { namiApiConnectionTest },
		listSearch: { searchAssets, searchOpenOrders, searchSymbols },
		loadOptions: { getSymbolOptions },
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await route(this);
	}
}
