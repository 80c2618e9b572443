import type { Decimal } from '../exchange/decimal';
import { decimalKind, type DecimalRange } from './decimal';
import { Refused, type Kind } from './kind';
import { phrasesIn } from './textList';

/** An amount, and the name of what it is for; without a name it is for everything. */
export interface NamedAmount {
	readonly name: string | undefined;
	readonly amount: Decimal;
}

const ENTRY = /^(?:(.*[^\s:=])[\s:=]+)?([^\s:=]+)$/;

/**
 * One amount for everything, or amounts with names before them: `70000`, or
 * `BTCUSDT 70000, ETHUSDT 4000`.
 *
 * @param example what may be entered, e.g. `70000, or BTCUSDT 70000, ETHUSDT 4000`
 */
export function namedAmountsKind(example: string, range: DecimalRange = {}): Kind<NamedAmount[]> {
	const kind = decimalKind(range);
	return {
		howToFill: `Enter e.g. ${example}`,
		read(given) {
			const amounts: NamedAmount[] = [];
			for (const entry of phrasesIn(given)) {
				const [, name, number] = ENTRY.exec(entry) ?? [];
				const amount = kind.read(number ?? entry);
				if (amount instanceof Refused) return new Refused(amount.because);
				amounts.push({ name, amount });
			}
			const isForAll = amounts.some(({ name }) => name === undefined);
			if (!isForAll || amounts.length === 1) return amounts;
			return new Refused('where a number has no name before it');
		},
	};
}
