import Big from 'big.js';

/** The stand-in's own decimals: settings here do not leak into other users of big.js. */
export const Decimal = Big();
Decimal.DP = 20;
Decimal.RM = Decimal.roundDown;

export type { Big };

export const ZERO = new Decimal(0);

/** The largest multiple of `step` that is not above `value`. */
export function floorTo(value: Big, step: Big): Big {
	return value.div(step).round(0, Decimal.roundDown).times(step);
}

export function larger(a: Big, b: Big): Big {
	return a.gt(b) ? a : b;
}

export function smaller(a: Big, b: Big): Big {
	return a.lt(b) ? a : b;
}
