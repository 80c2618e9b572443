import {
	ceilToStep,
	compareDecimals,
	floorToStep,
	formatDecimal,
	isOnStep,
	type Decimal,
} from '../exchange/decimal';
import { AMOUNTS, LABELS, type Amount } from './amounts';
import type { Grid } from './parse';
import { shown, type Rule } from './rule';

interface GridCheck {
	readonly id: string;
	readonly broken: (value: Decimal, grid: Grid) => Decimal | undefined;
	readonly message: (limit: string) => string;
	readonly advice: (limit: Decimal, value: Decimal) => string;
}

const isBelow = (a: Decimal, b: Decimal): boolean => compareDecimals(a, b) < 0;

/** No amount above zero lies below its first step, whatever the minimum says. */
function smallest({ min, step }: Grid): Decimal | undefined {
	if (min === undefined || step === undefined) return min ?? step;
	return isBelow(min, step) ? step : min;
}

const gridChecks: readonly GridCheck[] = [
	{
		id: 'min',
		broken(value, grid) {
			const min = smallest(grid);
			return min !== undefined && isBelow(value, min) ? min : undefined;
		},
		message: (limit) => `is below the minimum of ${limit}`,
		advice: (limit) => `at least ${formatDecimal(limit)}`,
	},
	{
		id: 'max',
		broken: (value, { max }) => (max !== undefined && isBelow(max, value) ? max : undefined),
		message: (limit) => `is above the maximum of ${limit}`,
		advice: (limit) => `at most ${formatDecimal(limit)}`,
	},
	{
		id: 'step',
		broken(value, { step }) {
			if (step === undefined || isBelow(value, step)) return undefined;
			return isOnStep(value, step) ? undefined : step;
		},
		message: (limit) => `is not a multiple of the step ${limit}`,
		advice(step, value) {
			const below = formatDecimal(floorToStep(value, step));
			const above = formatDecimal(ceilToStep(value, step));
			return `${below} or ${above}, or set Exchange Rules to Adjust`;
		},
	},
];

function gridRule(amount: Amount, { id, broken, message, advice }: GridCheck): Rule {
	const { field } = amount;
	return {
		id: `${field}.${id}`,
		check(input) {
			const { order, rules } = input;
			const value = order[field];
			const grid = amount.grid(rules, order);
			if (value === undefined || grid === undefined) return undefined;

			const limit = broken(value, grid);
			if (limit === undefined) return undefined;
			return {
				field,
				limit: formatDecimal(limit),
				value: formatDecimal(value),
				message: `${shown(field, input)} ${message(formatDecimal(limit))} for ${order.symbol}`,
				advice: `Set ${LABELS[field]} to ${advice(limit, value)}`,
			};
		},
	};
}

export const gridRules: readonly Rule[] = AMOUNTS.flatMap((amount) =>
	gridChecks.map((check) => gridRule(amount, check)),
);
