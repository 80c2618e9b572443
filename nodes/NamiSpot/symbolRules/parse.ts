import type { IDataObject } from 'n8n-workflow';

import { compareDecimals, isPositive, parseDecimal, type Decimal } from '../exchange/decimal';
import { isRecord, textOf } from '../exchange/guards';

/** Bounds and step of an amount. What is undefined sets no limit. */
export interface Grid {
	readonly min: Decimal | undefined;
	readonly max: Decimal | undefined;
	readonly step: Decimal | undefined;
}

/** Bounds of an order's value, in the quote asset. */
export interface NotionalRule {
	readonly min: Decimal | undefined;
	readonly max: Decimal | undefined;
	readonly minAppliesToMarket: boolean;
	readonly maxAppliesToMarket: boolean;
}

/** Factors of the market's price between which an order's price must lie. */
export interface PriceFactors {
	readonly down: Decimal | undefined;
	readonly up: Decimal | undefined;
}

/** What the exchange says about trading a symbol. A part that is undefined could not be read, or sets no limit. */
export interface SymbolRules {
	readonly symbol: string | undefined;
	readonly status: string | undefined;
	readonly baseAsset: string | undefined;
	readonly baseAssetId: string | undefined;
	readonly quoteAsset: string | undefined;
	readonly quoteAssetId: string | undefined;
	readonly orderTypes: readonly string[] | undefined;
	readonly spotTradingAllowed: boolean | undefined;
	readonly ocoAllowed: boolean | undefined;
	readonly marketByQuoteAllowed: boolean | undefined;
	readonly price: Grid | undefined;
	readonly quantity: Grid | undefined;
	/** Where it sets a limit, a market order's quantity follows it in place of `quantity`. */
	readonly marketQuantity: Grid | undefined;
	/** No documented filter gives a step for amounts in the quote asset, so it comes from `quotePrecision`. */
	readonly quoteStep: Decimal | undefined;
	readonly notional: NotionalRule | undefined;
	/** What an order of this account may be worth at most, whatever its type, in the quote asset. */
	readonly mostValue: Decimal | undefined;
	readonly priceFactors: { readonly BUY: PriceFactors; readonly SELL: PriceFactors } | undefined;
	/** The parts that are missing or make no sense, by the exchange's names, such as `LOT_SIZE.stepSize`. */
	readonly odd: readonly string[];
}

/** A part of the row, under the name by which its odd fields are listed. */
interface Part {
	readonly name: string;
	readonly row: IDataObject;
	readonly odd: string[];
}

type GridKeys = readonly [min: string, max: string, step: string];

const PRICE_KEYS: GridKeys = ['minPrice', 'maxPrice', 'tickSize'];
const LOT_KEYS: GridKeys = ['minQty', 'maxQty', 'stepSize'];
const MAX_PRECISION = 30;

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';

const isFlag = (value: unknown): value is boolean => typeof value === 'boolean';

const isTextList = (value: unknown): value is string[] =>
	Array.isArray(value) && value.length > 0 && value.every(isText);

const isBelow = (a: Decimal | undefined, b: Decimal | undefined): boolean =>
	a !== undefined && b !== undefined && compareDecimals(a, b) < 0;

function read<T>(part: Part, key: string, fits: (value: unknown) => value is T): T | undefined {
	const value = part.row[key];
	if (fits(value)) return value;
	part.odd.push(part.name + key);
	return undefined;
}

function idOf(value: unknown): string | undefined {
	return typeof value === 'number' ? String(value) : textOf(value);
}

/** As on Binance, zero sets no limit. */
function readBound(part: Part, key: string): Decimal | undefined {
	const limit = parseDecimal(part.row[key]);
	if (limit === undefined || limit.units < 0n) part.odd.push(part.name + key);
	return limit !== undefined && isPositive(limit) ? limit : undefined;
}

function filterOf({ row: { filters }, odd }: Part, type: string): Part | undefined {
	const rows = Array.isArray(filters) ? filters.filter(isRecord) : [];
	const row = rows.find(({ filterType }) => filterType === type);
	return row && { name: `${type}.`, row, odd };
}

function expectedFilter(part: Part, type: string, olderType = type): Part | undefined {
	const filter = filterOf(part, type) ?? filterOf(part, olderType);
	if (filter === undefined) part.odd.push(type);
	return filter;
}

function parseGrid(part: Part | undefined, [min, max, step]: GridKeys): Grid | undefined {
	if (part === undefined) return undefined;
	const grid: Grid = {
		min: readBound(part, min),
		max: readBound(part, max),
		step: readBound(part, step),
	};
	if (!isBelow(grid.max, grid.min) && !isBelow(grid.max, grid.step)) return grid;
	part.odd.push(part.name + max);
	return undefined;
}

