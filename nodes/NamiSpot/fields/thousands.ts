import {
	compareDecimals,
	formatDecimal,
	multiply,
	parseDecimal,
	type Decimal,
} from '../exchange/decimal';
import type { FieldName, ItemFields } from './itemFields';
import { cleaned } from './kind';

const POINTS_BETWEEN_THOUSANDS = /^[1-9]\d{0,2}(?:\.\d{3})+$/;
/** A price so many times the market's, or so small a part of it, is hardly meant. */
const FAR: Decimal = { units: 10n, scale: 0 };

/**
 * What a number means where points stand between thousands, as in Vietnam: `2.900` is 2900 there.
 * Undefined for everything that cannot be written that way. Only for a hint, never to trade with.
 */
export function asThousands(given: unknown): Decimal | undefined {
	const text = typeof given === 'string' ? cleaned(given) : '';
	return POINTS_BETWEEN_THOUSANDS.test(text) ? parseDecimal(text.replaceAll('.', '')) : undefined;
}

/** A sentence on a price that is far from the market as it is read, and near it as it may be meant. */
export function thousandsHint(
	fields: ItemFields,
	field: FieldName,
	lastPrice: Decimal,
): string | undefined {
	const given = fields.given(field);
	const meant = asThousands(given);
	const read = typeof given === 'string' ? parseDecimal(cleaned(given)) : undefined;
	if (read === undefined || meant === undefined) return undefined;
	if (!isFar(read, lastPrice) || isFar(meant, lastPrice)) return undefined;
	return `${field.displayName} was read as ${formatDecimal(read)}, far from the last price ${formatDecimal(lastPrice)}. If you mean ${formatDecimal(meant)}, write it without a point`;
}

function isFar(price: Decimal, lastPrice: Decimal): boolean {
	return (
		compareDecimals(multiply(price, FAR), lastPrice) < 0 ||
		compareDecimals(price, multiply(lastPrice, FAR)) > 0
	);
}
