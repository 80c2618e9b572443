import type { INodeProperties } from 'n8n-workflow';

import type { OrderName } from '../exchange/api/cancelOrder';
import { isRecord } from '../exchange/guards';
import type { ItemFields } from './itemFields';
import { isBlank, quoted, Refused, type Kind } from './kind';
import { orderIdKind } from './orderId';
import { symbolKind } from './symbol';

export const orderIdsField: INodeProperties = {
	displayName: 'Order IDs',
	name: 'orderIds',
	type: 'string',
	default: '',
	placeholder: 'e.g. 435372, 435373',
	description:
		'The IDs of the orders (displayingId in the output), separated by commas, or an array of them. The array may also contain orders as Get Many returns them, which carry their own symbols.',
};

/**
 * Reads the orders that the fields Order IDs and Symbol name, each once.
 *
 * @throws Failure when an id is not one, or has no symbol
 */
export function readOrderNames(fields: ItemFields): OrderName[] {
	const names = fields.list(orderIdsField).map((entry) => toOrderName(entry, fields));
	if (names.length > 0) {
		return [
			...new Map(names.map((name) => [`${name.symbol} ${name.displayingId}`, name])).values(),
		];
	}
	const advice = 'Enter the displayingId of each order';
	throw fields.invalid(orderIdsField, 'Order IDs is empty', advice);
}

function toOrderName(entry: unknown, fields: ItemFields): OrderName {
	const order = isRecord(entry) ? entry : { displayingId: entry, symbol: undefined };
	return {
		displayingId: partOf(entry, order.displayingId, orderIdKind, fields),
		symbol: isBlank(order.symbol)
			? fields.symbol()
			: partOf(entry, order.symbol, symbolKind, fields),
	};
}

function partOf<T>(entry: unknown, part: unknown, kind: Kind<T>, fields: ItemFields): T {
	const read = kind.read(part);
	if (!(read instanceof Refused)) return read;
	const message = `Order IDs holds ${quoted(entry)}, ${read.because}`;
	throw fields.invalid(orderIdsField, message, read.advice ?? kind.howToFill);
}
