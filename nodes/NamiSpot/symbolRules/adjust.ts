import {
	ceilToStep,
	compareDecimals,
	floorToStep,
	formatDecimal,
	isPositive,
	type Decimal,
} from '../exchange/decimal';
import type { DecimalField, SpotOrder } from '../exchange/spotOrder';
import { AMOUNTS, limitOfStop } from './amounts';
import type { SymbolRules } from './parse';

/** A change of what was asked for, as an item shows it. */
export interface Adjustment {
	readonly field: DecimalField;
	readonly from: string;
	readonly to: string;
}

type Rounding = (value: Decimal, step: Decimal) => Decimal;

const BETTER: Readonly<Record<SpotOrder['side'], Rounding>> = {
	BUY: floorToStep,
	SELL: ceilToStep,
};
const WORSE: Readonly<Record<SpotOrder['side'], Rounding>> = { BUY: ceilToStep, SELL: floorToStep };

/**
 * Moves what is off the symbol's steps onto them: amounts never to more, prices never to worse than
 * asked, stop prices to where they trigger earlier. Two things come before that: a stop price is
 * moved neither onto the last price nor across it, and the limit of a stop stays on its side of the
 * stop. What would become zero stays, for the check of the minimum.
 *
 * @param fields those that may be moved; all if it is undefined
 */
export function adjustAmounts(
	asked: SpotOrder,
	rules: SymbolRules,
	lastPrice: Decimal | undefined,
	fields?: readonly DecimalField[],
): SpotOrder {
	const better = BETTER[asked.side];
	const roundings: Readonly<Record<DecimalField, Rounding>> = {
		quantity: floorToStep,
		quoteOrderQty: floorToStep,
		price: better,
		limitPrice: better,
		stopPrice: stopRounding(asked, lastPrice),
	};
	const rounded = withRounded(asked, rules, roundings, fields);
	const limit = limitOfStop(asked);
	if (limit === undefined || areOrderedAsAsked(asked, rounded, 'stopPrice', limit)) return rounded;
	return withRounded(asked, rules, { ...roundings, [limit]: WORSE[asked.side] }, fields);
}

/** Without a last price, away from where it has to be. */
function stopRounding({ side }: SpotOrder, lastPrice: Decimal | undefined): Rounding {
	if (lastPrice === undefined) return WORSE[side];
	return (value, step) => {
		const earlier = BETTER[side](value, step);
		const staysOnItsSide =
			compareDecimals(earlier, lastPrice) === compareDecimals(value, lastPrice);
		return staysOnItsSide ? earlier : WORSE[side](value, step);
	};
}

function withRounded(
	asked: SpotOrder,
	rules: SymbolRules,
	roundings: Readonly<Record<DecimalField, Rounding>>,
	fields: readonly DecimalField[] | undefined,
): SpotOrder {
	const changes: Partial<Record<DecimalField, Decimal>> = {};
	for (const { field, grid } of AMOUNTS) {
		const value = asked[field];
		const step = grid(rules, asked)?.step;
		if (value === undefined || step === undefined || fields?.includes(field) === false) continue;
		const onStep = roundings[field](value, step);
		if (isPositive(onStep)) changes[field] = onStep;
	}
	return { ...asked, ...changes };
}

/** Whether of two prices the same one is higher as before, or neither. */
export function areOrderedAsAsked(
	asked: SpotOrder,
	order: SpotOrder,
	one: DecimalField,
	other: DecimalField,
): boolean {
	return relation(asked[one], asked[other]) === relation(order[one], order[other]);
}

function relation(a: Decimal | undefined, b: Decimal | undefined): number | undefined {
	return a && b && compareDecimals(a, b);
}

/** What is different in an order from the one that was asked for. */
export function adjustmentsOf(asked: SpotOrder, order: SpotOrder): Adjustment[] {
	return AMOUNTS.flatMap(({ field }) => {
		const [from, to] = [asked[field], order[field]];
		if (from === undefined || to === undefined || compareDecimals(from, to) === 0) return [];
		return [{ field, from: formatDecimal(from), to: formatDecimal(to) }];
	});
}
