import fc from 'fast-check';

import { formatDecimal, ZERO } from '../../../nodes/NamiSpot/exchange/decimal';
import { fieldsOf } from './fieldsOf';

const price = (value: unknown) =>
	formatDecimal(fieldsOf({ price: value }).decimal({ name: 'price', displayName: 'Price' }));

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
	[0.1 + 0.2, '0.3'],
	['0.30000000000000004', '0.30000000000000004'],
])('reads the decimal %p', (value, decimal) => {
	expect(price(value)).toBe(decimal);
});

const REFUSED: Array<[unknown, RegExp]> = [
	['', /^Price is empty/],
	[undefined, /^Price is empty/],
	[null, /^Price is empty/],
	['   ', /^Price is empty/],
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
	expect(() => price(value)).toThrow(/^Price /);
});

test('a refused value is quoted, but not at any length', () => {
	expect(() => price('x'.repeat(1000))).toThrow(new RegExp(`“x{40}…”`));
});

test('what is typed is what is read: any number as text, and but for its last bits as a number', () => {
	fc.assert(
		fc.property(fc.double({ min: 1e-300, max: 1e300, noNaN: true }), (value) => {
			expect(Number(price(String(value)))).toBe(value);
			expect(Math.abs(Number(price(value)) - value)).toBeLessThanOrEqual(value * 1e-15);
		}),
	);
});

const side = (value: unknown) => fieldsOf({ side: value }).side();

test.each([
	['BUY', 'BUY'],
	['sell', 'SELL'],
	[' Buy ', 'BUY'],
])('the choice %p', (value, choice) => {
	expect(side(value)).toBe(choice);
});

test.each<[unknown, RegExp]>([
	['', /^Side is empty$/],
	['HOLD', /^Side is “HOLD”, which is not one of the options$/],
	[1, /not one of the options/],
	[['BUY', 'SELL'], /not one of the options/],
	[null, /^Side is empty/],
])('refuses the choice %p', (value, message) => {
	expect(() => side(value)).toThrow(message);
});

test('a choice of several words may be written in any of the usual ways', () => {
	const type = (value: unknown) =>
		fieldsOf({ type: value }).choice({ name: 'type', displayName: 'Order Type' }, [
			'LIMIT',
			'STOP_LIMIT',
		]);
	expect(['STOP_LIMIT', 'stop limit', 'Stop-Limit', 'StopLimit'].map(type)).toEqual(
		Array.from({ length: 4 }, () => 'STOP_LIMIT'),
	);
});

const flag = { name: 'flag', displayName: 'Flag' };

test.each([
	[true, true],
	['true', true],
	['TRUE', true],
	[' True ', true],
	[1, true],
	['1', true],
	[false, false],
	['false', false],
	['FALSE', false],
	[0, false],
	['0', false],
])('the boolean %p', (value, meaning) => {
	expect(fieldsOf({ flag: value }).boolean(flag)).toBe(meaning);
});

test.each<[unknown, RegExp]>([
	['', /^Flag is empty/],
	[' ', /^Flag is empty/],
	[null, /^Flag is empty/],
	['yes', /neither true nor false/],
	[2, /neither true nor false/],
	[-1, /neither true nor false/],
	[Number.NaN, /neither true nor false/],
	[[true], /neither true nor false/],
	[{}, /neither true nor false/],
])('refuses the boolean %p, with a fallback too', (value, message) => {
	expect(() => fieldsOf({ flag: value }).boolean(flag, true)).toThrow(message);
});

test('a fallback is for a field that is not there', () => {
	expect(fieldsOf({}).boolean(flag, true)).toBe(true);
	expect(fieldsOf({}).decimal(flag, { fallback: ZERO })).toBe(ZERO);
	expect(() => fieldsOf({}).boolean(flag)).toThrow(/^Flag is empty/);
});

const symbols = { name: 'symbols', displayName: 'Symbols' };

test.each<[unknown, string[]]>([
	['BTCUSDT ETHUSDT', ['BTCUSDT', 'ETHUSDT']],
	['BTCUSDT,ETHUSDT', ['BTCUSDT', 'ETHUSDT']],
	['btc/usdt; eth-usdt;', ['BTCUSDT', 'ETHUSDT']],
	['BTCUSDT\r\nETHUSDT\n', ['BTCUSDT', 'ETHUSDT']],
	[' ,BTCUSDT,, BTC_USDT ', ['BTCUSDT']],
	[
		['BTCUSDT', 'ETHUSDT BTC/VNST'],
		['BTCUSDT', 'ETHUSDT', 'BTCVNST'],
	],
	['', []],
	[null, []],
	[[], []],
])('the list of symbols %p', (value, read) => {
	expect(fieldsOf({ symbols: value }).symbols(symbols)).toEqual(read);
});

test.each<[unknown, RegExp]>([
	['BTC, USDT', /^Symbols holds “BTC”, which is not a valid symbol/],
	[['BTCUSDT', null], /^Symbols holds “null”, which is empty/],
	[['BTCUSDT', ''], /which is empty/],
	[['BTCUSDT', 1], /^Symbols holds “1”/],
	[{ a: 1 }, /^Symbols holds/],
	[true, /^Symbols holds “true”/],
])('refuses the list of symbols %p', (value, message) => {
	expect(() => fieldsOf({ symbols: value }).symbols(symbols)).toThrow(message);
});

test('the fields of a collection are read as those beside it, with its item', () => {
	const options = fieldsOf({ options: { flag: 'maybe', other: undefined } }).options();
	expect(options.isSet(flag)).toBe(true);
	expect(options.isSet({ name: 'other' })).toBe(true);
	expect(options.isSet({ name: 'more' })).toBe(false);
	expect(() => options.boolean(flag)).toThrow(
		expect.objectContaining({ facts: { reason: 'invalid_input', field: 'flag', item: 3 } }),
	);
	expect(fieldsOf({}).options().isSet(flag)).toBe(false);
	expect(() => fieldsOf({ options: 'none' }).options()).toThrow(
		/^Options is “none”, not an object/,
	);
});

describe('text with characters that cannot be seen', () => {
	test('is read as what a person sees', () => {
		expect(price('\u200b62877.99\u00a0')).toBe('62877.99');
		expect(side('\ufeffbuy\u200e')).toBe('BUY');
		expect(fieldsOf({ flag: 'tr\u00adue' }).boolean(flag)).toBe(true);
		expect(fieldsOf({ symbols: '\u200bBTCUSDT,\u2060ETHUSDT\u200b' }).symbols(symbols)).toEqual([
			'BTCUSDT',
			'ETHUSDT',
		]);
		expect(
			fieldsOf({ key: '\u2066tv-1\u2069' }).optionalText({ name: 'key', displayName: 'Key' }),
		).toBe('tv-1');
	});

	test('shows them where it is refused', () => {
		expect(() => price('1\u00a0000\u200b')).toThrow('Price is “1\\u00a0000\\u200b”');
		expect(() => side('BUY\u0007')).toThrow('Side is “BUY\\u0007”');
	});
});
