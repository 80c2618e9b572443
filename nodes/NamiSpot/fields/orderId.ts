import type { INodeProperties } from 'n8n-workflow';

import type { ItemFields } from './itemFields';
import { Refused, type Kind } from './kind';

export const orderIdField: INodeProperties = {
	displayName: 'Order ID',
	name: 'orderId',
	type: 'resourceLocator',
	required: true,
	default: { mode: 'list', value: '' },
	description: 'An open order from the list, or the number that the exchange shows for the order',
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			placeholder: 'Select an open order…',
			typeOptions: { searchListMethod: 'searchOpenOrders', searchable: true },
		},
		{
			displayName: 'By ID',
			name: 'id',
			type: 'string',
			placeholder: 'e.g. 435372',
			hint: 'displayingId in the output of Create and Get Many',
		},
	],
};

const ORDER_ID = /^\d{1,30}$/;
/** The exchange shows ids without them, and an order is found by what it shows. */
const LEADING_ZEROS = /^0+(?=\d)/;

/** An order's id: digits, as text, or as a number that is not too long for its digits to be right. */
export const orderIdKind: Kind<string> = {
	howToFill: 'Enter the displayingId of the order, e.g. {{ $json.displayingId }}',
	read(given) {
		return (
			toOrderId(given) ??
			new Refused(
				'which is not a valid order ID',
				'Use digits only. An ID of more than 15 digits must be text, since n8n rounds large numbers',
			)
		);
	},
};

/** Reads the Order ID field. */
export function readOrderId(fields: ItemFields): string {
	return fields.read(orderIdField, orderIdKind);
}

/** The digits of an order's id; undefined for anything else, and for a number that has rounded them. */
export function toOrderId(given: unknown): string | undefined {
	if (typeof given === 'number')
		return Number.isSafeInteger(given) ? toOrderId(String(given)) : undefined;
	const id = typeof given === 'string' ? given.trim() : '';
	return ORDER_ID.test(id) ? id.replace(LEADING_ZEROS, '') : undefined;
}
