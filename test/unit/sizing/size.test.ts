import Big from 'big.js';
import fc from 'fast-check';

import {
	formatDecimal,
	parseDecimal,
	ZERO,
	type Decimal,
} from '../../../nodes/NamiSpot/exchange/decimal';
import { sizeByPercent, sizeByRisk, type SizingInput } from '../../../nodes/NamiSpot/sizing/size';

Big.DP = 60;

/** An account, a market and an order in text: what both implementations are given. */
interface Case {
	readonly side: 'BUY' | 'SELL';
	readonly type: 'LIMIT' | 'MARKET' | 'STOP_LIMIT' | 'OCO';
	readonly baseTotal: string;
	readonly baseLocked: string;
	readonly quoteTotal: string;
	readonly quoteLocked: string;
	readonly price: string;
	readonly limitPrice: string;
	readonly stopPrice: string;
	readonly lastPrice: string;
	readonly quantityStep: string;
	readonly quoteStep: string;
	readonly byQuote: boolean;
	readonly percent: string;
}

const amount = (most: number, places: number) =>
	fc
		.record({
			units: fc.integer({ min: 0, max: most }),
			scale: fc.integer({ min: 0, max: places }),
		})
		.map(({ units, scale }) => new Big(units).div(new Big(10).pow(scale)).toFixed());

const price = amount(2 ** 31 - 1, 8).filter((text) => text !== '0');
const step = fc
	.record({ units: fc.constantFrom(1, 2, 5, 25), scale: fc.integer({ min: 0, max: 8 }) })
	.map(({ units, scale }) => new Big(units).div(new Big(10).pow(scale)).toFixed());

const cases: fc.Arbitrary<Case> = fc.record({
	side: fc.constantFrom('BUY' as const, 'SELL' as const),
	type: fc.constantFrom('LIMIT' as const, 'MARKET' as const, 'STOP_LIMIT' as const, 'OCO' as const),
	baseTotal: amount(2 ** 31 - 1, 8),
	baseLocked: amount(2 ** 20, 8),
	quoteTotal: amount(2 ** 31 - 1, 8),
	quoteLocked: amount(2 ** 20, 8),
	price,
	limitPrice: price,
	stopPrice: price,
	lastPrice: price,
	quantityStep: step,
	quoteStep: step,
	byQuote: fc.boolean(),
	percent: amount(10_000, 2).filter((text) => new Big(text).gt(0) && new Big(text).lte(100)),
});

function inputOf(given: Case): SizingInput {
	const { side, type } = given;
	return {
		order: {
			symbol: 'BTCUSDT',
			side,
			type,
			...(type !== 'MARKET' && { price: decimal(given.price) }),
			...(type === 'OCO' && { limitPrice: decimal(given.limitPrice) }),
			...((type === 'OCO' || type === 'STOP_LIMIT') && { stopPrice: decimal(given.stopPrice) }),
		},
		base: holding(given.baseTotal, given.baseLocked),
		quote: holding(given.quoteTotal, given.quoteLocked),
		lastPrice: decimal(given.lastPrice),
		marketByQuote: given.byQuote,
		quantityStep: decimal(given.quantityStep),
		quoteStep: decimal(given.quoteStep),
	};
}

function holding(total: string, locked: string) {
	return { total: decimal(total), available: decimal(free(total, locked).toFixed()) };
}

function decimal(text: string): Decimal {
	return parseDecimal(text) ?? ZERO;
}

function free(total: string, locked: string): Big {
	const rest = new Big(total).minus(locked);
	return rest.lt(0) ? new Big(0) : rest;
}

const down = (value: Big, to: string): Big => value.div(to).round(0, Big.roundDown).times(to);
const text = (value: Big): string => value.toFixed();

/** The highest price that a buyer pays. */
function dearest({ type, price: own, limitPrice, lastPrice }: Case): Big {
	if (type === 'MARKET') return new Big(lastPrice);
	if (type !== 'OCO') return new Big(own);
	return new Big(own).gt(limitPrice) ? new Big(own) : new Big(limitPrice);
}

function percentInBig(given: Case): { field: string; amount: string } {
	const part = new Big(given.percent).div(100);
	if (given.side === 'SELL') {
		const sold = free(given.baseTotal, given.baseLocked).times(part);
		return { field: 'quantity', amount: text(down(sold, given.quantityStep)) };
	}
	const spend = free(given.quoteTotal, given.quoteLocked).times(part).div('1.001');
	if (given.type === 'MARKET' && given.byQuote) {
		return { field: 'quoteOrderQty', amount: text(down(spend, given.quoteStep)) };
	}
	return { field: 'quantity', amount: text(down(spend.div(dearest(given)), given.quantityStep)) };
}

