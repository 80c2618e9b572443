import fc from 'fast-check';

import {
	compareDecimals,
	formatDecimal,
	parseDecimal,
} from '../../../nodes/NamiSpot/exchange/decimal';
import { fromRecord, toRecord, type OrderRecord } from '../../../nodes/NamiSpot/exchange/spotOrder';
import {
	applySymbolRules,
	movesStop,
	parseSymbolRules,
	type RuleMode,
	type SymbolRules,
} from '../../../nodes/NamiSpot/symbolRules';
import { fieldsOf } from '../fields/fieldsOf';

const TICK = '0.05';

const rulesOf = (tick: string, step: string): SymbolRules =>
	parseSymbolRules({
		symbol: 'BTCUSDT',
		status: 'TRADING',
		filters: [
			{ filterType: 'PRICE_FILTER', minPrice: 0, maxPrice: 0, tickSize: tick },
			{ filterType: 'LOT_SIZE', minQty: 0, maxQty: 0, stepSize: step },
		],
	});

const RULES = rulesOf(TICK, '0.001');

const STOP: OrderRecord = {
	symbol: 'BTCUSDT',
	side: 'SELL',
	type: 'STOP_LIMIT',
	useQuoteQty: false,
	quantity: '1',
	stopPrice: '100',
	price: '99',
};

function adjusted(order: Partial<OrderRecord>, lastPrice?: string, mode: RuleMode = 'adjust') {
	const asked = fromRecord({ ...STOP, ...order });
	const result = applySymbolRules(asked, RULES, mode, parseDecimal(lastPrice));
	return { ...toRecord(result.order), broken: result.violations };
}

/** A field that an expression filled with this value. */
function read(value: unknown): string {
	const fields = fieldsOf({ price: value });
	return formatDecimal(fields.decimal({ name: 'price', displayName: 'Price' }));
}

describe('a stop price and the last price', () => {
	test.each([
		['a sell stop triggers earlier', 'SELL', '99.76', '99.9', '99.8'],
		['a buy stop triggers earlier', 'BUY', '100.24', '100.1', '100.2'],
		['a sell stop is not moved onto the last price', 'SELL', '99.96', '100', '99.95'],
		['a buy stop is not moved onto the last price', 'BUY', '100.04', '100', '100.05'],
		['a sell stop is not moved across the last price', 'SELL', '99.96', '99.97', '99.95'],
		['a buy stop is not moved across the last price', 'BUY', '100.04', '100.03', '100.05'],
		['a sell stop above the market stays above it', 'SELL', '100.06', '100.01', '100.1'],
		['without a last price a sell stop goes down', 'SELL', '99.96', undefined, '99.95'],
		['without a last price a buy stop goes up', 'BUY', '100.04', undefined, '100.05'],
		['on the tick it stays, whatever the last price', 'SELL', '100', '100', '100'],
	] as const)('%s', (_, side, stopPrice, lastPrice, expected) => {
		const price = side === 'SELL' ? '50' : '150';
		expect(adjusted({ side, stopPrice, price }, lastPrice)).toMatchObject({
			stopPrice: expected,
			broken: [],
		});
	});

	test('has to be known only where the stop is off its tick', () => {
		expect(movesStop(fromRecord(STOP), RULES)).toBe(false);
		expect(movesStop(fromRecord({ ...STOP, stopPrice: '100.01' }), RULES)).toBe(true);
	});
});

describe('the room between stop and limit', () => {
	test.each([
		['a limit is never worse', 'SELL', '100', '99.91', '101', '100', '99.95'],
		['but leaves a sell stop its room', 'SELL', '100', '99.96', '101', '100', '99.95'],
		['but leaves a buy stop its room', 'BUY', '100', '100.04', '99', '100', '100.05'],
		[
			'also where the stop gives way to the last price',
			'SELL',
			'99.96',
			'99.91',
			'100',
			'99.95',
			'99.9',
		],
		['stop and limit that are one stay one', 'SELL', '99.96', '99.96', '100', '99.95', '99.95'],
	] as const)('%s', (_, side, stopPrice, price, lastPrice, stop, limit) => {
		expect(adjusted({ side, stopPrice, price }, lastPrice)).toMatchObject({
			stopPrice: stop,
			price: limit,
			broken: [],
		});
	});

	test('where there is none on the ticks the order is refused with both numbers', () => {
		const { broken } = adjusted({ stopPrice: '99.97', price: '99.96' }, '100');
		expect(broken).toEqual([
			expect.objectContaining({ rule: 'stopRoom', limit: '99.95', value: '99.95' }),
		]);
		for (const number of ['99.95', '99.96', '99.97']) expect(broken[0]?.message).toContain(number);
	});

	test('an OCO whose legs would meet or change places is refused with both numbers', () => {
		const oco = { type: 'OCO', price: '100.04', stopPrice: '100.01', limitPrice: '99' };
		const [meeting] = adjusted(oco, '100.2').broken;
		expect(meeting).toMatchObject({ rule: 'ocoLegs' });
		for (const number of ['100.05', '100.04', '100.01']) {
			expect(meeting?.message).toContain(number);
		}
	});

	test('100,000 random stops: never across or onto the last price, and on their side of the limit', () => {
		const cents = fc.integer({ min: 9_900, max: 10_100 }).map((value) => `${value}e-2`);
		const side = fc.constantFrom('BUY' as const, 'SELL' as const);
		fc.assert(
			fc.property(side, cents, cents, cents, (of, stopPrice, price, last) => {
				const order = adjusted({ side: of, stopPrice, price }, last);
				if (order.broken.length > 0) return order.broken[0]?.rule === 'stopRoom';
				return (
					(stopPrice === last || compare(order.stopPrice, last) === compare(stopPrice, last)) &&
					compare(order.stopPrice, order.price) === compare(stopPrice, price)
				);
			}),
			{ numRuns: 100_000 },
		);
	}, 60_000);
});

