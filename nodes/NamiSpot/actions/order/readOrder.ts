import type { SpotOrder } from '../../exchange/spotOrder';
import type { ItemFields } from '../../fields/itemFields';
import { orderTypes, type OrderType } from '../../fields/orderTypes';
import { priceKind, shareKind } from '../../fields/price';
import { sideField } from '../../fields/side';
import { symbolName } from '../../fields/symbol';
import type { AskedAmount, AskedOrder, AskedPrice, PriceField } from '../../sizing/askedOrder';
import { AMOUNT_FIELDS, amountInField, SHARES, typeField } from './orderFields';

const TYPES: readonly string[] = orderTypes.map(({ option }) => String(option.value));
const AMOUNT_IN = ['base', 'quote', 'percent', 'risk'] as const;
/** They say which other fields there are to read. */
const READ_FIRST = [symbolName, sideField, typeField, amountInField];

/**
 * Reads the order of an item from the fields that its order type declares, and only from those.
 *
 * @throws Failure when a field cannot be used
 */
export function readOrder(fields: ItemFields): AskedOrder {
	fields.expect(READ_FIRST);
	const symbol = fields.symbol();
	const side = fields.side();
	const type = fields.choice(typeField, TYPES);
	const amount = readAmount(fields);
	const prices = typeNamed(type)?.prices ?? [];
	if (amount.in === 'risk' && !prices.some(({ name }) => name === 'stopPrice')) {
		throw fields.invalid(
			amountInField,
			`Amount In is Risk Percent, but an order of the type ${type} has no stop`,
			'Choose an Order Type with a stop, or another Amount In',
		);
	}
	fields.expect(prices);
	const read: Partial<Record<PriceField, AskedPrice>> = {};
	for (const field of prices) read[field.name] = fields.read(field, priceKind);
	return { symbol, side, type, amount, prices: read };
}

/** Reads how much is asked for. */
export function readAmount(fields: ItemFields): AskedAmount {
	const amountIn = fields.choice(amountInField, AMOUNT_IN);
	if (amountIn === 'percent' || amountIn === 'risk') {
		return { in: amountIn, percent: fields.read(SHARES[amountIn], shareKind) };
	}
	const field = AMOUNT_FIELDS[amountIn];
	fields.expect([field]);
	return { in: amountIn, value: fields.decimal(field) };
}

/**
 * Makes sure that the prices of an order do not rule each other out.
 *
 * @throws Failure when they do
 */
export function requireConsistent(fields: ItemFields, order: SpotOrder): void {
	const contradiction = typeNamed(order.type)?.contradiction?.(order);
	if (contradiction === undefined) return;
	const { field: name, message, advice } = contradiction;
	throw fields.invalid({ name }, message, advice);
}

function typeNamed(type: string): OrderType | undefined {
	return orderTypes.find(({ option }) => option.value === type);
}
