import type { INodeProperties } from 'n8n-workflow';

import type { OrderName } from '../canceling/whereabouts';
import type { Failure } from '../exchange/reply/failure';
import { isRecord } from '../exchange/guards';
import type { Parameters } from './parameters';
import { invalidInput, normalizeSymbol, quoted, readSymbol } from './readParameter';
import { ORDER_ID_ADVICE, toOrderId } from './orderId';

/** The Order IDs field: several, of one symbol. */
export const orderIdsField: INodeProperties = {
	displayName: 'Order IDs',
	name: 'orderIds',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. 435372, 435373',
	description:
		'The IDs of the orders, in the exchange’s answers displayingId, separated by commas, or an array of them. An array may also hold orders as Get Many returns them, each of which brings its own symbol.',
};

/**
 * Reads the orders that the fields Order IDs and Symbol name, each once.
 *
 * @throws Failure when an id is not one, or has no symbol
 */
export function readOrderNames(parameters: Parameters, item: number): OrderName[] {
	const given: unknown = parameters.getNodeParameter('orderIds', item, '');
	const entries: unknown[] = typeof given === 'string' ? given.split(/[,;\s]+/) : [given].flat();
	const names = entries
		.filter((entry) => entry !== '' && entry !== null && entry !== undefined)
		.map((entry) => toOrderName(entry, parameters, item));
	if (names.length === 0) {
		throw refuse(item, 'Order IDs is empty', 'Enter the displayingId of each order');
	}
	return [...new Map(names.map((name) => [`${name.symbol} ${name.displayingId}`, name])).values()];
}

function toOrderName(entry: unknown, parameters: Parameters, item: number): OrderName {
	const order = isRecord(entry) ? entry : { displayingId: entry, symbol: undefined };
	const displayingId = toOrderId(order.displayingId);
	if (displayingId === undefined) {
		const message = `Order IDs holds ${quoted(entry)}, which is not how an order’s id looks`;
		throw refuse(item, message, ORDER_ID_ADVICE);
	}
	const ownSymbol = typeof order.symbol === 'string' ? normalizeSymbol(order.symbol) : undefined;
	return { displayingId, symbol: ownSymbol ?? readSymbol(parameters, item) };
}

function refuse(item: number, message: string, advice: string): Failure {
	return invalidInput('orderIds', item, message, advice);
}
