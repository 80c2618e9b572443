import type { Decimal } from '../../exchange/decimal';
import type { DecimalField, SpotOrder } from '../../exchange/spotOrder';
import type { RunParameters } from '../../fields/parameters';
import { invalidInput, readChoice, readDecimal, readSymbol } from '../../fields/readParameter';
import { SIDES } from '../../fields/side';
import { AMOUNTS } from './orderFields';
import { orderTypes, type OrderField } from './orderTypes';

const TYPES: readonly string[] = orderTypes.map(({ option }) => String(option.value));
const AMOUNT_IN = ['base', 'quote'] as const;
/** They say which other fields there are to read. */
const READ_FIRST = ['symbol', 'side', 'type', 'amountIn'];

/**
 * Reads the order of an item from the fields that its order type declares, and only from those.
 *
 * @throws Failure when a field cannot be used, or fields contradict each other
 */
export function readOrder(parameters: RunParameters, item: number): SpotOrder {
	parameters.expect(READ_FIRST);
	const symbol = readSymbol(parameters, item);
	const side = readChoice(parameters, item, { name: 'side', label: 'Side', choices: SIDES });
	const type = readChoice(parameters, item, { name: 'type', label: 'Order Type', choices: TYPES });
	const amountIn = readChoice(parameters, item, {
		name: 'amountIn',
		label: 'Amount In',
		choices: AMOUNT_IN,
	});
	const orderType = orderTypes.find(({ option }) => option.value === type);
	const order: SpotOrder = {
		symbol,
		side,
		type,
		useQuoteQty: amountIn === 'quote',
		...readDecimals(parameters, item, [AMOUNTS[amountIn], ...(orderType?.prices ?? [])]),
	};
	const contradiction = orderType?.contradiction?.(order);
	if (contradiction === undefined) return order;
	throw invalidInput(contradiction.field, item, contradiction.message, contradiction.advice);
}

function readDecimals(
	parameters: RunParameters,
	item: number,
	fields: ReadonlyArray<OrderField | undefined>,
): Partial<Record<DecimalField, Decimal>> {
	const present = fields.filter((field) => field !== undefined);
	parameters.expect(present.map(({ name }) => name));
	const decimals: Partial<Record<DecimalField, Decimal>> = {};
	for (const field of present) decimals[field.name] = readDecimal(parameters, item, field);
	return decimals;
}
