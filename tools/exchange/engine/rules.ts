import type { Filter } from '../data/symbols';
import { type Big, Decimal } from '../support/decimal';
import type { OrderTerms } from './order';
import { InvalidRequest } from './refusals';

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
	filter: string,
	value: Big,
	limits: Limits | undefined,
	...[min, max, step]: readonly [string, string, string]
): void {
	const tooSmall = limits?.[min]?.gt(value) ?? false;
	const tooLarge = limits?.[max]?.lt(value) ?? false;
	if (tooSmall || tooLarge || isOffGrid(value, limits?.[step])) fail(filter);
}

function isOffGrid(value: Big, step: Big | undefined): boolean {
	return step !== undefined && step.gt(0) && !value.mod(step).eq(0);
}

function checkPercent(rules: Rules, { side, market }: OrderTerms, price: Big): void {
	const limits = rules['PERCENT_PRICE_BY_SIDE'];
	const last = market.last;
	if (limits === undefined || last === undefined) return;
	const prefix = side === 'BUY' ? 'bid' : 'ask';
	const up = limits[`${prefix}MultiplierUp`];
	const down = limits[`${prefix}MultiplierDown`];
	if (up?.times(last).lt(price) || down?.times(last).gt(price)) fail('PERCENT_PRICE_BY_SIDE');
}

function checkTotal(rules: Rules, { quantity, price }: OrderTerms): void {
	const total = quantity.times(price);
	if (minTotalOf(rules)?.gt(total)) fail('NOTIONAL');
	if (totalRule(rules)?.['maxNotional']?.lt(total)) fail('NOTIONAL');
}

function checkCount(rules: Rules, { account, market }: OrderTerms): void {
	const most = rules['MAX_NUM_ORDERS']?.['maxNumOrders'];
	if (most?.lte(account.openCount(market.symbol))) fail('MAX_NUM_ORDERS');
}

function fail(filter: string): never {
	throw new InvalidRequest(`filter failure ${filter}`);
}
