import fc from 'fast-check';
import {
	compareDecimals,
	formatDecimal,
	isOnStep,
	parseDecimal,
	subtract,
	type Decimal,
} from '../../../nodes/NamiSpot/exchange/decimal';
import {
	applySymbolRules,
	needsLastPrice,
	parseSymbolRules,
	type RuleMode,
	type SymbolRules,
} from '../../../nodes/NamiSpot/symbolRules';
import { fromRecord, toRecord, type OrderRecord } from '../../../nodes/NamiSpot/exchange/spotOrder';

const PRICE_FILTER = {
	filterType: 'PRICE_FILTER',
	minPrice: '0.01000000',
	maxPrice: '1000000.00000000',
	tickSize: '0.01000000',
};
const LOT_SIZE = {
	filterType: 'LOT_SIZE',
	minQty: 0.00002,
	maxQty: 9000,
	stepSize: 0.00001,
};
const MARKET_LOT_SIZE = {
	filterType: 'MARKET_LOT_SIZE',
	minQty: '0.00000000',
	maxQty: '100.00000000',
	stepSize: '0.00000000',
};
const NOTIONAL = {
	filterType: 'NOTIONAL',
	minNotional: '5.00000000',
	applyMinToMarket: true,
	maxNotional: '9000000.00000000',
	applyMaxToMarket: false,
	avgPriceMins: 5,
};
const PERCENT_PRICE = {
	filterType: 'PERCENT_PRICE_BY_SIDE',
	bidMultiplierUp: '1.2',
	bidMultiplierDown: '0.5',
	askMultiplierUp: '5',
	askMultiplierDown: '0.8',
	avgPriceMins: 5,
};
const ROW = {
	symbol: 'BTCUSDT',
	status: 'TRADING',
	baseAsset: 'BTC',
	quoteAsset: 'USDT',
	baseAssetId: 9,
	quoteAssetId: 22,
	baseAssetPrecision: 8,
	quotePrecision: 8,
	orderTypes: ['LIMIT', 'MARKET', 'STOP_LIMIT', 'OCO'],
	ocoAllowed: true,
	quoteOrderQtyMarketAllowed: true,
	isSpotTradingAllowed: true,
	filters: [
		PRICE_FILTER,
		LOT_SIZE,
		MARKET_LOT_SIZE,
		NOTIONAL,
		PERCENT_PRICE,
		{ filterType: 'MAX_NUM_ORDERS', maxNumOrders: 200 },
	],
};
const RULES = parseSymbolRules(ROW);

const rulesWith = (changes: object): SymbolRules => parseSymbolRules({ ...ROW, ...changes });

const rulesWithFilter = (filter: { filterType: string; [key: string]: unknown }): SymbolRules =>
	rulesWith({
		filters: [...ROW.filters.filter(({ filterType }) => filterType !== filter.filterType), filter],
	});

const LIMIT: OrderRecord = {
	symbol: 'BTCUSDT',
	side: 'BUY',
	type: 'LIMIT',
	useQuoteQty: false,
	quantity: '0.0005',
	price: '62877.99',
};
const MARKET: OrderRecord = {
	symbol: 'BTCUSDT',
	side: 'BUY',
	type: 'MARKET',
	useQuoteQty: false,
	quantity: '0.0005',
};
const MARKET_BY_QUOTE: OrderRecord = {
	symbol: 'BTCUSDT',
	side: 'BUY',
	type: 'MARKET',
	useQuoteQty: true,
	quoteOrderQty: '70',
};
const STOP_LIMIT: OrderRecord = { ...LIMIT, type: 'STOP_LIMIT', stopPrice: '62800' };
const OCO: OrderRecord = {
	...LIMIT,
	type: 'OCO',
	price: '50000',
	stopPrice: '63520',
	limitPrice: '70000',
};

const LAST_PRICE = { lastPrice: decimal('62877.99') };

function decimal(text: string | undefined): Decimal {
	const value = parseDecimal(text);
	if (value === undefined) throw new Error(`not a decimal: ${text}`);
	return value;
}

/** With the decimals of the order as text, before and after. */
function apply(
	order: OrderRecord,
	rules: SymbolRules | undefined,
	mode: RuleMode,
	{ lastPrice }: Market = {},
) {
	const result = applySymbolRules(fromRecord(order), rules, mode, lastPrice);
	return { ...result, order: toRecord(result.order) };
}

interface Market {
	readonly lastPrice?: Decimal;
}

const violated = (
	order: OrderRecord,
	rules: SymbolRules = RULES,
	mode: RuleMode = 'adjust',
	market: Market = LAST_PRICE,
) => apply(order, rules, mode, market).violations;

