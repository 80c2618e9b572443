import type { INodeProperties } from 'n8n-workflow';

import { forBuilder } from '../fields/builderHint';
import { sideOptions } from '../fields/side';
import {
	allowedSides,
	allowedSymbols,
	maxAge,
	maxDeviation,
	maxOrdersPerHour,
	maxOrderValue,
	maxSpentPerDay,
} from './rails';

const nameOf = ({ name, label }: { name: string; label: string }) => ({ displayName: label, name });

/** The rails of the credential. */
export const credentialRailFields: INodeProperties[] = [
	{
		displayName: 'Trading',
		name: 'trading',
		type: 'options',
		noDataExpression: true,
		options: [
			{
				name: 'Allowed',
				value: 'allowed',
				description: 'Place and cancel orders, within the limits below',
			},
			{
				name: 'Reduce Only',
				value: 'reduceOnly',
				description: 'Only sell what is held, and cancel',
			},
			{ name: 'Read Only', value: 'readOnly', description: 'Place and cancel nothing' },
		],
		default: 'allowed',
		description:
			'What may be done with this credential, by whatever uses it. A change takes effect at once, also for orders that wait for their turn.',
	},
	{
		...nameOf(allowedSymbols),
		type: 'string',
		default: '',
		placeholder: 'e.g. BTCUSDT, ETHUSDT',
		description: 'The only symbols that orders may be placed and canceled for. Empty for all.',
	},
	{
		...nameOf(maxOrderValue),
		type: 'string',
		default: '',
		placeholder: 'e.g. USDT 250, VNST 6000000',
		description:
			'What an order may be worth at most, for each quote asset; orders in an asset that is not listed are not sent. Empty for no limit.',
	},
	{
		...nameOf(maxSpentPerDay),
		type: 'string',
		default: '',
		placeholder: 'e.g. USDT 1000, VNST 25000000',
		description:
			'What the account’s orders that buy may cost within any 24 hours, for each quote asset: open ones and whatever else the account lists, also what is traded by hand. Empty for no limit.',
	},
	{
		...nameOf(maxOrdersPerHour),
		type: 'string',
		default: '',
		placeholder: 'e.g. 20',
		description:
			'The most orders that the account may place within any 60 minutes, also counting what is traded by hand. Empty for no limit.',
	},
];

/** The rails among the options of Create. They can be narrower than the credential's, never wider. */
export const allowedSidesField: INodeProperties = {
	...nameOf(allowedSides),
	type: 'multiOptions',
	noDataExpression: true,
	options: sideOptions,
	default: ['BUY', 'SELL'],
	description:
		'A guard rail: an order on another side is not sent, whatever an expression or an AI agent asks for',
};

export const allowedSymbolsField: INodeProperties = {
	...nameOf(allowedSymbols),
	type: 'multiOptions',
	...forBuilder('Always set it: the symbols that the workflow is meant to trade.'),
	typeOptions: { loadOptionsMethod: 'getSymbols' },
	noDataExpression: true,
	default: [],
	description:
		'A guard rail: an order for another symbol is neither sent nor canceled, whatever an expression or an AI agent asks for. It cannot allow what the credential does not.',
};

export const maxOrderValueField: INodeProperties = {
	...nameOf(maxOrderValue),
	type: 'string',
	noDataExpression: true,
	...forBuilder('Always set it: the most that one order may be worth, in the quote asset.'),
	default: '',
	placeholder: 'e.g. 250',
	description:
		'A guard rail, in the quote asset, e.g. in USDT for BTCUSDT: an order that may be worth more is not sent. What the market’s price decides counts with the last price, market orders with 5 % more; without a last price they are not sent. It cannot allow what the credential does not.',
};

export const maxAgeField: INodeProperties = {
	...nameOf(maxAge),
	displayName: 'Maximum Age (Seconds)',
	type: 'number',
	noDataExpression: true,
	typeOptions: { minValue: 1 },
	default: 60,
	description:
		'An order whose signal is older than this when it would leave is not sent: after a long queue, a pause for approval, or a retry. The signal is as old as the execution, or as Signal Time says.',
};

export const signalTimeField: INodeProperties = {
	displayName: 'Signal Time',
	name: 'signalTime',
	type: 'dateTime',
	default: '',
	placeholder: 'e.g. {{ $json.body.time }}',
	description:
		'When the signal was given, for Maximum Age, such as {{timenow}} of a TradingView alert. Without this option it is the start of the execution.',
};

export const maxDeviationField: INodeProperties = {
	...nameOf(maxDeviation),
	displayName: 'Maximum Deviation (%)',
	type: 'number',
	noDataExpression: true,
	typeOptions: { minValue: 0.01, numberPrecision: 2 },
	default: 5,
	description:
		'An order with a price that is further away from the last price than this is not sent. Market orders have no price of their own and pass.',
};