function riskInBig(given: Case): string | undefined {
	const distance = new Big(given.lastPrice).minus(given.stopPrice).abs();
	if (distance.eq(0)) return undefined;
	const wanted = new Big(given.quoteTotal).times(given.percent).div(100).div(distance);
	const most =
		given.side === 'SELL'
			? free(given.baseTotal, given.baseLocked)
			: free(given.quoteTotal, given.quoteLocked).div('1.001').div(dearest(given));
	return text(down(wanted.lt(most) ? wanted : most, given.quantityStep));
}

test('100,000 percentages of balances are what big.js makes of them, and never more than there is', () => {
	fc.assert(
		fc.property(cases, (given) => {
			const size = sizeByPercent(inputOf(given), decimal(given.percent));
			const expected = percentInBig(given);
			if (size === undefined) return false;
			const got = new Big(formatDecimal(size.amount));
			const isEqual = size.field === expected.field && got.eq(expected.amount);
			return isEqual && isCovered(given, size.field, got);
		}),
		{ numRuns: 100_000 },
	);
}, 180_000);

test('100,000 amounts by risk are what big.js makes of them, and never more than there is', () => {
	fc.assert(
		fc.property(cases, fc.constantFrom('OCO' as const, 'STOP_LIMIT' as const), (made, type) => {
			const given = { ...made, type };
			const size = byRisk(given);
			const expected = riskInBig(given);
			if (size === undefined || expected === undefined) return size === expected;
			const got = new Big(formatDecimal(size.amount));
			return got.eq(expected) && isCovered(given, 'quantity', got);
		}),
		{ numRuns: 100_000 },
	);
}, 180_000);

function byRisk(given: Case) {
	const input = inputOf(given);
	return sizeByRisk(input, decimal(given.percent), input.lastPrice);
}

function isCovered(given: Case, field: string, got: Big): boolean {
	if (given.side === 'SELL') return got.lte(free(given.baseTotal, given.baseLocked));
	const cost = field === 'quoteOrderQty' ? got : got.times(dearest(given));
	return cost.times('1.001').lte(free(given.quoteTotal, given.quoteLocked));
}

const ACCOUNT: Case = {
	side: 'BUY',
	type: 'LIMIT',
	baseTotal: '2',
	baseLocked: '0.5',
	quoteTotal: '1100.2',
	quoteLocked: '99.2',
	price: '100',
	limitPrice: '110',
	stopPrice: '95',
	lastPrice: '100',
	quantityStep: '0.001',
	quoteStep: '0.01',
	byQuote: true,
	percent: '100',
};

test.each<[string, Partial<Case>, string, string]>([
	['all that is available, but for the fee', {}, 'quantity', '10'],
	['a market order is given by what it spends', { type: 'MARKET' }, 'quoteOrderQty', '1000'],
	[
		'or by quantity, where only that is offered',
		{ type: 'MARKET', byQuote: false },
		'quantity',
		'10',
	],
	['an OCO pays its dearer leg', { type: 'OCO', price: '90' }, 'quantity', '9.09'],
	['100 percent sells all that is not locked', { side: 'SELL' }, 'quantity', '1.5'],
	['down to the step', { side: 'SELL', percent: '33.33' }, 'quantity', '0.499'],
	['less than a step is zero', { side: 'SELL', quantityStep: '2' }, 'quantity', '0'],
])('%s', (_, changes, field, expected) => {
	const given = { ...ACCOUNT, ...changes };
	const size = sizeByPercent(inputOf(given), decimal(given.percent));
	expect(size && { field: size.field, amount: formatDecimal(size.amount) }).toEqual({
		field,
		amount: expected,
	});
});

test('risk: one percent of the quote asset over the way to the stop', () => {
	const given: Case = { ...ACCOUNT, type: 'OCO', side: 'SELL', percent: '0.5' };
	const size = byRisk(given);
	expect(size && formatDecimal(size.amount)).toBe('1.1');
	expect(size).not.toHaveProperty('isCapped');
});

test('risk: at most what is available', () => {
	const given: Case = { ...ACCOUNT, type: 'OCO', side: 'SELL', percent: '50' };
	const size = byRisk(given);
	expect(size).toMatchObject({ isCapped: true, amount: decimal('1.5') });
});
