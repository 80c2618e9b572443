import fc from 'fast-check';
import type { IExecuteFunctions } from 'n8n-workflow';

import { formatDecimal } from '../../../nodes/NamiSpot/exchange/decimal';
import {
	normalizeSymbol,
	readChoice,
	readDecimal,
	readSymbol,
} from '../../../nodes/NamiSpot/fields/readParameter';

/** A context of which only one parameter is read. */
const given = (value: unknown) =>
	({ getNodeParameter: () => value }) as unknown as IExecuteFunctions;

const price = (value: unknown) =>
	formatDecimal(readDecimal(given(value), 3, { name: 'price', displayName: 'Price' }));

test.each([
	['0.0005', '0.0005'],
	['62877.99', '62877.99'],
	[62877.99, '62877.99'],
	[1e-7, '0.0000001'],
	['1e-7', '0.0000001'],
	['1E3', '1000'],
	[' 12.50 ', '12.5'],
	['.5', '0.5'],
	['5.', '5'],
	['+7', '7'],
	['000123', '123'],
	['123456789.123456', '123456789.123456'],
	[Number.MAX_SAFE_INTEGER, '9007199254740991'],
	[1e21, '1000000000000000000000'],
	[0.1 + 0.2, '0.30000000000000004'],
])('reads the decimal %p', (value, decimal) => {
	expect(price(value)).toBe(decimal);
});

const REFUSED: Array<[unknown, RegExp]> = [
	['', /^Price is empty/],
	[undefined, /^Price is empty/],
	[null, /^Price is empty/],
	['   ', /not a plain decimal/],
	[0, /not above zero/],
	['0.000', /not above zero/],
	[-0, /not above zero/],
	[-1, /not above zero/],
	['-0.5', /not above zero/],
	['abc', /not a plain decimal/],
	['12 USDT', /not a plain decimal/],
	['$12', /not a plain decimal/],
	['1,000', /not a plain decimal/],
	['1,000.50', /not a plain decimal/],
	['1.000,50', /not a plain decimal/],
	['1 000', /not a plain decimal/],
	['1_000', /not a plain decimal/],
	['1’000', /not a plain decimal/],
	['0,5', /not a plain decimal/],
	['NaN', /not a plain decimal/],
	[Number.NaN, /not a plain decimal/],
	['Infinity', /not a plain decimal/],
	[Number.POSITIVE_INFINITY, /not a plain decimal/],
	['0x10', /not a plain decimal/],
	['1e', /not a plain decimal/],
	['1e99999', /not a plain decimal/],
	[true, /not a plain decimal/],
	[[1], /not a plain decimal/],
	[{ value: 1 }, /not a plain decimal/],
	['0.12345678901234567', /more digits/],
	['12345678901234567891', /more digits/],
	['1'.repeat(500), /not a plain decimal/],
];

test.each(REFUSED)('refuses the decimal %p', (value, message) => {
	expect(() => price(value)).toThrow(
		expect.objectContaining({
			message: expect.stringMatching(message),
			facts: expect.objectContaining({ reason: 'invalid_input', field: 'price', item: 3 }),
		}),
	);
	expect(() => price(value)).toThrow(/^Price .*\(item 3\)$/);
});

test('a refused value is quoted, but not at any length', () => {
	expect(() => price('x'.repeat(1000))).toThrow(new RegExp(`“x{40}…”`));
});

test('what is typed is what is read: any number, as text or not', () => {
	fc.assert(
		fc.property(fc.double({ min: 5e-324, max: 1e300, noNaN: true }), (value) => {
			expect(Number(price(value))).toBe(value);
			expect(price(String(value))).toBe(price(value));
		}),
	);
});

test.each(['BTCUSDT', 'btcusdt', 'BTC/USDT', 'btc-usdt', 'BTC_USDT', ' BTC USDT '])(
	'the symbol form %p',
	(form) => {
		expect(normalizeSymbol(form)).toBe('BTCUSDT');
		expect(readSymbol(given(form), 0)).toBe('BTCUSDT');
		expect(readSymbol(given({ __rl: true, mode: 'name', value: form }), 0)).toBe('BTCUSDT');
	},
);

test.each<[unknown, RegExp]>([
	['', /^Symbol is empty/],
	[undefined, /^Symbol is empty/],
	[{ __rl: true, mode: 'name', value: '' }, /^Symbol is empty/],
	['BTC', /not how a symbol looks/],
	['BTC:USDT', /not how a symbol looks/],
	['BTCUSDT&side=SELL', /not how a symbol looks/],
	['₿TCUSDT', /not how a symbol looks/],
	['A'.repeat(31), /not how a symbol looks/],
	[42, /not how a symbol looks/],
	[['BTCUSDT'], /not how a symbol looks/],
	[{ value: { a: 1 } }, /not how a symbol looks/],
])('refuses the symbol %p', (value, message) => {
	expect(() => readSymbol(given(value), 2)).toThrow(message);
	expect(() => readSymbol(given(value), 2)).toThrow('(item 2)');
});

const side = (value: unknown) =>
	readChoice(given(value), 1, { name: 'side', label: 'Side', choices: ['BUY', 'SELL'] });

test.each([
	['BUY', 'BUY'],
	['sell', 'SELL'],
	[' Buy ', 'BUY'],
])('the choice %p', (value, choice) => {
	expect(side(value)).toBe(choice);
});

test.each<[unknown, RegExp]>([
	['', /^Side is empty \(item 1\)/],
	['HOLD', /^Side is “HOLD”, which is not on its list \(item 1\)/],
	[1, /not on its list/],
	[['BUY', 'SELL'], /not on its list/],
	[null, /not on its list/],
])('refuses the choice %p', (value, message) => {
	expect(() => side(value)).toThrow(message);
});
