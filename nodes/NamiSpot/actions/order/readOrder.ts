import type { Decimal } from '../../exchange/decimal';
import type { DecimalField, SpotOrder } from '../../exchange/spotOrder';
import type { ItemFields } from '../../fields/itemFields';
import { orderTypes, type OrderField } from '../../fields/orderTypes';
import { sideField } from '../../fields/side';
import { symbolName } from '../../fields/symbol';
import { AMOUNTS, amountInField, typeField } from './orderFields';

const TYPES: readonly string[] = orderTypes.map(({ option }) => String(option.value));
const AMOUNT_IN = ['base', 'quote'] as const;
/** They say which other fields there are to read. */
const READ_FIRST = [symbolName, sideField, typeField, amountInField];

/**
 * Reads the order of an item from the fields that its order type declares, and only from those.
 *
 * @throws Failure when a field cannot be used, or fields contradict each other
 */
export function readOrder(fields: ItemFields): SpotOrder {
	fields.expect(READ_FIRST);
	const symbol = fields.symbol();
	const side = fields.side();
	const type = fields.choice(typeField, TYPES);
	const amountIn = fields.choice(amountInField, AMOUNT_IN);
	const orderType = orderTypes.find(({ option }) => option.value === type);
	const order: SpotOrder = {
		symbol,
		side,
		type,
		useQuoteQty: amountIn === 'quote',
		...readDecimals(fields, [AMOUNTS[amountIn], ...(orderType?.prices ?? [])]),
	};
	const contradiction = orderType?.contradiction?.(order);
	if (contradiction === undefined) return order;
	const { field: name, message, advice } = contradiction;
	throw fields.invalid({ name }, message, advice);
}

function readDecimals(
	fields: ItemFields,
	wanted: ReadonlyArray<OrderField | undefined>,
): Partial<Record<DecimalField, Decimal>> {
	const present = wanted.filter((field) => field !== undefined);
	fields.expect(present);
	const decimals: Partial<Record<DecimalField, Decimal>> = {};
	for (const field of present) decimals[field.name] = fields.decimal(field);
	return decimals;
}
