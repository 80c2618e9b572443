import fc from 'fast-check';

import { sameDecimal } from '../../../../nodes/NamiSpot/exchange/decimal';
import { parseLosslessJson } from '../../../../nodes/NamiSpot/exchange/reply/losslessJson';

test.each([
	['12345678901234567891', '12345678901234567891'],
	['-12345678901234567891', '-12345678901234567891'],
	['9007199254740993', '9007199254740993'],
	['0.12345678901234567891', '0.12345678901234567891'],
	['1e400', '1e400'],
	['1e-400', '1e-400'],
	['5e-324', 5e-324],
	['9007199254740992', 9007199254740992],
	['435372', 435372],
	['62877.99', 62877.99],
	['1.50', 1.5],
	['1e-7', 1e-7],
	['100000000000000000000', 1e20],
	['4699.5009726000000000', 4699.5009726],
	['-0.0', -0],
])('reads %s without changing its value', (text, value) => {
	expect(parseLosslessJson(`{"a":[${text}]}`)).toEqual({ a: [value] });
});

test('leaves numbers inside of strings alone', () => {
	const value = { text: 'id 12345678901234567891, "12345678901234567891" \\', b: '\u00e4\n' };
	expect(parseLosslessJson(JSON.stringify(value))).toEqual(value);
});

test('reads whatever JSON.stringify writes as JSON.parse does', () => {
	fc.assert(
		fc.property(fc.json(), (text) => {
			expect(parseLosslessJson(text)).toEqual(JSON.parse(text));
		}),
	);
});

test('keeps every digit of any integer', () => {
	fc.assert(
		fc.property(fc.bigInt({ min: -(10n ** 40n), max: 10n ** 40n }), (integer) => {
			expect(sameDecimal(parseLosslessJson(String(integer)), String(integer))).toBe(true);
		}),
	);
});

test.each(['', '{', '{"a":', '<html>', '{"a":1}}', '{a:1}', '"open'])('refuses %j', (text) => {
	expect(() => parseLosslessJson(text)).toThrow(SyntaxError);
});
