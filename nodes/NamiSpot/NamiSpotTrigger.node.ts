import {
	NodeConnectionTypes,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	type IPollFunctions,
	type NodeConnectionType,
} from 'n8n-workflow';

import { namiApiConnectionTest } from './methods/credentialTest';
import { getAssets } from './methods/lists/assets';
import { getSymbolOptions } from './methods/lists/symbols';
import { triggerFields } from './trigger/fields';
import { poll } from './trigger/poll';
import { sources } from './trigger/sources';
import { triggerSubtitleOf } from './trigger/subtitle';

const ONE_MAIN: NodeConnectionType[] = [NodeConnectionTypes.Main];

export class NamiSpotTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Nami Spot Trigger',
		name: 'namiSpotTrigger',
		icon: { light: 'file:nami.svg', dark: 'file:nami.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: triggerSubtitleOf(sources),
		description:
			'Starts the workflow on fills, cancellations, trades, balances and prices of the Nami exchange',
		defaults: { name: 'Nami Spot Trigger' },
		polling: true,
		inputs: [],
		outputs: ONE_MAIN,
		credentials: [{ name: 'namiApi', required: true, testedBy: 'namiApiConnectionTest' }],
		// n8n adds the poll times to the very list that it is given.
		properties: [...triggerFields],
	};

	methods = {
		credentialTest: { namiApiConnectionTest },
		loadOptions: { getAssets, getSymbolOptions },
	};

	async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
		return await poll(this);
	}
}