/** A flag that is not there leaves market orders to the exchange. */
function readMarketFlag({ name, row, odd }: Part, keys: readonly string[]): boolean {
	const key = keys.find((candidate) => row[candidate] !== undefined);
	if (key !== undefined && !isFlag(row[key])) odd.push(name + key);
	return key !== undefined && row[key] === true;
}

function parseNotional(part: Part | undefined): NotionalRule | undefined {
	if (part === undefined) return undefined;
	const min = readBound(part, 'minNotional');
	const max = part.row.maxNotional === undefined ? undefined : readBound(part, 'maxNotional');
	if (isBelow(max, min)) {
		part.odd.push(`${part.name}maxNotional`);
		return undefined;
	}
	return {
		min,
		max,
		minAppliesToMarket: readMarketFlag(part, ['applyMinToMarket', 'applyToMarket']),
		maxAppliesToMarket: readMarketFlag(part, ['applyMaxToMarket']),
	};
}

/** One pair of factors for each side, or one for both. */
function parsePriceFactors(part: Part): SymbolRules['priceFactors'] {
	const bySide = filterOf(part, 'PERCENT_PRICE_BY_SIDE');
	if (bySide !== undefined) {
		return {
			BUY: parseFactors(bySide, 'bidMultiplierDown', 'bidMultiplierUp'),
			SELL: parseFactors(bySide, 'askMultiplierDown', 'askMultiplierUp'),
		};
	}
	const forBoth = filterOf(part, 'PERCENT_PRICE');
	if (forBoth === undefined) return undefined;
	const factors = parseFactors(forBoth, 'multiplierDown', 'multiplierUp');
	return { BUY: factors, SELL: factors };
}

function parseFactors(part: Part, downKey: string, upKey: string): PriceFactors {
	const factors: PriceFactors = { down: readBound(part, downKey), up: readBound(part, upKey) };
	if (!isBelow(factors.up, factors.down)) return factors;
	part.odd.push(part.name + upKey);
	return { down: undefined, up: undefined };
}

/** The exchange names the limit `notional` in the refusal; no public row of its config shows it. */
function parseMostValue(part: Part | undefined): Decimal | undefined {
	if (part === undefined) return undefined;
	return readBound(part, part.row.notional === undefined ? 'maxNotional' : 'notional');
}

/** `quotePrecision` counts decimal places, so 8 is a step of 0.00000001. */
function parseQuoteStep(part: Part): Decimal | undefined {
	const precision = parseDecimal(part.row.quotePrecision);
	if (precision?.scale === 0 && precision.units >= 0n && precision.units <= MAX_PRECISION) {
		return parseDecimal(`1e-${precision.units}`);
	}
	part.odd.push('quotePrecision');
	return undefined;
}

/**
 * Reads a symbol's row of the exchange's config. It never throws: a part that is missing or makes no
 * sense is undefined and listed in `odd`. Filters that not every symbol has (MARKET_LOT_SIZE,
 * MAX_TOTAL_VOLUME, the two of PERCENT_PRICE) may be missing without being odd.
 */
export function parseSymbolRules(row: unknown): SymbolRules {
	const part: Part = { name: '', row: isRecord(row) ? row : {}, odd: [] };

	return {
		symbol: textOf(part.row.symbol),
		status: read(part, 'status', isText),
		baseAsset: textOf(part.row.baseAsset),
		baseAssetId: idOf(part.row.baseAssetId),
		quoteAsset: textOf(part.row.quoteAsset),
		quoteAssetId: idOf(part.row.quoteAssetId),
		orderTypes: read(part, 'orderTypes', isTextList),
		spotTradingAllowed: read(part, 'isSpotTradingAllowed', isFlag),
		ocoAllowed: read(part, 'ocoAllowed', isFlag),
		marketByQuoteAllowed: read(part, 'quoteOrderQtyMarketAllowed', isFlag),
		price: parseGrid(expectedFilter(part, 'PRICE_FILTER'), PRICE_KEYS),
		quantity: parseGrid(expectedFilter(part, 'LOT_SIZE'), LOT_KEYS),
		marketQuantity: parseGrid(filterOf(part, 'MARKET_LOT_SIZE'), LOT_KEYS),
		quoteStep: parseQuoteStep(part),
		notional: parseNotional(expectedFilter(part, 'NOTIONAL', 'MIN_NOTIONAL')),
		mostValue: parseMostValue(filterOf(part, 'MAX_TOTAL_VOLUME')),
		priceFactors: parsePriceFactors(part),
		odd: part.odd,
	};
}
