import fc from 'fast-check';

import { sameDecimal } from '../../../../nodes/NamiSpot/exchange/decimal';
import { judge } from '../../../../nodes/NamiSpot/exchange/reply/answer';
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

test.each(['[0123456789012345678]', '[1.2.3456789012345678]', '[--12345678901234567]', '[1e5e5]'])(
	'quotes nothing that is no number: %s',
	(text) => {
		expect(() => parseLosslessJson(text)).toThrow(SyntaxError);
	},
);

describe('n8n has one thread', () => {
	const filled = (part: string, size: number) => part.repeat(Math.floor(size / part.length));
	/** What a broken or hostile other side could answer, of about a size in characters. */
	const TRICKS: ReadonlyArray<[string, (size: number) => string]> = [
		[
			'orders',
			(size) => `[${filled('{"displayingId":12345678901234567891,"price":62877.99},', size)}0]`,
		],
		['a long number', (size) => '9'.repeat(size)],
		['a long number in a field', (size) => `{"status":"ok","data":1${'0'.repeat(size)}1}`],
		['zeros before the last digit', (size) => `0.${'0'.repeat(size)}1`],
		['zeros without end', (size) => `[1.${'0'.repeat(size)}]`],
		['digits and points', (size) => filled('1.', size)],
		['digits and e', (size) => filled('1e', size)],
		['minus signs', (size) => '-'.repeat(size)],
		['a long exponent', (size) => `1e${'9'.repeat(size)}`],
		['many long numbers', (size) => `[${filled('12345678901234567891,', size)}0]`],
		['a cut-off string', (size) => `"${'a'.repeat(size)}`],
		['a cut-off string of escaped quotes', (size) => `"${filled('\\"', size)}`],
		['many cut-off strings', (size) => `12345678901234567891${filled('"\\"', size)}`],
		['backslashes', (size) => `"${'\\'.repeat(size)}`],
		['backslashes and quotes', (size) => `"${filled('\\\\\\"', size)}`],
		['a huge string', (size) => JSON.stringify({ status: 'ok', data: 'a'.repeat(size) })],
		['a huge string of escapes', (size) => `"${filled('\\u0041', size)}"`],
		['a huge name of a status', (size) => JSON.stringify({ status: 'A'.repeat(size) })],
		['deep lists', (size) => '['.repeat(size / 2) + ']'.repeat(size / 2)],
		['deep objects, cut off', (size) => filled('{"a":', size)],
		['many objects', (size) => `[${filled('{},', size)}{}]`],
		[
			'many names',
			(size) => `{${Array.from({ length: size / 11 }, (_, nth) => `"k${nth}":1`).join()}}`,
		],
		['white space', (size) => ' '.repeat(size)],
		['HTML', (size) => `<html>${filled('<p class="x">1,234 e</p>', size)}`],
	];

	const SMALL = 1_225_000;
	const LARGE = 4 * SMALL;

	/** Of the processor, so that other work on this machine does not count; the best of some, for the same reason. */
	function millisecondsFor(work: () => void): number {
		const times = Array.from({ length: 4 }, () => {
			const before = process.cpuUsage();
			work();
			const { user, system } = process.cpuUsage(before);
			return (user + system) / 1000;
		});
		return Math.min(...times);
	}

	const reading = (text: string) => millisecondsFor(() => judge({ httpStatus: 200, text }));

	/** What 5 MB of honest orders cost in any case, on this machine: about 15 ms on one of its own. */
	let parsing = 0;
	beforeAll(() => {
		const order = {
			...{ displayingId: 435372, symbol: 'BTCUSDT', side: 'BUY', type: 'LIMIT', status: 'FILLED' },
			...{ price: 60000.5, quantity: 0.001, createdAt: '2025-01-01T00:00:00.000Z' },
		};
		const orders = `[${filled(`${JSON.stringify(order)},`, LARGE)}0]`;
		parsing = millisecondsFor(() => JSON.parse(orders));
	});

	test.each(TRICKS)('%s: read or refused in less than 100 ms, at every size', (_, make) => {
		const [small, large] = [reading(make(SMALL)), reading(make(LARGE))];
		// Of a machine that parses 5 MB in 15 ms; a quadratic reader takes minutes.
		expect(Math.max(small, large) / parsing).toBeLessThan(6.5);
		// Four times the size; what takes no time to speak of says nothing about growth.
		expect(large / Math.max(small, parsing / 4)).toBeLessThan(4 * 3);
	});

	test('more than 5 MB is refused', () => {
		expect(() => parseLosslessJson(`"${'a'.repeat(5_000_000)}"`)).toThrow(SyntaxError);
		expect(parseLosslessJson(`"${'a'.repeat(4_999_998)}"`)).toHaveLength(4_999_998);
	});

	test('ten thousand orders, more than any page has, are read', () => {
		const order = { displayingId: 1, symbol: 'BTCUSDT', price: 1, quantity: 1, side: 'BUY' };
		const text = JSON.stringify(Array.from({ length: 10_000 }, () => order));
		expect(parseLosslessJson(text)).toHaveLength(10_000);
	});

	test('64 lists in each other are read, 65 are refused', () => {
		const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);
		expect(parseLosslessJson(nested(64))).toEqual(JSON.parse(nested(64)));
		expect(() => parseLosslessJson(nested(65))).toThrow(SyntaxError);
	});
});
