import { isOnStep, type Decimal } from '../exchange/decimal';
import type { SpotOrder } from '../exchange/spotOrder';
import { adjustAmounts, adjustmentsOf, type Adjustment } from './adjust';
import { gridRules } from './gridRules';
import type { SymbolRules } from './parse';
import { isMarket, type Rule, type Violation } from './rule';
import { tradingRules } from './tradingRules';
import { valueRules } from './valueRules';

export { adjustAmounts } from './adjust';
export { quantityGrid } from './amounts';
export { parseSymbolRules, type SymbolRules } from './parse';
export type { Violation } from './rule';
export { symbolRulesOf } from './symbolRulesOf';

/**
 * `adjust` moves off-grid amounts to the grid, `check` reports them, and both check every other rule.
 * `off` sends the order as asked.
 */
export type RuleMode = 'adjust' | 'check' | 'off';

export interface RuleResult {
	readonly order: SpotOrder;
	readonly adjusted: readonly Adjustment[];
	readonly violations: readonly Violation[];
	/** What the user should know although the order can be sent. */
	readonly hints: readonly string[];
}

const RULES: readonly Rule[] = [...tradingRules, ...gridRules, ...valueRules];

/**
 * Holds an order against the rules of its symbol before anything is sent. With violations the
 * order must not be sent. Rules that are missing, or another symbol's, let the order pass with a hint.
 *
 * @param lastPrice the market's price, above zero; rules that need it are skipped where it is unknown
 */
export function applySymbolRules(
	order: SpotOrder,
	rules: SymbolRules | undefined,
	mode: RuleMode,
	lastPrice?: Decimal,
): RuleResult {
	const asAsked = { order, adjusted: [], violations: [], hints: [] };
	if (mode === 'off') return asAsked;
	if (rules?.symbol !== order.symbol) {
		const hint = `The exchange’s rules for ${order.symbol} could not be read, so the order was not checked against them`;
		return { ...asAsked, hints: [hint] };
	}

	const placed = mode === 'adjust' ? adjustAmounts(order, rules, lastPrice) : order;
	const input = { asked: order, order: placed, rules, lastPrice };
	const violations = RULES.flatMap(({ id, check }) => {
		const finding = check(input);
		return finding === undefined ? [] : [{ rule: id, ...finding }];
	});
	const { symbol, odd } = rules;
	const hint = `Some of the exchange’s rules for ${symbol} could not be read (${odd.join(', ')}), so the order was not checked against them`;
	return {
		order: placed,
		adjusted: adjustmentsOf(order, placed),
		violations,
		hints: odd.length === 0 ? [] : [hint],
	};
}

/** Whether some rule that concerns the order needs the market's price: without it that rule is skipped. */
export function needsLastPrice(order: SpotOrder, rules: SymbolRules): boolean {
	const { notional, priceFactors, mostValue } = rules;
	if (!isMarket(order)) return priceFactors !== undefined;
	if (order.quantity === undefined) return false;
	if (mostValue !== undefined) return true;
	return notional?.minAppliesToMarket === true || notional?.maxAppliesToMarket === true;
}

/** Whether Adjust has to move the order's stop price, for which it has to know where the market is. */
export function movesStop({ stopPrice }: SpotOrder, { price }: SymbolRules): boolean {
	if (stopPrice === undefined || price?.step === undefined) return false;
	return !isOnStep(stopPrice, price.step);
}
