import { formatDecimal, parseDecimal, ZERO } from '../../../nodes/NamiSpot/exchange/decimal';
import { asThousands, thousandsHint } from '../../../nodes/NamiSpot/fields/thousands';
import { fieldsOf } from './fieldsOf';

test.each<[unknown, string | undefined]>([
	['2.900', '2900'],
	['1.234.567', '1234567'],
	['2.9', undefined],
	['0.005', undefined],
	['1234.500', undefined],
	[2.9, undefined],
])('the number %p with points between thousands', (value, read) => {
	const thousands = asThousands(value);
	expect(thousands && formatDecimal(thousands)).toBe(read);
});

const hint = (price: unknown, last: string) =>
	thousandsHint(
		fieldsOf({ price }),
		{ name: 'price', displayName: 'Price' },
		parseDecimal(last) ?? ZERO,
	);

test.each([
	['2.900', '2850', '2900'],
	['64.100', '63999.5', '64100'],
	['1.234.567', '1200000', undefined],
	['\u200b1.500', '1600', '1500'],
])('the price %p beside a last price of %p may be meant as %p', (price, last, meant) => {
	if (meant === undefined) expect(hint(price, last)).toBeUndefined();
	else expect(hint(price, last)).toContain(`If you mean ${meant}`);
});

test.each([
	['2.900', '2.85'],
	['2.900', '20'],
	['2.900', '1000000'],
	['2.9', '2850'],
	[2.9, '2850'],
	['2900', '2850'],
	['-2%', '2850'],
])('the price %p beside a last price of %p is taken for what it says', (price, last) => {
	expect(hint(price, last)).toBeUndefined();
});
