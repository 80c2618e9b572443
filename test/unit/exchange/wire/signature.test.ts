import HmacSHA256 from 'crypto-js/hmac-sha256';
import fc from 'fast-check';

import {
	signParameters,
	toQueryString,
	type RequestParameters,
} from '../../../../nodes/NamiSpot/exchange/wire/signature';

/** The secret of the exchange's published examples. */
const PUBLISHED_SECRET = 'UNCZHD1e4501X1WGO9PqjGJBDqWoNjUlc05YZTy38t9Wd7rHWmrmtfKfb1Vpb5RH';

describe('the published vectors', () => {
	test.each([
		{
			parameters: { type: 0 },
			timestamp: 1721284769720,
			toSign: 'type=0&timestamp=1721284769720',
			signature: '2cc8df81fc34801e6b6f7dbaf79e72ab098bf5461973239689e32e71368cd145',
		},
		{
			parameters: {
				symbol: 'NAMIVNDC',
				side: 'SELL',
				type: 'LIMIT',
				quantity: 50000,
				price: 600,
			},
			timestamp: 1721284021975,
			toSign:
				'symbol=NAMIVNDC&side=SELL&type=LIMIT&quantity=50000&price=600&timestamp=1721284021975',
			signature: '87455e30b15d4d2fe234eeec92cfc165f8b8647bf583ce09f0bdb6b3c6a09b77',
		},
	])('$toSign', ({ parameters, timestamp, toSign, signature }) => {
		const signed = signParameters(parameters, PUBLISHED_SECRET, timestamp);
		expect(signed.query).toBe(`${toSign}&signature=${signature}`);
		expect(Object.entries(signed.parameters)).toEqual([
			...Object.entries(parameters),
			['timestamp', timestamp],
			['signature', signature],
		]);
	});
});

const name = fc
	.stringMatching(/^[A-Za-z_][A-Za-z0-9_]{0,12}$/)
	.filter((text) => !['timestamp', 'signature', '__proto__'].includes(text));
const value = fc.oneof(
	fc.constantFrom('BTCUSDT', 'NAMI/VNDC', 'a b', 'a+b', 'ä€😀', "*-._~!'()", '%20', '&x=1', ''),
	fc.string({ unit: 'binary' }),
	fc.integer(),
	fc.double({ noNaN: true, noDefaultInfinity: true }),
	fc.constantFrom(1e-7, 5e-324, 1e21, 0.1 + 0.2, 62877.99, -0),
	fc.boolean(),
);
const parameters: fc.Arbitrary<RequestParameters> = fc.dictionary(name, value, {
	maxKeys: 8,
	noNullPrototype: true,
});
const timestamp = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER });
const secret = fc.string({ minLength: 1, maxLength: 64 });

/** The authentication guide's recipe, word by word, with another implementation of HMAC. */
function byTheGuide(sent: RequestParameters, key: string, at: number): string {
	return sign({ ...sent, timestamp: at }, key);
}

function sign(dated: RequestParameters, key: string): string {
	const text = Object.entries(dated).map(([name, given]): [string, string] => [
		name,
		String(given),
	]);
	return HmacSHA256(new URLSearchParams(text).toString(), key).toString();
}

describe('any parameters', () => {
	test('sign as crypto-js signs what URLSearchParams makes of them', () => {
		fc.assert(
			fc.property(parameters, secret, timestamp, (sent, key, at) => {
				const signed = signParameters(sent, key, at);
				expect(signed.parameters.signature).toBe(byTheGuide(sent, key, at));
			}),
			{ numRuns: 500 },
		);
	});

	test('sign the same when a server reads them back from the JSON body', () => {
		fc.assert(
			fc.property(parameters, secret, timestamp, (sent, key, at) => {
				const { signature, ...received } = JSON.parse(
					JSON.stringify(signParameters(sent, key, at).parameters),
				);
				expect(signature).toBe(sign(received, key));
			}),
			{ numRuns: 500 },
		);
	});

	test('sign the same once more after they were signed before', () => {
		fc.assert(
			fc.property(parameters, secret, timestamp, timestamp, (sent, key, first, second) => {
				const again = signParameters(signParameters(sent, key, first).parameters, key, second);
				expect(again).toEqual(signParameters(sent, key, second));
			}),
		);
	});
});

test('an undefined parameter is left out, as JSON leaves it out', () => {
	expect(toQueryString({ a: 1, b: undefined, c: false })).toBe('a=1&c=false');
	const { parameters, query } = signParameters({ a: 1, b: undefined }, 'secret', 5);
	expect(Object.keys(parameters)).toEqual(['a', 'timestamp', 'signature']);
	expect(query).toMatch(/^a=1&timestamp=5&signature=[0-9a-f]{64}$/);
});

test('an array of objects signs as URLSearchParams writes it', () => {
	const orders = [
		{ displayingId: 1, symbol: 'BTCUSDT' },
		{ displayingId: 2, symbol: 'BTCUSDT' },
	];
	expect(toQueryString({ orders })).toBe('orders=%5Bobject+Object%5D%2C%5Bobject+Object%5D');
});
