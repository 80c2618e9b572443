import type { IDataObject } from 'n8n-workflow';

import type { PlacedOrder } from '../../placement/orderRun';
import { pick } from '../simplify';
import type { CreateOptions } from './createOptions';
import { withOrderTypes } from './presentOrder';

const SIMPLE_FIELDS = [
	'outcome',
	'displayingId',
	'reconciled',
	'adjusted',
	'symbol',
	'side',
	'type',
	'status',
	'price',
	'stopPrice',
	'limitPrice',
	'quantity',
	'executedQty',
	'quoteQty',
];
const MOST_FIELDS = 10;
/** What is left out first where there are more: an order that was just placed says least with them. */
const LEAST_TELLING = ['quoteQty', 'executedQty', 'type', 'side'];
/** Zero in orders of a type that has no such price. */
const PRICES_OF_SOME_TYPES = ['stopPrice', 'limitPrice'];

/** An order that was placed, as an item shows it: simplified with real types, or as the exchange gave it. */
export function presentPlaced(
	{ data, isReconciled, isRepeated }: PlacedOrder,
	{ simplify }: Pick<CreateOptions, 'simplify'>,
): IDataObject {
	const order = { ...data, ...(isReconciled && { reconciled: true }) };
	return simplify
		? simplified({
				...withOrderTypes(order),
				outcome: isRepeated === true ? 'already_placed' : 'placed',
			})
		: order;
}

function simplified(order: IDataObject): IDataObject {
	const present = SIMPLE_FIELDS.filter((name) => isPresent(order, name));
	const tooMany = Math.max(0, present.length - MOST_FIELDS);
	const leftOut = LEAST_TELLING.filter((name) => present.includes(name)).slice(0, tooMany);
	const shown = present.filter((name) => !leftOut.includes(name));
	return pick(order, shown);
}

function isPresent(order: IDataObject, name: string): boolean {
	if (PRICES_OF_SOME_TYPES.includes(name)) return Boolean(order[name]);
	return order[name] !== undefined;
}
