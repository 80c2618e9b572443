import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { orderTypes } from '../fields/orderTypes';
import { filtersField, optionsField } from '../fields/options';
import { sideProperty } from '../fields/side';
import {
	eventsField,
	lookBackField,
	orderTypesField,
	REPORT_AFTER_MINUTES,
	reportAfterField,
	symbolNamesField,
	symbolsField,
} from './settings';
import { rearmDistanceField } from './prices/crossing';
import { sources } from './sources';

const byName = (a: INodePropertyOptions, b: INodePropertyOptions) => (a.name < b.name ? -1 : 1);

/** The trigger’s fields. Events and what they need come from the sources. */
export const triggerFields: INodeProperties[] = [
	{
		...eventsField,
		type: 'multiOptions',
		required: true,
		options: sources.flatMap(({ options }) => options).sort(byName),
		default: ['orderFilled'],
		description: 'What starts the workflow. Each event arrives as one item.',
	},
	{
		...symbolsField,
		type: 'multiOptions',
		typeOptions: { loadOptionsMethod: 'getSymbolOptions' },
		default: [],
		description:
			'Only events of these symbols. Empty means all, but price events need at least one. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
	},
	{
		...symbolNamesField,
		type: 'string',
		default: '',
		placeholder: 'e.g. BTCUSDT, ETH/USDT',
		description: 'More symbols, separated by commas or spaces',
	},
	...sources.flatMap(({ fields }) => fields),
	filtersField([
		{
			...orderTypesField,
			type: 'multiOptions',
			options: orderTypes.map(({ option }) => option),
			default: [],
			description:
				'Only orders of these types, and their trades. A trade whose order cannot be found is reported anyway.',
		},
		sideProperty('Only orders and trades on this side'),
	]),
	optionsField([
		{
			...lookBackField,
			type: 'number',
			default: 0,
			typeOptions: { minValue: 0 },
			description:
				'How far back the very first poll looks for order and trade events. Without it, events count from the moment of publishing.',
		},
		{
			...rearmDistanceField,
			type: 'string',
			default: '0',
			placeholder: 'e.g. 250',
			description:
				'How far the price must come back across the level before Price Rises Above or Price Falls Below can fire again. Less than the level; 0 means back to the level.',
		},
		{
			...reportAfterField,
			type: 'number',
			default: REPORT_AFTER_MINUTES,
			typeOptions: { minValue: 0 },
			description:
				'If nothing can be read for this long, one failed execution reports it and runs the error workflow. 0 means never. What only you can fix, such as a revoked key, is reported at once.',
		},
	]),
];