const violatedRules = (...args: Parameters<typeof violated>): string[] =>
	violated(...args).map(({ rule }) => rule);

describe('parseSymbolRules', () => {
	it('reads numbers and decimal strings, and takes zero for no limit', () => {
		expect(RULES.odd).toEqual([]);
		expect(RULES.quantity).toEqual({
			min: decimal('0.00002'),
			max: decimal('9000'),
			step: decimal('0.00001'),
		});
		expect(RULES.marketQuantity).toEqual({
			min: undefined,
			max: decimal('100'),
			step: undefined,
		});
		expect(RULES.price?.step).toEqual(decimal('0.01'));
		expect(RULES.quoteStep).toEqual(decimal('0.00000001'));
		expect(RULES.notional).toEqual({
			min: decimal('5'),
			max: decimal('9000000'),
			minAppliesToMarket: true,
			maxAppliesToMarket: false,
		});
		expect(RULES.priceFactors?.SELL).toEqual({ down: decimal('0.8'), up: decimal('5') });
	});

	it.each([[undefined], [null], ['BTCUSDT'], [[]], [{}], [42]])(
		'takes %p without a rule',
		(row) => {
			const { odd, ...rules } = parseSymbolRules(row);
			expect(Object.values(rules).every((rule) => rule === undefined)).toBe(true);
			expect(odd).toEqual([
				'status',
				'orderTypes',
				'isSpotTradingAllowed',
				'ocoAllowed',
				'quoteOrderQtyMarketAllowed',
				'PRICE_FILTER',
				'LOT_SIZE',
				'quotePrecision',
				'NOTIONAL',
			]);
		},
	);

	it.each([
		['filters', { filters: 'none' }, ['PRICE_FILTER', 'LOT_SIZE', 'NOTIONAL']],
		[
			'filters that are no objects',
			{ filters: [null, 7] },
			['PRICE_FILTER', 'LOT_SIZE', 'NOTIONAL'],
		],
		['an empty list of order types', { orderTypes: [] }, ['orderTypes']],
		['order types that are no names', { orderTypes: ['LIMIT', 1] }, ['orderTypes']],
		['a flag as text', { ocoAllowed: 'true' }, ['ocoAllowed']],
		['a status that is no text', { status: 1 }, ['status']],
		['a fractional precision', { quotePrecision: 1.5 }, ['quotePrecision']],
		['a negative precision', { quotePrecision: -1 }, ['quotePrecision']],
		['a huge precision', { quotePrecision: 31 }, ['quotePrecision']],
	])('lists as odd: %s', (_name, changes, odd) => {
		expect(rulesWith(changes).odd).toEqual(odd);
	});

	it.each([
		[{ ...LOT_SIZE, stepSize: 'abc' }, 'LOT_SIZE.stepSize'],
		[{ ...LOT_SIZE, stepSize: undefined }, 'LOT_SIZE.stepSize'],
		[{ ...LOT_SIZE, minQty: -1 }, 'LOT_SIZE.minQty'],
		[{ ...LOT_SIZE, minQty: 3, maxQty: 2 }, 'LOT_SIZE.maxQty'],
		[{ ...LOT_SIZE, stepSize: 10_000 }, 'LOT_SIZE.maxQty'],
		[{ ...PRICE_FILTER, tickSize: null }, 'PRICE_FILTER.tickSize'],
		[{ ...MARKET_LOT_SIZE, maxQty: {} }, 'MARKET_LOT_SIZE.maxQty'],
		[{ ...NOTIONAL, minNotional: 'NaN' }, 'NOTIONAL.minNotional'],
		[{ ...NOTIONAL, maxNotional: '1' }, 'NOTIONAL.maxNotional'],
		[{ ...NOTIONAL, applyMinToMarket: 'yes' }, 'NOTIONAL.applyMinToMarket'],
		[{ ...PERCENT_PRICE, bidMultiplierUp: '' }, 'PERCENT_PRICE_BY_SIDE.bidMultiplierUp'],
		[{ filterType: 'MAX_TOTAL_VOLUME' }, 'MAX_TOTAL_VOLUME.maxNotional'],
		[{ ...PERCENT_PRICE, askMultiplierUp: '0.1' }, 'PERCENT_PRICE_BY_SIDE.askMultiplierUp'],
	])('lists the odd part of %j', (filter, odd) => {
		expect(rulesWithFilter(filter).odd).toEqual([odd]);
	});

	it('holds no order against bounds that contradict each other', () => {
		const rules = rulesWithFilter({ ...LOT_SIZE, minQty: 3, maxQty: 2 });
		expect(violated(LIMIT, rules)).toEqual([]);
	});

	it('does without the filters that not every symbol has', () => {
		const rules = rulesWith({ filters: [PRICE_FILTER, LOT_SIZE, NOTIONAL] });
		expect(rules).toMatchObject({ odd: [], marketQuantity: undefined, priceFactors: undefined });
	});

	it('reads the older MIN_NOTIONAL too', () => {
		const older = { filterType: 'MIN_NOTIONAL', minNotional: '10', applyToMarket: true };
		const rules = rulesWith({ filters: [PRICE_FILTER, LOT_SIZE, older] });
		expect(rules.odd).toEqual([]);
		expect(rules.notional).toEqual({
			min: decimal('10'),
			max: undefined,
			minAppliesToMarket: true,
			maxAppliesToMarket: false,
		});
	});

	it('never throws', () => {
		const row = fc.record(
			{
				symbol: fc.constant('BTCUSDT'),
				status: fc.anything(),
				orderTypes: fc.anything(),
				quotePrecision: fc.anything(),
				filters: fc.array(
					fc.oneof(
						fc.anything(),
						fc.record({
							filterType: fc.constantFrom('LOT_SIZE', 'PRICE_FILTER', 'NOTIONAL'),
							minQty: fc.anything(),
							tickSize: fc.anything(),
							minNotional: fc.anything(),
						}),
					),
				),
			},
			{ requiredKeys: ['symbol'] },
		);
		fc.assert(
			fc.property(fc.oneof(row, fc.anything()), (anything) => {
				apply(LIMIT, parseSymbolRules(anything), 'adjust', LAST_PRICE);
			}),
			{ numRuns: 2_000 },
		);
	});
});

