import { formatDecimal, isPositive, parseDecimal } from '../exchange/decimal';
import { Refused, type Kind } from './kind';

/** Seconds above zero, as a number or as text, read as milliseconds; parts of a second are fine. */
export function secondsKind(most: number): Kind<number> {
	const advice = `Enter seconds above 0, up to ${most}`;
	return {
		howToFill: advice,
		read(given) {
			const value = parseDecimal(given);
			const seconds = value && isPositive(value) ? Number(formatDecimal(value)) : Number.NaN;
			if (seconds <= most) return Math.max(1, Math.round(seconds * 1000));
			return new Refused(`which is not a number of seconds above 0, up to ${most}`, advice);
		},
	};
}
