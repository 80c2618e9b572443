import { parseDecimal } from '../exchange/decimal';
import { nearestNumber } from '../exchange/realTypes';
import { Refused, type Kind } from './kind';

/** A whole number from 1 on, as a number or as text. */
export function countKind(most = Number.MAX_SAFE_INTEGER): Kind<number> {
	const isBounded = most < Number.MAX_SAFE_INTEGER;
	const range = isBounded ? `from 1 to ${most}` : 'above zero';
	return {
		howToFill: isBounded ? `Enter 1 to ${most}` : 'Enter 1 or more',
		read(given) {
			const value = parseDecimal(given);
			const count = value ? nearestNumber(value) : Number.NaN;
			if (Number.isSafeInteger(count) && count >= 1 && count <= most) return count;
			return new Refused(`which is not a whole number ${range}`);
		},
	};
}
