import Big from 'big.js';
import fc from 'fast-check';
import {
	add,
	ceilToStep,
	compareDecimals,
	floorToStep,
	formatDecimal,
	isOnStep,
	isPositive,
	multiply,
	parseDecimal,
	sameDecimal,
	subtract,
	cutToNumber,
	survivesAsJsonNumber,
	type Decimal,
} from '../../../nodes/NamiSpot/exchange/decimal';

const RUNS = { numRuns: 5_000 };

function decimal(value: unknown): Decimal {
	const parsed = parseDecimal(value);
	if (parsed === undefined) throw new Error(`not a decimal: ${String(value)}`);
	return parsed;
}

const plain = (value: unknown): string => formatDecimal(decimal(value));

const digits = (max: number) =>
	fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: max }).map((list) => list.join(''));

const decimalText = fc
	.tuple(fc.constantFrom('', '-', '+'), digits(20), digits(20), fc.integer({ min: -30, max: 30 }))
	.map(([sign, whole, fraction, exponent]) => `${sign}0${whole}.${fraction}0e${exponent}`);

const step = fc
	.tuple(fc.integer({ min: 1, max: 99_999 }), fc.integer({ min: 0, max: 12 }))
	.map(([units, scale]) => decimal(`${units}e-${scale}`));

describe('parseDecimal', () => {
	it.each([
		['0.0005', '0.0005'],
		['1e-7', '0.0000001'],
		[1e-7, '0.0000001'],
		[62877.99, '62877.99'],
		[' 62877.99 ', '62877.99'],
		['.5', '0.5'],
		['5.', '5'],
		['+5', '5'],
		['-1.50E1', '-15'],
		['-0.05', '-0.05'],
		['-0', '0'],
		['00012.500', '12.5'],
		['100', '100'],
		['1.5e3', '1500'],
		[1e21, '1000000000000000000000'],
		[-0, '0'],
		[Number.MIN_VALUE, `0.${'0'.repeat(323)}5`],
		['123456789012345678901234567890.123456789', '123456789012345678901234567890.123456789'],
	])('reads %p as %s', (value, text) => {
		expect(plain(value)).toBe(text);
	});

	it.each([
		[''],
		[' '],
		['.'],
		['-'],
		['e5'],
		['.e5'],
		['abc'],
		['1,000'],
		['1,5'],
		['1_000'],
		['1 000'],
		['0x10'],
		['0b1'],
		['--1'],
		['1.2.3'],
		['1e'],
		['1e1.5'],
		['10n'],
		['٣'],
		['NaN'],
		['Infinity'],
		[NaN],
		[Infinity],
		[-Infinity],
		[null],
		[undefined],
		[true],
		[5n],
		[['5']],
		[{ valueOf: () => 5 }],
	])('does not read %p', (value) => {
		expect(parseDecimal(value)).toBeUndefined();
	});

	it.each([
		['1e400'],
		['1e-400'],
		['1e9999'],
		['1e999999999999'],
		['1'.repeat(401)],
		[`0.${'1'.repeat(400)}`],
		[' '.repeat(1_000_000)],
		[`${'1'.repeat(1_000_000)}x`],
	])('does not read text of excessive size', (text) => {
		expect(parseDecimal(text)).toBeUndefined();
	});

	it('reads up to 400 digits', () => {
		expect(plain('1e399')).toBe(`1${'0'.repeat(399)}`);
		expect(plain('1e-399')).toBe(`0.${'0'.repeat(398)}1`);
		expect(plain('9'.repeat(400))).toBe('9'.repeat(400));
	});

	it('reads every finite number as the text that JavaScript prints for it', () => {
		fc.assert(
			fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
				expect(Number(plain(value)) === value).toBe(true);
				expect(survivesAsJsonNumber(decimal(value))).toBe(true);
			}),
			RUNS,
		);
	});

	it('is normalized: no trailing zeros behind the point', () => {
		fc.assert(
			fc.property(decimalText, (text) => {
				const { units, scale } = decimal(text);
				expect(scale === 0 || units % 10n !== 0n).toBe(true);
			}),
			RUNS,
		);
	});
});

describe('formatDecimal', () => {
	it('writes plain notation that reads back to the same decimal', () => {
		fc.assert(
			fc.property(decimalText, (text) => {
				const value = decimal(text);
				const written = formatDecimal(value);
				expect(written).toMatch(/^-?(0|[1-9]\d*)(\.\d*[1-9])?$/);
				expect(decimal(written)).toEqual(value);
			}),
			RUNS,
		);
	});

	it('agrees with big.js', () => {
		fc.assert(
			fc.property(decimalText, (text) => {
				expect(plain(text)).toBe(new Big(text.replace('+', '')).toFixed().replace(/^-0$/, '0'));
			}),
			RUNS,
		);
	});
});

