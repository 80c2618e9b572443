import type { Filter } from '../data/symbols';
import { type Big, Decimal } from '../support/decimal';
import type { OrderTerms, Side } from './order';
import { Refusal, type RefusalStatus } from './refusals';

type Limits = Readonly<Record<string, Big>>;

/** A symbol's filters with their numbers read; a number that is missing or odd is a limit that does not apply. */
export type Rules = Readonly<Record<string, Limits>>;

/** Reads filters, whose values may be numbers or decimal strings. */
export function readRules(filters: readonly Filter[]): Rules {
	return Object.fromEntries(
		filters.map((filter) => [String(filter['filterType']), readLimits(filter)]),
	);
}

function readLimits(filter: Filter): Limits {
	const numbers = Object.entries(filter).filter(([, value]) => isDecimal(value));
	return Object.fromEntries(numbers.map(([name, value]) => [name, new Decimal(String(value))]));
}

function isDecimal(value: unknown): boolean {
	return /^\d+(\.\d+)?(e[+-]?\d+)?$/i.test(String(value));
}

/** The step of quantities, for amounts that the exchange derives itself. */
export function stepOf(rules: Rules): Big {
	return rules['LOT_SIZE']?.['stepSize'] ?? new Decimal('0.00000001');
}

/** The smallest allowed total of an order, if the symbol has one. */
export function minTotalOf(rules: Rules): Big | undefined {
	return totalRule(rules)?.['minNotional'];
}

function totalRule(rules: Rules): Limits | undefined {
	return rules['NOTIONAL'] ?? rules['MIN_NOTIONAL'];
}

/** Refuses terms that break a filter. `prices` are those that the order would rest at. */
export function checkRules(rules: Rules, terms: OrderTerms, prices: readonly Big[]): void {
	for (const price of prices) {
		checkRange('PRICE_FILTER', price, rules['PRICE_FILTER'], 'minPrice', 'maxPrice', 'tickSize');
		checkPercent(rules, terms, price);
	}
	checkRange('LOT_SIZE', terms.quantity, rules['LOT_SIZE'], 'minQty', 'maxQty', 'stepSize');
	checkTotal(rules, terms);
	checkCount(rules, terms);
}

function checkRange(
	filter: RefusalStatus,
	value: Big,
	limits: Limits | undefined,
	...[min, max, step]: readonly [string, string, string]
): void {
	const tooSmall = limits?.[min]?.gt(value) ?? false;
	const tooLarge = limits?.[max]?.lt(value) ?? false;
	if (tooSmall || tooLarge || isOffGrid(value, limits?.[step])) throw new Refusal(filter);
}

function isOffGrid(value: Big, step: Big | undefined): boolean {
	return step !== undefined && step.gt(0) && !value.mod(step).eq(0);
}

function checkPercent(rules: Rules, { side, market: { last } }: OrderTerms, price: Big): void {
	if (last === undefined) return;
	const { up, down } = multipliersOf(rules, side);
	if (!up?.times(last).lt(price) && !down?.times(last).gt(price)) return;
	throw new Refusal('PERCENT_PRICE', {
		...(up && { percentUp: Number(up) }),
		...(down && { percentDown: Number(down) }),
	});
}

/** How far from the last price an order may be: by one pair for both sides, or one for each. */
function multipliersOf(
	rules: Rules,
	side: Side,
): { readonly up: Big | undefined; readonly down: Big | undefined } {
	const { multiplierUp: up, multiplierDown: down } = rules['PERCENT_PRICE'] ?? {};
	const bySide = rules['PERCENT_PRICE_BY_SIDE'] ?? {};
	const prefix = side === 'BUY' ? 'bid' : 'ask';
	return {
		up: up ?? bySide[`${prefix}MultiplierUp`],
		down: down ?? bySide[`${prefix}MultiplierDown`],
	};
}

function checkTotal(rules: Rules, { quantity, price }: OrderTerms): void {
	const total = quantity.times(price);
	if (minTotalOf(rules)?.gt(total)) throw new Refusal('MIN_NOTIONAL');
	const most = totalRule(rules)?.['maxNotional'] ?? rules['MAX_TOTAL_VOLUME']?.['notional'];
	if (most?.lt(total)) throw new Refusal('MAX_TOTAL_VOLUME', { notional: Number(most) });
}

function checkCount(rules: Rules, { account, market }: OrderTerms): void {
	const most = rules['MAX_NUM_ORDERS']?.['maxNumOrders'];
	if (most?.lte(account.openCount(market.symbol))) throw new Refusal('MAX_NUM_ORDERS');
}