describe('rules that cannot be used', () => {
	it.each([
		['missing', undefined],
		["another symbol's", rulesWith({ symbol: 'ETHUSDT' })],
		['without a symbol', rulesWith({ symbol: undefined })],
	])('%s: sends as asked, with a hint', (_name, rules) => {
		const order = { ...LIMIT, quantity: '0.000123456' };
		const result = apply(order, rules, 'adjust', LAST_PRICE);
		expect(result).toEqual({
			order,
			adjusted: [],
			violations: [],
			hints: [expect.stringContaining('BTCUSDT could not be read')],
		});
	});

	it('odd in part: applies the others, with a hint', () => {
		const rules = rulesWithFilter({ ...LOT_SIZE, stepSize: 'abc' });
		const order = { ...LIMIT, quantity: '0.000123456', price: '62877.999' };
		const { adjusted, violations, hints } = apply(order, rules, 'adjust', LAST_PRICE);
		expect(adjusted).toEqual([{ field: 'price', from: '62877.999', to: '62877.99' }]);
		expect(violations).toEqual([]);
		expect(hints).toEqual([expect.stringContaining('LOT_SIZE.stepSize')]);
	});

	it('gives no hint where everything could be read', () => {
		expect(apply(LIMIT, RULES, 'adjust', LAST_PRICE).hints).toEqual([]);
	});
});

describe('mode Off', () => {
	it('sends as asked, whatever the rules say', () => {
		const order = { ...LIMIT, quantity: '0.0000000001', type: 'NONE' };
		const asAsked = { order, adjusted: [], violations: [], hints: [] };
		expect(apply(order, RULES, 'off')).toEqual(asAsked);
		expect(apply(order, undefined, 'off')).toEqual(asAsked);
	});
});

