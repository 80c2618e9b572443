/**
 * An exact decimal number: `units / 10^scale`.
 * Always normalized: `scale` is 0 or more, and `units` ends in a zero only where `scale` is 0.
 */
export interface Decimal {
	readonly units: bigint;
	readonly scale: number;
}

/** Far beyond any price or quantity, and small enough that no input can keep the process busy. */
const MAX_DIGITS = 400;
const MAX_TEXT_LENGTH = 1_000;

const DECIMAL_TEXT = /^([+-]?)(\d*)(?:\.(\d*))?(?:e([+-]?\d{1,4}))?$/i;

export const ZERO: Decimal = { units: 0n, scale: 0 };
/** Percent of something are taken of it and divided by this. */
export const HUNDRED: Decimal = { units: 100n, scale: 0 };

const POWERS_OF_TEN = Array.from({ length: 40 }, (_, exponent) => 10n ** BigInt(exponent));

const powerOfTen = (exponent: number): bigint => POWERS_OF_TEN[exponent] ?? 10n ** BigInt(exponent);

const unitsAt = (value: Decimal, scale: number): bigint =>
	value.units * powerOfTen(scale - value.scale);

function normalize(units: bigint, scale: number): Decimal {
	let shorter = units;
	let places = scale;
	while (places > 0 && shorter % 10n === 0n) {
		shorter /= 10n;
		places -= 1;
	}
	return { units: shorter, scale: places };
}

function parseText(text: string): Decimal | undefined {
	if (text.length > MAX_TEXT_LENGTH) return undefined;
	const match = DECIMAL_TEXT.exec(text.trim());
	if (match === null) return undefined;

	const [, sign, whole = '', fraction = '', exponentText = '0'] = match;
	const digits = whole + fraction;
	const exponent = Number(exponentText);
	const scale = fraction.length - exponent;
	const plainDigits = Math.max(whole.length + exponent, 1) + Math.max(scale, 0);
	if (digits === '' || plainDigits > MAX_DIGITS) return undefined;

	const units = sign === '-' ? -BigInt(digits) : BigInt(digits);
	return scale < 0 ? { units: units * powerOfTen(-scale), scale: 0 } : normalize(units, scale);
}

/**
 * Reads a finite number, or text as people type it: an optional sign, digits, an optional fraction
 * (`.5` and `5.` too), an optional exponent, blanks around it; at most 400 digits in plain notation.
 * Anything else is undefined: blank text, separators, hex, NaN, Infinity, other types.
 */
export function parseDecimal(value: unknown): Decimal | undefined {
	if (typeof value === 'string') return parseText(value);
	return typeof value === 'number' ? parseText(String(value)) : undefined;
}

/** Above what a handful of floating-point operations add up to, below the gap between two 15-digit numbers. */
const LAST_BITS = 8e-16;
const SAFE_DIGITS = 15;

/**
 * A computed number as the decimal that was meant: the shortest one, of at most 15 digits, that is
 * within the last bits of a double, so `0.3 / 0.1` is 3. A number that has none there, a whole number,
 * and anything but a number is read as by `parseDecimal`: text is exact.
 */
export function parseComputed(value: unknown): Decimal | undefined {
	if (typeof value !== 'number' || !Number.isFinite(value) || Number.isSafeInteger(value)) {
		return parseDecimal(value);
	}
	for (let digits = 1; digits <= SAFE_DIGITS; digits += 1) {
		const text = value.toPrecision(digits);
		if (Math.abs(Number(text) - value) <= Math.abs(value) * LAST_BITS) return parseText(text);
	}
	return parseDecimal(value);
}

/** Plain notation: never an exponent, no trailing zeros, no plus sign. */
export function formatDecimal({ units, scale }: Decimal): string {
	if (scale === 0) return String(units);
	const digits = String(units < 0n ? -units : units).padStart(scale + 1, '0');
	const point = digits.length - scale;
	return `${units < 0n ? '-' : ''}${digits.slice(0, point)}.${digits.slice(point)}`;
}

export function compareDecimals(a: Decimal, b: Decimal): -1 | 0 | 1 {
	const scale = Math.max(a.scale, b.scale);
	const left = unitsAt(a, scale);
	const right = unitsAt(b, scale);
	if (left === right) return 0;
	return left < right ? -1 : 1;
}

