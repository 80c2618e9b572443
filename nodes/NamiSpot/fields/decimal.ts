import { isPositive, parseComputed, survivesAsJsonNumber, type Decimal } from '../exchange/decimal';
import { Refused, type Kind } from './kind';

/** How far down a decimal may go. */
export interface DecimalRange {
	/** Zero is a value, too. */
	readonly orZero?: boolean;
}

/**
 * A price or an amount: a number or a decimal as text, above zero, and with no more digits than a
 * JSON number keeps, since the exchange takes JSON numbers and it would be rounded on the way. A number that was
 * computed loses the noise in its last bits; text is taken as it is.
 */
export function decimalKind({ orZero = false }: DecimalRange = {}): Kind<Decimal> {
	const least = orZero ? 'zero or more' : 'above zero';
	return {
		howToFill: `Enter a number ${least}, or an expression that gives one`,
		read(given) {
			const value = parseComputed(given);
			if (value === undefined) {
				return new Refused(
					'which is not a plain decimal number',
					'Use only digits and a point, without thousands separators or units, e.g. 1234.5',
				);
			}
			if (!isPositive(value) && !(orZero && value.units === 0n)) {
				return new Refused(`which is not ${least}`, `Enter a number ${least}`);
			}
			if (!survivesAsJsonNumber(value)) {
				return new Refused(
					'which has more digits than the exchange accepts',
					'Round it to at most 15 significant digits',
				);
			}
			return value;
		},
	};
}