describe('mode Adjust', () => {
	it.each([
		['BUY', 'quantity', '0.000519', '0.00051'],
		['SELL', 'quantity', '0.000519', '0.00051'],
		['BUY', 'price', '62877.999', '62877.99'],
		['SELL', 'price', '62877.991', '62878'],
		['BUY', 'limitPrice', '70000.019', '70000.01'],
		['SELL', 'limitPrice', '70000.011', '70000.02'],
		['BUY', 'stopPrice', '63520.019', '63520.01'],
		['SELL', 'stopPrice', '63520.011', '63520.02'],
	] as const)('%s: moves %s %s to %s', (side, field, from, to) => {
		const order = { ...OCO, side, [field]: from };
		const result = apply(order, RULES, 'adjust', { lastPrice: decimal('60000') });
		expect(result.adjusted).toEqual([{ field, from, to }]);
		expect(result.order).toEqual({ ...order, [field]: to });
		expect(result.violations).toEqual([]);
		expect(order[field]).toBe(from);
	});

	it('moves a quote quantity down to the quote precision', () => {
		const order = { ...MARKET_BY_QUOTE, quoteOrderQty: '70.129' };
		expect(apply(order, rulesWith({ quotePrecision: 2 }), 'adjust').adjusted).toEqual([
			{ field: 'quoteOrderQty', from: '70.129', to: '70.12' },
		]);
	});

	it('keeps what else the order carries', () => {
		const order = { ...LIMIT, quantity: '0.000519', useQuoteQty: false };
		expect(apply(order, RULES, 'adjust').order.useQuoteQty).toBe(false);
	});

	it('leaves alone what is on the grid, however it was written', () => {
		const order = { ...LIMIT, quantity: '5e-4', price: '62877.9900' };
		const result = apply(order, RULES, 'adjust');
		expect(result).toMatchObject({ order: LIMIT, adjusted: [], violations: [] });
	});

	it.each([
		['quantity', '0.000009', '0.00002'],
		['price', '0.009', '0.01'],
		['stopPrice', '0.0000001', '0.01'],
		['quoteOrderQty', '0.000000001', '0.00000001'],
	] as const)('never sends zero: %s %s is below the minimum of %s', (field, value, limit) => {
		const order = { ...LIMIT, [field]: value };
		const result = apply(order, RULES, 'adjust', LAST_PRICE);
		expect(result.order).toEqual(order);
		expect(result.adjusted).toEqual([]);
		expect(result.violations).toContainEqual(
			expect.objectContaining({
				rule: `${field}.min`,
				field,
				value: formatDecimal(decimal(value)),
				limit,
			}),
		);
	});

	it('holds the adjusted value against the bounds, and says what was typed', () => {
		const low = rulesWithFilter({ ...PRICE_FILTER, minPrice: '100.005' });
		expect(violated({ ...LIMIT, quantity: '1', price: '100.009' }, low, 'adjust', {})).toEqual([
			{
				rule: 'price.min',
				field: 'price',
				limit: '100.005',
				value: '100',
				message: 'Price 100 (adjusted from 100.009) is below the minimum of 100.005 for BTCUSDT',
				advice: 'Set Price to at least 100.005',
			},
		]);
		const high = rulesWithFilter({ ...PRICE_FILTER, maxPrice: '99.995' });
		const sell = { ...LIMIT, side: 'SELL' as const, quantity: '1', price: '99.991' };
		expect(violatedRules(sell, high, 'adjust', {})).toEqual(['price.max']);
	});

	it('holds the adjusted quantity against the notional', () => {
		const order = { ...LIMIT, price: '100000' };
		expect(violatedRules({ ...order, quantity: '0.000059' }, RULES, 'adjust', {})).toEqual([]);
		expect(violatedRules({ ...order, quantity: '0.000049' }, RULES, 'adjust', {})).toEqual([
			'notional.min',
		]);
	});

	it('says when the legs of an OCO land on the same price', () => {
		const order = { ...OCO, price: '63520.001', stopPrice: '63520.009' };
		expect(violated(order)).toEqual([
			expect.objectContaining({
				rule: 'ocoLegs',
				field: 'stopPrice',
				limit: 'other than Price 63520',
				value: '63520',
			}),
		]);
		expect(violated({ ...order, stopPrice: '63520.01' })).toEqual([]);
		expect(violated({ ...STOP_LIMIT, stopPrice: '62877.99' })).toEqual([]);
	});
});

describe('mode Check', () => {
	it.each([
		['quantity', '0.000519', '0.00001', 'Quantity', '0.00051 or 0.00052'],
		['price', '50000.001', '0.01', 'Price', '50000 or 50000.01'],
		['stopPrice', '63520.001', '0.01', 'Stop Price', '63520 or 63520.01'],
		['limitPrice', '70000.001', '0.01', 'Stop Leg Limit Price', '70000 or 70000.01'],
	] as const)('says that %s %s is off the grid', (field, value, limit, label, choice) => {
		const order = { ...OCO, [field]: value };
		const result = apply(order, RULES, 'check', LAST_PRICE);
		expect(result).toMatchObject({ order, adjusted: [] });
		expect(result.violations).toEqual([
			{
				rule: `${field}.step`,
				field,
				limit,
				value,
				message: `${label} ${value} is not a multiple of the step ${limit} for BTCUSDT`,
				advice: `Set ${label} to ${choice}, or set Exchange Rules to Adjust`,
			},
		]);
	});

	it('says that a quote quantity has too many decimal places', () => {
		const order = { ...MARKET_BY_QUOTE, quoteOrderQty: '70.129' };
		expect(violatedRules(order, rulesWith({ quotePrecision: 2 }), 'check')).toEqual([
			'quoteOrderQty.step',
		]);
	});

	it('lets through what fits', () => {
		for (const order of [LIMIT, MARKET, MARKET_BY_QUOTE, STOP_LIMIT, OCO]) {
			expect(violated(order, RULES, 'check')).toEqual([]);
		}
	});
});

