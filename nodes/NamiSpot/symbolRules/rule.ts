import { compareDecimals, formatDecimal, type Decimal } from '../exchange/decimal';
import type { DecimalField, SpotOrder } from '../exchange/spotOrder';
import { LABELS } from './amounts';
import type { SymbolRules } from './parse';

/** Why the exchange would refuse the order: what happened in `message`, how to get unstuck in `advice`. */
export interface Violation {
	/** Id of the rule, such as `quantity.min`. */
	readonly rule: string;
	readonly field: DecimalField | 'symbol' | 'type';
	readonly limit: string;
	readonly value: string;
	readonly message: string;
	readonly advice: string;
}

export interface RuleInput {
	readonly asked: SpotOrder;
	readonly order: SpotOrder;
	readonly rules: SymbolRules;
	readonly lastPrice: Decimal | undefined;
}

export interface Rule {
	readonly id: string;
	/** Finds nothing where the rule does not concern the order, or the exchange's limit is not known. */
	readonly check: (input: RuleInput) => Omit<Violation, 'rule'> | undefined;
}

export const isMarket = (order: SpotOrder): boolean => order.type === 'MARKET';

export const isOco = (order: SpotOrder): boolean => order.type === 'OCO';

/** An amount of the order by its label, with what was asked for where it was adjusted. */
export function shown(field: DecimalField, { asked, order }: RuleInput): string {
	const [from, to] = [asked[field], order[field]];
	if (to === undefined) return LABELS[field];
	const note =
		from === undefined || compareDecimals(from, to) === 0
			? ''
			: ` (adjusted from ${formatDecimal(from)})`;
	return `${LABELS[field]} ${formatDecimal(to)}${note}`;
}
