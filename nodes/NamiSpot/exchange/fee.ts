import { add, subtract, type Decimal } from './decimal';

const WHOLE: Decimal = { units: 1n, scale: 0 };

/** The share of a trade that the exchange's own order form reckons as its fee; an account may pay less. */
export const USUAL_FEE: Decimal = { units: 1n, scale: 3 };

/** The price and the fee on top: so much do buyers have to hold. */
export const WITH_FEE = add(WHOLE, USUAL_FEE);

/** What is left of what is bought once the fee is taken from it. */
export const AFTER_FEE = subtract(WHOLE, USUAL_FEE);
