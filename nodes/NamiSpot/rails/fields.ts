import type { INodeProperties } from 'n8n-workflow';

import { forBuilder } from '../fields/builderHint';
import { sideOptions } from '../fields/side';
import { maxOrderValue, maxSpentPerDay } from './money';
import { allowedSides, allowedSymbols, maxAge, maxDeviation, maxOrdersPerHour } from './rails';

const nameOf = ({ name, label }: { name: string; label: string }) => ({ displayName: label, name });

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
				description: 'Only sell what the account holds, and cancel orders',
			},
			{ name: 'Read Only', value: 'readOnly', description: 'Place and cancel nothing' },
		],
		default: 'allowed',
		description:
			'What workflows may do with this credential. A change takes effect at once, even for orders that are waiting for their turn.',
	},
	{
		...nameOf(allowedSymbols),
		type: 'string',
		default: '',
		placeholder: 'e.g. BTCUSDT, ETHUSDT',
		description: 'The only symbols for which orders may be placed and canceled. Empty means all.',
	},
	{
		...nameOf(maxOrderValue),
		type: 'string',
		default: '',
		placeholder: 'e.g. USDT 250, VNST 6000000',
		description:
			'The highest value per order, for each quote asset. Orders in an asset that is not listed are not sent. Empty means no limit.',
	},
	{
		...nameOf(maxSpentPerDay),
		type: 'string',
		default: '',
		placeholder: 'e.g. USDT 1000, VNST 25000000',
		description:
			'How much the account may spend on buy orders within any 24 hours, for each quote asset. Open orders count, and orders that are placed by hand. Empty means no limit.',
	},
	{
		...nameOf(maxOrdersPerHour),
		type: 'string',
		default: '',
		placeholder: 'e.g. 20',
		description:
			'The highest number of orders within any 60 minutes. Orders that are placed by hand count. Empty means no limit.',
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
		'A guard rail: orders on another side are never sent, even if an expression or an AI agent asks for them',
};

export const allowedSymbolsField: INodeProperties = {
	...nameOf(allowedSymbols),
	type: 'multiOptions',
	...forBuilder('Always set it: the symbols that the workflow is meant to trade.'),
	typeOptions: { loadOptionsMethod: 'getSymbolOptions' },
	noDataExpression: true,
	default: [],
	description:
		'A guard rail: orders for other symbols are never sent or canceled, even if an expression or an AI agent asks for it. It cannot allow more than the credential does.',
};

export const maxOrderValueField: INodeProperties = {
	...nameOf(maxOrderValue),
	type: 'string',
	noDataExpression: true,
	...forBuilder('Always set it: the most that one order may be worth, in the quote asset.'),
	default: '',
	placeholder: 'e.g. 250',
	description:
		'A guard rail, in the quote asset, e.g. in USDT for BTCUSDT: orders that may be worth more are never sent. Where the market sets the price, the last price is used, plus 5 % for market orders; without one, the order is not sent. It cannot allow more than the credential does.',
};

export const maxAgeField: INodeProperties = {
	...nameOf(maxAge),
	displayName: 'Maximum Age (Seconds)',
	type: 'number',
	noDataExpression: true,
	typeOptions: { minValue: 1 },
	default: 60,
	description:
		'An order is not sent if its signal is older than this, e.g. after a long queue, a late approval or a retry. The signal is as old as the execution, unless Signal Time is set.',
};

export const signalTimeField: INodeProperties = {
	displayName: 'Signal Time',
	name: 'signalTime',
	type: 'dateTime',
	default: '',
	placeholder: 'e.g. {{ $json.body.time }}',
	description:
		'When the signal was given, e.g. {{timenow}} of a TradingView alert. Maximum Age counts from here. Without this option, it counts from the start of the execution.',
};

export const maxDeviationField: INodeProperties = {
	...nameOf(maxDeviation),
	displayName: 'Maximum Deviation (%)',
	type: 'number',
	noDataExpression: true,
	typeOptions: { minValue: 0.01, numberPrecision: 2 },
	default: 5,
	description:
		'An order is not sent if one of its prices is further from the last price than this. It does not apply to market orders, which have no price of their own.',
};
