import type { Decimal } from '../exchange/decimal';
import { LABELS, type Adjustment, type AmountField, type OrderAmounts } from './amounts';
import type { SymbolRules } from './parse';

/** Why the exchange would refuse the order: what happened in `message`, how to get unstuck in `advice`. */
export interface Violation {
	/** Id of the rule, such as `quantity.min`. */
	readonly rule: string;
	readonly field: AmountField | 'symbol' | 'type';
	readonly limit: string;
	readonly value: string;
	readonly message: string;
	readonly advice: string;
}

export interface RuleInput {
	/** The order as it would be sent. */
	readonly order: OrderAmounts;
	readonly rules: SymbolRules;
	readonly adjusted: readonly Adjustment[];
	readonly lastPrice: Decimal | undefined;
}

export interface Rule {
	readonly id: string;
	readonly appliesTo: (order: OrderAmounts) => boolean;
	/** Finds nothing where the exchange's limit is not known. */
	readonly check: (input: RuleInput) => Omit<Violation, 'rule'> | undefined;
}

export const isMarket = (order: OrderAmounts): boolean => order.type === 'MARKET';

export const isOco = (order: OrderAmounts): boolean => order.type === 'OCO';

/** The amount by its label, with what was typed where it was adjusted. */
export function shown(field: AmountField, { order, adjusted }: RuleInput): string {
	const change = adjusted.find((candidate) => candidate.field === field);
	const note = change === undefined ? '' : ` (adjusted from ${change.from})`;
	return `${LABELS[field]} ${order[field]}${note}`;
}
