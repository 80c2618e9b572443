import type { INodeProperties } from 'n8n-workflow';

import type { Parameters } from './parameters';
import { invalidInput, isBlank, quoted } from './readParameter';

/** The Order ID field, wherever an operation has one. */
export const orderIdField: INodeProperties = {
	displayName: 'Order ID',
	name: 'orderId',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. 435372',
	description: 'The number that the exchange shows for the order, in its answers displayingId',
};

const ORDER_ID = /^\d{1,30}$/;
/** The exchange shows ids without them, and an order is found by what it shows. */
const LEADING_ZEROS = /^0+(?=\d)/;
export const ORDER_ID_ADVICE =
	'Use digits only; an id of more than 15 digits has to be text, since a number would round it';

/**
 * Reads the Order ID field: digits, as text or as a number.
 *
 * @throws Failure when it is something else, or a number too long for its digits to be right
 */
export function readOrderId(parameters: Parameters, item: number): string {
	const given: unknown = parameters.getNodeParameter('orderId', item, '');
	const refuse = (message: string, advice: string) =>
		invalidInput('orderId', item, message, advice);
	if (isBlank(typeof given === 'string' ? given.trim() : given)) {
		const advice = 'Enter the displayingId of the order, e.g. {{ $json.displayingId }}';
		throw refuse('Order ID is empty', advice);
	}
	const id = toOrderId(given);
	if (id !== undefined) return id;
	const message = `Order ID is ${quoted(given)}, which is not how an order’s id looks`;
	throw refuse(message, ORDER_ID_ADVICE);
}

/** The digits of an order's id; undefined for anything else, and for a number that has rounded them. */
export function toOrderId(given: unknown): string | undefined {
	if (typeof given === 'number')
		return Number.isSafeInteger(given) ? toOrderId(String(given)) : undefined;
	const id = typeof given === 'string' ? given.trim() : '';
	return ORDER_ID.test(id) ? id.replace(LEADING_ZEROS, '') : undefined;
}
