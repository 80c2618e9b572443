import {
	add,
	HUNDRED,
	isPositive,
	parseComputed,
	subtract,
	survivesAsJsonNumber,
	type Decimal,
} from '../exchange/decimal';
import type { AskedPrice } from '../sizing/askedOrder';
import { decimalKind } from './decimal';
import { cleaned, Refused, type Kind } from './kind';

const exact = decimalKind();

/** A price, or how many percent it is away from another one: `-2%` is 2 percent below it. */
export const priceKind: Kind<AskedPrice> = {
	howToFill: 'Enter a price, or a percentage of the last price such as -2%',
	read(given) {
		if (typeof given === 'string' && cleaned(given).endsWith('%')) return readPercent(given);
		const price = exact.read(given);
		return price instanceof Refused ? price : { exact: price };
	},
};

function readPercent(given: string): AskedPrice | Refused {
	const percent = parseComputed(cleaned(given).slice(0, -1).trim().replace('−', '-'));
	if (percent === undefined || !survivesAsJsonNumber(percent)) {
		return new Refused(
			'which is not a plain percentage',
			'Use only a sign, digits and a point before the percent sign, e.g. -2.5%',
		);
	}
	if (isPositive(add(HUNDRED, percent))) return { percent };
	return new Refused('which leaves no price', 'Enter more than -100%');
}

/** A share of something: above 0, at most 100, with or without a percent sign. */
export const shareKind: Kind<Decimal> = {
	howToFill: 'Enter a percentage above 0, up to 100',
	read(given) {
		const bare = typeof given === 'string' ? cleaned(given).replace(/\s*%$/, '') : given;
		const percent = exact.read(bare);
		if (percent instanceof Refused) return percent;
		if (!isPositive(subtract(percent, HUNDRED))) return percent;
		return new Refused('which is more than 100 percent', 'Enter at most 100');
	},
};
