import fc from 'fast-check';
import Big from 'big.js';
import { orderValue } from '../../../nodes/NamiSpot/rails/orderValue';
import {
	divideDown,
	divideUp,
	formatDecimal,
	parseDecimal,
	ZERO,
} from '../../../nodes/NamiSpot/exchange/decimal';
import { fromRecord, type OrderRecord } from '../../../nodes/NamiSpot/exchange/spotOrder';

const base: OrderRecord = { symbol: 'BTCUSDT', useQuoteQty: false, side: 'BUY', type: 'LIMIT' };

function valueOf(order: Partial<OrderRecord>, lastPrice?: string): string | undefined {
	const worth = orderValue(fromRecord({ ...base, ...order }), parseDecimal(lastPrice));
	return worth && formatDecimal(worth.value);
}

const quote = { useQuoteQty: true, quoteOrderQty: '30' };

test.each<[string, Partial<OrderRecord>, string | undefined, string | undefined]>([
	['limit buy', { quantity: '0.1', price: '3' }, undefined, '0.3'],
	['limit buy by quote', { ...quote, price: '7' }, undefined, '30'],
	['limit sell below the market', { side: 'SELL', quantity: '2', price: '3' }, '5', '10'],
	['limit sell above the market', { side: 'SELL', quantity: '2', price: '7' }, '5', '14'],
	[
		'limit sell without a price to compare',
		{ side: 'SELL', quantity: '2', price: '7' },
		undefined,
		undefined,
	],
	['limit sell by quote', { side: 'SELL', ...quote, price: '3' }, '5', '50'],
	[
		'stop limit buy',
		{ type: 'STOP_LIMIT', quantity: '2', stopPrice: '9', price: '8' },
		undefined,
		'16',
	],
	[
		'stop limit sell',
		{ type: 'STOP_LIMIT', side: 'SELL', quantity: '2', stopPrice: '9', price: '8' },
		undefined,
		'18',
	],
	[
		'OCO buy',
		{ type: 'OCO', quantity: '2', price: '3', stopPrice: '4', limitPrice: '5' },
		undefined,
		'10',
	],
	[
		'OCO buy by quote',
		{ type: 'OCO', ...quote, price: '3', stopPrice: '4', limitPrice: '5' },
		undefined,
		'50',
	],
	[
		'OCO sell',
		{ type: 'OCO', side: 'SELL', quantity: '2', price: '6', stopPrice: '4', limitPrice: '3' },
		'5',
		'12',
	],
	['market', { type: 'MARKET', quantity: '2' }, '5', '10.5'],
	['market without a price', { type: 'MARKET', quantity: '2' }, undefined, undefined],
	['market by quote', { type: 'MARKET', ...quote }, undefined, '30'],
])('%s', (_, order, lastPrice, expected) => {
	expect(valueOf(order, lastPrice)).toBe(expected);
});

test.each([
	['up', divideUp, Big.roundUp],
	['down', divideDown, Big.roundDown],
] as const)('a division is exact or rounded %s', (_, divide, rounding) => {
	const positive = fc.bigInt({ min: 1n, max: 10n ** 20n });
	const scale = fc.integer({ min: 0, max: 12 });
	Big.DP = 40;
	fc.assert(
		fc.property(positive, scale, positive, scale, (a, as, b, bs) => {
			const [left, right] = [`${a}e-${as}`, `${b}e-${bs}`];
			const result = divide(parseDecimal(left) ?? ZERO, parseDecimal(right) ?? ZERO, 18);
			const expected = new Big(left).div(right).round(18, rounding);
			return new Big(formatDecimal(result)).eq(expected);
		}),
		{ numRuns: 2000 },
	);
});
