import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

/** The sides of an order, as the exchange calls them. */
export const SIDES = ['BUY', 'SELL'] as const;

export type Side = (typeof SIDES)[number];

export const sideField = { displayName: 'Side', name: 'side' } as const;

export const sideOptions: INodePropertyOptions[] = [
	{ name: 'Buy', value: 'BUY', description: 'Buy the base asset with the quote asset' },
	{ name: 'Sell', value: 'SELL', description: 'Sell the base asset for the quote asset' },
];

/** The Side field with its list; what it is about differs. */
export function sideProperty(description: string): INodeProperties {
	return { ...sideField, type: 'options', options: sideOptions, default: 'BUY', description };
}