describe('arithmetic', () => {
	it('agrees with big.js', () => {
		fc.assert(
			fc.property(decimalText, decimalText, (left, right) => {
				const [a, b] = [decimal(left), decimal(right)];
				const [x, y] = [new Big(formatDecimal(a)), new Big(formatDecimal(b))];
				expect(compareDecimals(a, b)).toBe(x.cmp(y));
				expect(formatDecimal(add(a, b))).toBe(x.plus(y).toFixed());
				expect(formatDecimal(subtract(a, b))).toBe(x.minus(y).toFixed());
				expect(formatDecimal(multiply(a, b))).toBe(x.times(y).eq(0) ? '0' : x.times(y).toFixed());
				expect(isPositive(a)).toBe(x.gt(0));
			}),
			RUNS,
		);
	});

	it('has no float noise', () => {
		expect(formatDecimal(add(decimal('0.1'), decimal('0.2')))).toBe('0.3');
		expect(formatDecimal(multiply(decimal('62877.99'), decimal('0.07474')))).toBe('4699.5009726');
	});
});

describe('sameDecimal', () => {
	it.each([
		['1.50', 1.5, true],
		['1e-7', '0.0000001', true],
		[0, '-0', true],
		['0.1', '0.10000000000000001', false],
		['abc', 'abc', false],
		[undefined, undefined, false],
		['', 0, false],
		[0, '', false],
	])('%p and %p: %p', (a, b, same) => {
		expect(sameDecimal(a, b)).toBe(same);
	});
});

describe('steps', () => {
	it.each([
		['0.00015', '0.0001', '0.0001', '0.0002'],
		['0.3', '0.1', '0.3', '0.3'],
		['1.1', '0.1', '1.1', '1.1'],
		['7', '5', '5', '10'],
		['0.4', '1', '0', '1'],
		['-0.4', '1', '-1', '0'],
		['100', '0.25', '100', '100'],
	])('%s with a step of %s goes down to %s and up to %s', (value, size, down, up) => {
		expect(formatDecimal(floorToStep(decimal(value), decimal(size)))).toBe(down);
		expect(formatDecimal(ceilToStep(decimal(value), decimal(size)))).toBe(up);
		expect(isOnStep(decimal(value), decimal(size))).toBe(down === up);
	});

	it.each([['0'], ['-1']])('changes nothing with a step of %s', (size) => {
		const value = decimal('1.23456');
		expect(floorToStep(value, decimal(size))).toEqual(value);
		expect(ceilToStep(value, decimal(size))).toEqual(value);
		expect(isOnStep(value, decimal(size))).toBe(true);
	});

	it('lands on the grid, less than one step away, on the stated side', () => {
		fc.assert(
			fc.property(decimalText, step, (text, size) => {
				const value = decimal(text);
				const down = floorToStep(value, size);
				const up = ceilToStep(value, size);
				expect(isOnStep(down, size) && isOnStep(up, size)).toBe(true);
				expect(compareDecimals(down, value)).not.toBe(1);
				expect(compareDecimals(up, value)).not.toBe(-1);
				expect(compareDecimals(subtract(value, down), size)).toBe(-1);
				expect(compareDecimals(subtract(up, value), size)).toBe(-1);
			}),
			RUNS,
		);
	});

	it('agrees with big.js on what is on the grid', () => {
		fc.assert(
			fc.property(decimalText, step, (text, size) => {
				const value = decimal(text);
				const rest = new Big(formatDecimal(value)).mod(formatDecimal(size));
				expect(isOnStep(value, size)).toBe(rest.eq(0));
			}),
			{ numRuns: 5_000 },
		);
	});
});

describe('cutToNumber', () => {
	it.each([
		['500000000.12345678', '500000000.123456'],
		['62877.99', '62877.99'],
		['9007199254740993', '9007199254740990'],
	])('%s: %s', (text, cut) => {
		expect(formatDecimal(cutToNumber(decimal(text)))).toBe(cut);
	});
});

describe('survivesAsJsonNumber', () => {
	it.each([
		['0.1', true],
		['62877.99', true],
		['0.0000001', true],
		['9007199254740992', true],
		['9007199254740993', false],
		['0.12345678901234567890', false],
		['123456789012345678', false],
		['1e399', false],
		['1e-399', false],
	])('%s: %p', (text, survives) => {
		expect(survivesAsJsonNumber(decimal(text))).toBe(survives);
	});

	it('holds for every decimal of up to 15 digits', () => {
		fc.assert(
			fc.property(
				fc.integer({ min: -999_999_999_999_999, max: 999_999_999_999_999 }),
				fc.integer({ min: 0, max: 15 }),
				(units, scale) => {
					expect(survivesAsJsonNumber(decimal(`${units}e-${scale}`))).toBe(true);
				},
			),
			RUNS,
		);
	});
});
