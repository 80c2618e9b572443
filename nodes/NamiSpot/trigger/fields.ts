import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { orderTypes } from '../fields/orderTypes';
import { sideField, sideOptions } from '../fields/side';
import {
	eventsField,
	symbolsField,
	orderTypesField,
	lookBackField,
	rearmDistanceField,
} from './settings';
import { sources } from './sources';

const byName = (a: INodePropertyOptions, b: INodePropertyOptions) => (a.name < b.name ? -1 : 1);

/** The trigger’s fields. Events and what they need come from the sources. */
export const triggerFields: INodeProperties[] = [
	{
		...eventsField,
		type: 'multiOptions',
		required: true,
		options: sources.flatMap(({ events }) => events).sort(byName),
		default: ['orderFilled'],
		description: 'What starts the workflow. Each event comes as one item.',
	},
	{
		...symbolsField,
		type: 'string',
		default: '',
		placeholder: 'e.g. BTCUSDT, ETHUSDT',
		description:
			'Only events of these symbols, with commas between them. Leave it empty for all; price events need at least one.',
	},
	...sources.flatMap(({ fields }) => fields),
	{
		displayName: 'Filters',
		name: 'filters',
		type: 'collection',
		placeholder: 'Add filter',
		default: {},
		options: [
			{
				...orderTypesField,
				type: 'multiOptions',
				options: orderTypes.map(({ option }) => option),
				default: [],
				description:
					'Only orders of these types, and trades of such orders. A trade whose order cannot be found comes anyway.',
			},
			{
				...sideField,
				type: 'options',
				options: sideOptions,
				default: 'BUY',
				description: 'Only orders and trades of this side',
			},
		],
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [
			{
				...lookBackField,
				type: 'number',
				default: 0,
				typeOptions: { minValue: 0 },
				description:
					'How far back the very first poll looks for order and trade events. Without it, events count from the activation on.',
			},
			{
				...rearmDistanceField,
				type: 'string',
				default: '',
				placeholder: 'e.g. 250',
				description:
					'How far the price has to come back across the level before Price Above or Price Below can happen again',
			},
		],
	},
];