describe.each(['adjust', 'check'] as const)('rules in mode %s', (mode) => {
	const broken = (order: OrderRecord, rules = RULES, market: Market = LAST_PRICE) =>
		violatedRules(order, rules, mode, market);

	it('status', () => {
		expect(broken(LIMIT, rulesWith({ status: 'HALT' }))).toEqual(['status']);
		expect(broken(LIMIT, rulesWith({ status: undefined }))).toEqual([]);
	});

	it.each(['PRE_TRADING', 'END_OF_DAY', 'HALT', 'BREAK', 'MAINTAIN', 'SOMETHING_NEW'])(
		'status %s, in words and by its name',
		(status) => {
			const [violation] = violated(LIMIT, rulesWith({ status }), mode);
			expect(violation).toMatchObject({ rule: 'status', value: status });
			expect(violation?.message).toMatch(new RegExp(`: [a-z ]+ .*${status}`));
		},
	);

	it('spotTrading', () => {
		expect(broken(LIMIT, rulesWith({ isSpotTradingAllowed: false }))).toEqual(['spotTrading']);
		expect(broken(LIMIT, rulesWith({ isSpotTradingAllowed: undefined }))).toEqual([]);
	});

	it('orderType', () => {
		const rules = rulesWith({ orderTypes: ['LIMIT', 'MARKET'], ocoAllowed: undefined });
		expect(broken(LIMIT, rules)).toEqual([]);
		expect(broken(STOP_LIMIT, rules)).toEqual(['orderType']);
		expect(broken(OCO, rules)).toEqual(['orderType']);
		expect(broken(STOP_LIMIT, rulesWith({ orderTypes: undefined }))).toEqual([]);
	});

	it('oco: its own flag decides, not the list of order types', () => {
		expect(broken(OCO, rulesWith({ ocoAllowed: false }))).toEqual(['oco']);
		expect(broken(LIMIT, rulesWith({ ocoAllowed: false }))).toEqual([]);
		expect(broken(OCO, rulesWith({ orderTypes: ['LIMIT'] }))).toEqual([]);
		expect(broken(OCO, rulesWith({ orderTypes: ['LIMIT'], ocoAllowed: false }))).toEqual(['oco']);
	});

	it('marketByQuote', () => {
		const rules = rulesWith({ quoteOrderQtyMarketAllowed: false });
		expect(broken(MARKET_BY_QUOTE, rules)).toEqual(['marketByQuote']);
		expect(broken(MARKET, rules)).toEqual([]);
		const limitByQuote = { ...MARKET_BY_QUOTE, type: 'LIMIT', price: '62877.99' };
		expect(broken(limitByQuote, rules)).toEqual([]);
	});

	it('quantity.min and quantity.max', () => {
		const cheap = rulesWithFilter({ ...NOTIONAL, minNotional: 0, maxNotional: 0 });
		expect(broken({ ...LIMIT, quantity: '0.00002' }, cheap)).toEqual([]);
		expect(broken({ ...LIMIT, quantity: '0.00001' }, cheap)).toEqual(['quantity.min']);
		expect(broken({ ...LIMIT, quantity: '9000' }, cheap)).toEqual([]);
		expect(broken({ ...LIMIT, quantity: '9000.00001' }, cheap)).toEqual(['quantity.max']);
	});

	it("quantity of a market order: the market's own limits in place of the others", () => {
		expect(broken({ ...MARKET, quantity: '100' })).toEqual([]);
		expect(broken({ ...MARKET, quantity: '100.00001' })).toEqual(['quantity.max']);
		expect(broken({ ...MARKET, quantity: '0.00001' }, RULES, {})).toEqual(['quantity.min']);
		const own = rulesWithFilter({ ...MARKET_LOT_SIZE, minQty: 0.5, stepSize: 0.5 });
		expect(broken({ ...MARKET, quantity: '0.4' }, own)).toEqual(['quantity.min']);
		expect(broken({ ...MARKET, quantity: '1.5' }, own)).toEqual([]);
		expect(broken({ ...LIMIT, quantity: '0.4' }, own)).toEqual([]);
	});

	it.each(['price', 'stopPrice', 'limitPrice'] as const)('%s.min and %s.max', (field) => {
		const rules = rulesWithFilter({ ...PRICE_FILTER, minPrice: 40_000, maxPrice: 80_000 });
		expect(broken({ ...OCO, [field]: '39999.99' }, rules, {})).toEqual([`${field}.min`]);
		expect(broken({ ...OCO, [field]: '40000' }, rules, {})).toEqual([]);
		expect(broken({ ...OCO, [field]: '80000' }, rules, {})).toEqual([]);
		expect(broken({ ...OCO, [field]: '80000.01' }, rules, {})).toEqual([`${field}.max`]);
	});

	it('notional of orders with a price', () => {
		const order = { ...LIMIT, quantity: '0.0001', price: '50000' };
		expect(broken(order)).toEqual([]);
		expect(broken({ ...order, price: '49999.99' })).toEqual(['notional.min']);
		expect(broken({ ...order, quantity: '9000', price: '70000' })).toEqual(['notional.max']);
		expect(broken({ ...order, type: 'STOP_LIMIT', price: '49999.99' })).toEqual(['notional.min']);
	});

	it('notional of each leg of an OCO', () => {
		const order = { ...OCO, quantity: '0.0001', price: '50000', limitPrice: '50000' };
		expect(broken(order)).toEqual([]);
		expect(broken({ ...order, price: '49999' })).toEqual(['notional.min']);
		expect(broken({ ...order, limitPrice: '49999' })).toEqual(['notional.min']);
		expect(broken({ ...order, stopPrice: '49999' })).toEqual([]);
	});

	it('notional of a market order: at the last price, where the exchange applies it', () => {
		const order = { ...MARKET, quantity: '0.00007' };
		expect(broken(order)).toEqual(['notional.min']);
		expect(broken(order, RULES, {})).toEqual([]);
		expect(broken(order, rulesWithFilter({ ...NOTIONAL, applyMinToMarket: false }))).toEqual([]);
		const large = { ...MARKET, quantity: '100' };
		const maximum = { ...NOTIONAL, maxNotional: 1_000_000 };
		expect(broken(large, rulesWithFilter(maximum))).toEqual([]);
		expect(broken(large, rulesWithFilter({ ...maximum, applyMaxToMarket: true }))).toEqual([
			'notional.max',
		]);
	});

	it('notional of a quote amount: the amount itself', () => {
		expect(broken({ ...MARKET_BY_QUOTE, quoteOrderQty: '5' }, RULES, {})).toEqual([]);
		expect(broken({ ...MARKET_BY_QUOTE, quoteOrderQty: '4.99' }, RULES, {})).toEqual([
			'notional.min',
		]);
		const limitByQuote = {
			...MARKET_BY_QUOTE,
			type: 'LIMIT',
			price: '62877.99',
			quoteOrderQty: '4.99',
		};
		expect(broken(limitByQuote)).toEqual(['notional.min']);
	});

	it('percent price of a buy: around the last price by the bid factors', () => {
		const at = { lastPrice: decimal('50000') };
		expect(broken({ ...LIMIT, price: '60000' }, RULES, at)).toEqual([]);
		expect(broken({ ...LIMIT, price: '60000.01' }, RULES, at)).toEqual(['price.percent.max']);
		expect(broken({ ...LIMIT, price: '25000' }, RULES, at)).toEqual([]);
		expect(broken({ ...LIMIT, price: '24999.99' }, RULES, at)).toEqual(['price.percent.min']);
		expect(broken({ ...OCO, limitPrice: '60000.01' }, RULES, at)).toEqual([
			'limitPrice.percent.max',
		]);
		expect(broken({ ...OCO, limitPrice: '24999.99' }, RULES, at)).toEqual([
			'limitPrice.percent.min',
		]);
		expect(broken({ ...LIMIT, price: '90000' }, RULES, {})).toEqual([]);
	});

	it('percent price of a sell: by the ask factors', () => {
		const at = { lastPrice: decimal('50000') };
		const sell = { ...LIMIT, side: 'SELL' as const };
		expect(broken({ ...sell, price: '250000' }, RULES, at)).toEqual([]);
		expect(broken({ ...sell, price: '250000.01' }, RULES, at)).toEqual(['price.percent.max']);
		expect(broken({ ...sell, price: '40000' }, RULES, at)).toEqual([]);
		expect(broken({ ...sell, price: '39999.99' }, RULES, at)).toEqual(['price.percent.min']);
	});

	it('percent price by one pair of factors for both sides, as the exchange itself lists it', () => {
		const both = { filterType: 'PERCENT_PRICE', multiplierUp: 5, multiplierDown: '0.2' };
		const rules = rulesWith({ filters: [PRICE_FILTER, LOT_SIZE, NOTIONAL, both] });
		const at = { lastPrice: decimal('50000') };
		expect(rules.odd).toEqual([]);
		for (const side of ['BUY', 'SELL'] as const) {
			const order = { ...LIMIT, side, quantity: '1' };
			expect(broken({ ...order, price: '250000' }, rules, at)).toEqual([]);
			expect(broken({ ...order, price: '250000.01' }, rules, at)).toEqual(['price.percent.max']);
			expect(broken({ ...order, price: '10000' }, rules, at)).toEqual([]);
			expect(broken({ ...order, price: '9999.99' }, rules, at)).toEqual(['price.percent.min']);
		}
	});

	it.each(['notional', 'maxNotional'])(
		'total volume: the most that an order is worth (%s)',
		(key) => {
			const rules = rulesWithFilter({ filterType: 'MAX_TOTAL_VOLUME', [key]: '1000' });
			expect(rules.odd).toEqual([]);
			expect(broken({ ...LIMIT, quantity: '0.02', price: '50000' }, rules)).toEqual([]);
			expect(broken({ ...LIMIT, quantity: '0.02001', price: '50000' }, rules)).toEqual([
				'totalVolume.max',
			]);
			expect(broken({ ...MARKET_BY_QUOTE, quoteOrderQty: '1000.01' }, rules, {})).toEqual([
				'totalVolume.max',
			]);
			expect(
				broken({ ...MARKET, quantity: '0.0200' }, rules, { lastPrice: decimal('50000') }),
			).toEqual([]);
			expect(
				broken({ ...MARKET, quantity: '0.0201' }, rules, { lastPrice: decimal('50000') }),
			).toEqual(['totalVolume.max']);
			expect(needsLastPrice(fromRecord(MARKET), rules)).toBe(true);
		},
	);

	it('skips what needs a last price where there is none', () => {
		const order = { ...LIMIT, price: '900000' };
		expect(apply(order, RULES, mode).violations).toEqual([]);
	});

	it('reports everything that is wrong at once', () => {
		const rules = rulesWith({ status: 'BREAK', orderTypes: ['MARKET'] });
		expect(broken({ ...LIMIT, quantity: '0.00001', price: '90000' }, rules)).toEqual([
			'status',
			'orderType',
			'quantity.min',
			'notional.min',
			'price.percent.max',
		]);
	});
});