export function abs({ units, scale }: Decimal): Decimal {
	return { units: units < 0n ? -units : units, scale };
}

export function min(first: Decimal, ...others: readonly Decimal[]): Decimal {
	return others.reduce(
		(least, value) => (compareDecimals(value, least) < 0 ? value : least),
		first,
	);
}

export function max(first: Decimal, ...others: readonly Decimal[]): Decimal {
	return others.reduce((most, value) => (compareDecimals(value, most) > 0 ? value : most), first);
}

/** Whether both read as decimals of the same value: `"1.50"` and `1.5` do, two unreadable ones do not. */
export function sameDecimal(a: unknown, b: unknown): boolean {
	const left = parseDecimal(a);
	const right = parseDecimal(b);
	return left !== undefined && right !== undefined && compareDecimals(left, right) === 0;
}

export function add(a: Decimal, b: Decimal): Decimal {
	const scale = Math.max(a.scale, b.scale);
	return normalize(unitsAt(a, scale) + unitsAt(b, scale), scale);
}

export function subtract(a: Decimal, b: Decimal): Decimal {
	return add(a, { units: -b.units, scale: b.scale });
}

export function multiply(a: Decimal, b: Decimal): Decimal {
	return normalize(a.units * b.units, a.scale + b.scale);
}

/** `a / b` for two values above zero, exact or rounded up to so many decimal places. */
export function divideUp(a: Decimal, b: Decimal, places: number): Decimal {
	const dividend = a.units * powerOfTen(b.scale + places);
	const divisor = b.units * powerOfTen(a.scale);
	return normalize((dividend + divisor - 1n) / divisor, places);
}

/** Finer than any step of the exchange. */
const COMPUTED_PLACES = 40;

/** `a / b` for `a` of zero or more and `b` above zero, exact or cut to so many decimal places. */
export function divideDown(a: Decimal, b: Decimal, places = COMPUTED_PLACES): Decimal {
	const dividend = a.units * powerOfTen(b.scale + places);
	return normalize(dividend / (b.units * powerOfTen(a.scale)), places);
}

export function isPositive(value: Decimal): boolean {
	return value.units > 0n;
}

/** How far `value` lies above the grid point at or below it: from 0 up to, but without, `step`. */
function aboveStep(value: Decimal, step: Decimal): Decimal {
	if (!isPositive(step)) return ZERO;
	const scale = Math.max(value.scale, step.scale);
	const size = unitsAt(step, scale);
	const remainder = unitsAt(value, scale) % size;
	return normalize(remainder < 0n ? remainder + size : remainder, scale);
}

/**
 * Whether `value` is a whole number of steps, as in Binance's `price % tickSize == 0`. A step of 0 or
 * less is no grid: every value is on it.
 */
export function isOnStep(value: Decimal, step: Decimal): boolean {
	return aboveStep(value, step).units === 0n;
}

/** The grid point at or below `value`, less than one step away. A step of 0 or less changes nothing. */
export function floorToStep(value: Decimal, step: Decimal): Decimal {
	return subtract(value, aboveStep(value, step));
}

/** The grid point at or above `value`, less than one step away. A step of 0 or less changes nothing. */
export function ceilToStep(value: Decimal, step: Decimal): Decimal {
	const floor = floorToStep(value, step);
	return compareDecimals(floor, value) === 0 ? value : add(floor, step);
}

/**
 * The value or, where a JSON number would not hold it exactly, what its first 15 digits say: what was
 * computed is never sent as more than it came to.
 */
export function cutToNumber(value: Decimal): Decimal {
	if (survivesAsJsonNumber(value)) return value;
	const surplus = Math.max(0, String(value.units).length - SAFE_DIGITS);
	return floorToStep(value, { units: powerOfTen(surplus), scale: value.scale });
}

/**
 * Whether a server that reads JSON numbers as doubles gets exactly this value:
 * about 15 significant digits are safe, 17 or more rarely are.
 */
export function survivesAsJsonNumber(value: Decimal): boolean {
	const text = formatDecimal(value);
	const number = Number(text);
	return String(number) === text || sameDecimal(number, text);
}
