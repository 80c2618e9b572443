import fc from 'fast-check';

import { formatDecimal, parseDecimal } from '../../../nodes/NamiSpot/exchange/decimal';
import {
	fromRecord,
	orderParameters,
	toRecord,
	type OrderRecord,
} from '../../../nodes/NamiSpot/exchange/spotOrder';

const decimal = fc
	.record({ units: fc.bigInt({ min: 1n, max: 10n ** 15n }), scale: fc.integer({ min: 0, max: 9 }) })
	.map(({ units, scale }) => parseDecimal(`${units}e-${scale}`))
	.filter((value) => value !== undefined)
	.map(formatDecimal);

const record: fc.Arbitrary<OrderRecord> = fc.record(
	{
		symbol: fc.constantFrom('BTCUSDT', 'ETHUSDT'),
		side: fc.constantFrom('BUY' as const, 'SELL' as const),
		type: fc.constantFrom('LIMIT', 'MARKET', 'STOP_LIMIT', 'OCO'),
		useQuoteQty: fc.boolean(),
		quantity: decimal,
		quoteOrderQty: decimal,
		price: decimal,
		stopPrice: decimal,
		limitPrice: decimal,
	},
	{ requiredKeys: ['symbol', 'side', 'type', 'useQuoteQty'] },
);

test('an order comes out of JSON as it went in', () => {
	fc.assert(
		fc.property(record, (asked) => {
			const kept: OrderRecord = JSON.parse(JSON.stringify(toRecord(fromRecord(asked))));
			expect(kept).toEqual(asked);
		}),
	);
});

test('a record that holds no decimal is not taken for an order without that field', () => {
	const broken: OrderRecord = {
		symbol: 'BTCUSDT',
		side: 'BUY',
		type: 'LIMIT',
		useQuoteQty: false,
		quantity: 'one',
	};
	expect(() => fromRecord(broken)).toThrow(TypeError);
});

test('the wire gets numbers, in the order of the API reference, and nothing that was not asked for', () => {
	const order = fromRecord({
		price: '62877.99',
		quantity: '0.0005',
		useQuoteQty: false,
		type: 'LIMIT',
		side: 'BUY',
		symbol: 'BTCUSDT',
	});
	expect(JSON.stringify(orderParameters(order))).toBe(
		'{"symbol":"BTCUSDT","side":"BUY","type":"LIMIT","quantity":0.0005,"price":62877.99,"useQuoteQty":false}',
	);
});