describe('messages', () => {
	const everyViolation = [
		...violated(LIMIT, rulesWith({ status: 'HALT', isSpotTradingAllowed: false })),
		...violated(OCO, rulesWith({ ocoAllowed: false })),
		...violated(STOP_LIMIT, rulesWith({ orderTypes: ['LIMIT'] })),
		...violated(MARKET_BY_QUOTE, rulesWith({ quoteOrderQtyMarketAllowed: false })),
		...violated({ ...OCO, stopPrice: '50000' }),
		...violated({ ...LIMIT, quantity: '0.00001', price: '900000' }),
		...violated({ ...LIMIT, price: '100' }),
		...violated({ ...LIMIT, quantity: '9001.000001', price: '10000' }, RULES, 'check'),
	];

	it('say the field by its label, and never the words that only alarm', () => {
		expect(new Set(everyViolation.map(({ rule }) => rule))).toEqual(
			new Set([
				'status',
				'spotTrading',
				'oco',
				'orderType',
				'marketByQuote',
				'ocoLegs',
				'quantity.min',
				'price.percent.max',
				'notional.min',
				'quantity.max',
				'quantity.step',
				'notional.max',
				'price.percent.min',
			]),
		);
		const labels = /^(The order is worth .*)?\(?(Symbol|Order Type|Quantity|Quote Quantity|Price) /;
		for (const { message, advice } of everyViolation) {
			expect(message).toMatch(labels);
			expect(advice).toMatch(/^[A-Z].*[^.]$/);
			expect(`${message} ${advice}`).not.toMatch(/error|problem|failure|undefined/i);
		}
	});

	it('of the notional: what the order is worth, and why', () => {
		expect(violated({ ...LIMIT, quantity: '0.000079', price: '50000' })).toEqual([
			{
				rule: 'notional.min',
				field: 'quantity',
				limit: '5',
				value: '3.5',
				message:
					'The order is worth 3.5 USDT (Quantity 0.00007 (adjusted from 0.000079) × Price 50000), ' +
					'below the minimum of 5 USDT for BTCUSDT',
				advice: 'Change Quantity so that the order is worth at least 5 USDT',
			},
		]);
	});

	it('of the percent price: the bound and the last price', () => {
		expect(
			violated({ ...LIMIT, price: '90000' }, RULES, 'check', { lastPrice: decimal('62500') }),
		).toEqual([
			{
				rule: 'price.percent.max',
				field: 'price',
				limit: '75000',
				value: '90000',
				message:
					'Price 90000 is above 75000, the maximum for BTCUSDT while its last price is 62500',
				advice: 'Set Price to at most 75000',
			},
		]);
	});
});

describe('needsLastPrice', () => {
	it.each([
		['a price within percent bounds', LIMIT, RULES, true],
		['no percent bounds', LIMIT, rulesWith({ filters: [NOTIONAL] }), false],
		['a market order with a notional', MARKET, RULES, true],
		['a market order by quote amount', MARKET_BY_QUOTE, RULES, false],
		[
			'a notional that does not apply to market orders',
			MARKET,
			rulesWithFilter({ ...NOTIONAL, applyMinToMarket: false }),
			false,
		],
	])('%s: %#', (_name, order, rules, needed) => {
		expect(needsLastPrice(fromRecord(order), rules)).toBe(needed);
	});
});

const BELOW_ALL = { lastPrice: decimal('1e-30') };

describe('properties', () => {
	const grid = fc.record({
		units: fc.integer({ min: 1, max: 99_999 }),
		scale: fc.integer({ min: 0, max: 10 }),
		steps: fc.integer({ min: 1, max: 1_000_000_000 }),
		side: fc.constantFrom('BUY' as const, 'SELL' as const),
		field: fc.constantFrom(
			'quantity' as const,
			'price' as const,
			'stopPrice' as const,
			'limitPrice' as const,
		),
	});

	/** Rules with nothing but one step for quantities and prices alike. */
	const rulesOfStep = (step: Decimal): SymbolRules => {
		const steps = { min: undefined, max: undefined, step };
		return {
			...RULES,
			price: steps,
			quantity: steps,
			notional: undefined,
			priceFactors: undefined,
		};
	};

	const orderOf = (side: 'BUY' | 'SELL', field: string, value: string): OrderRecord => ({
		symbol: 'BTCUSDT',
		side,
		type: 'STOP_LIMIT',
		useQuoteQty: false,
		[field]: value,
	});

	it('200,000 values on the grid stay what they are, in both modes', () => {
		fc.assert(
			fc.property(grid, ({ units, scale, steps, side, field }) => {
				const step = decimal(`${units}e-${scale}`);
				const value = formatDecimal(decimal(`${BigInt(units) * BigInt(steps)}e-${scale}`));
				const order = orderOf(side, field, value);
				const mode = steps % 2 === 0 ? 'adjust' : 'check';
				const result = apply(order, rulesOfStep(step), mode);
				return (
					result.order[field] === value &&
					result.adjusted.length === 0 &&
					result.violations.length === 0
				);
			}),
			{ numRuns: 200_000 },
		);
	}, 60_000);

	it('values off the grid land on it within one step, on the stated side', () => {
		const offGrid = fc.record({ part: fc.integer({ min: 1, max: 999 }), place: grid });
		fc.assert(
			fc.property(offGrid, ({ part, place: { units, scale, steps, side, field } }) => {
				const step = decimal(`${units}e-${scale}`);
				const thousandths = BigInt(units) * (BigInt(steps) * 1000n + BigInt(part));
				const asked = decimal(`${thousandths}e-${scale + 3}`);
				const order = orderOf(side, field, formatDecimal(asked));

				const {
					order: placed,
					adjusted,
					violations,
				} = apply(order, rulesOfStep(step), 'adjust', BELOW_ALL);
				const got = decimal(placed[field]);
				const goesUp = side === 'SELL' && field !== 'quantity';
				const moved = goesUp ? subtract(got, asked) : subtract(asked, got);
				return (
					isOnStep(got, step) &&
					moved.units > 0n &&
					compareDecimals(moved, step) < 0 &&
					adjusted.length === 1 &&
					adjusted[0]?.to === placed[field] &&
					violations.length === 0
				);
			}),
			{ numRuns: 50_000 },
		);
	}, 60_000);

	it('what Adjust made of an order is left alone by Adjust and accepted by Check', () => {
		const amount = fc.integer({ min: 1, max: 2 ** 31 }).map((units) => `${units}e-6`);
		fc.assert(
			fc.property(amount, amount, fc.constantFrom('BUY', 'SELL'), (quantity, price, side) => {
				const order: OrderRecord = { ...LIMIT, side, quantity, price };
				const first = apply(order, RULES, 'adjust');
				const again = apply(first.order, RULES, 'adjust');
				const checked = apply(first.order, RULES, 'check');
				const ids = (result: typeof first) => result.violations.map(({ rule }) => rule).join();
				return (
					again.adjusted.length === 0 && ids(again) === ids(first) && ids(checked) === ids(first)
				);
			}),
			{ numRuns: 20_000 },
		);
	}, 60_000);
});