describe('numbers that were computed', () => {
	test.each([
		[0.3 / 0.1, '3'],
		[0.7 * 0.1, '0.07'],
		[0.1 + 0.2, '0.3'],
		[1.1 * 1.1, '1.21'],
		[0.0000001 * 3, '0.0000003'],
		[62877.99, '62877.99'],
		[0.000519, '0.000519'],
		[123456789.12345678, '123456789.12345678'],
		[1 / 3, '0.3333333333333333'],
		['2.9999999999999996', '2.9999999999999996'],
		['0.30000000000000004', '0.30000000000000004'],
		[2.99999999999999, '2.99999999999999'],
		[62877.990000001, '62877.990000001'],
	])('%p is %s', (value, expected) => {
		expect(read(value)).toBe(expected);
	});

	const digits = fc.integer({ min: 1, max: 999_999 });
	const places = fc.integer({ min: 0, max: 6 });

	test('100,000 quotients and products of steps are on their step, in Adjust and in Check', () => {
		fc.assert(
			fc.property(digits, digits, places, digits, places, (steps, unit, scale, b, of) => {
				const step = `${unit}e-${scale}`;
				const whole = parseDecimal(`${BigInt(steps) * BigInt(unit)}e-${scale}`);
				const dividend = Number(`${BigInt(steps) * BigInt(unit) * BigInt(b)}e-${scale + of}`);
				const divisor = Number(`${b}e-${of}`);
				return [dividend / divisor, steps * Number(step)].every((computed) => {
					const price = read(computed);
					const order = fromRecord({ ...STOP, type: 'LIMIT', price, stopPrice: price });
					const grid = { min: undefined, max: undefined, step: parseDecimal(step) };
					const rules = { ...RULES, price: grid };
					const adjust = applySymbolRules(order, rules, 'adjust');
					const check = applySymbolRules(order, rules, 'check');
					return (
						price === formatDecimal(whole ?? { units: 0n, scale: 0 }) &&
						adjust.adjusted.length === 0 &&
						check.violations.length === 0
					);
				});
			}),
			{ numRuns: 100_000 },
		);
	}, 120_000);

	test('100,000 percentages of a price are the exact ones', () => {
		const percent = fc.integer({ min: 1, max: 5_000 });
		fc.assert(
			fc.property(digits, places, percent, fc.boolean(), (units, scale, hundredths, isUp) => {
				const price = Number(`${units}e-${scale}`);
				const share = hundredths / 100;
				const computed = isUp ? price * (1 + share / 100) : price - (price * share) / 100;
				const factor = BigInt(isUp ? 10_000 + hundredths : 10_000 - hundredths);
				const exact = parseDecimal(`${BigInt(units) * factor}e-${scale + 4}`);
				return exact !== undefined && read(computed) === formatDecimal(exact);
			}),
			{ numRuns: 100_000 },
		);
	}, 60_000);

	test('100,000 numbers with 15 digits of their own are what they are', () => {
		const own = fc.bigInt({ min: 10n ** 14n, max: 10n ** 15n - 1n });
		fc.assert(
			fc.property(own, fc.integer({ min: 0, max: 14 }), (units, scale) => {
				const exact = parseDecimal(`${units}e-${scale}`);
				return exact !== undefined && read(Number(`${units}e-${scale}`)) === formatDecimal(exact);
			}),
			{ numRuns: 100_000 },
		);
	}, 60_000);
});

function compare(a: string | undefined, b: string | undefined): number {
	const [left, right] = [parseDecimal(a), parseDecimal(b)];
	if (left === undefined || right === undefined) throw new Error(`${a} or ${b} is no decimal`);
	return compareDecimals(left, right);
}
