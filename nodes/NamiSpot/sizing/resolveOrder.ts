import type { IDataObject } from 'n8n-workflow';

import { readBalances, type Balance } from '../exchange/api/balances';
import { lastPriceOf } from '../exchange/api/lastPrices';
import { cutToNumber, formatDecimal, isPositive, ZERO, type Decimal } from '../exchange/decimal';
import { nearestNumber } from '../exchange/realTypes';
import { Failure } from '../exchange/reply/failure';
import type { SpotOrder } from '../exchange/spotOrder';
import type { Connection } from '../exchange/wire/request';
import { adjustAmounts, quantityGrid, symbolRulesOf, type SymbolRules } from '../symbolRules';
import { percentFields, priceFrom, type AskedAmount, type AskedOrder } from './askedOrder';
import { sizeByPercent, sizeByRisk, type Holding, type Size, type SizingInput } from './size';

/** An order with every amount and price of its own, and how those came about that were not given. */
export interface ResolvedOrder {
	readonly order: SpotOrder;
	/** Shown in the order's item: `sized`, `pricedFrom`. Empty where all was given. */
	readonly remarks: IDataObject;
}

/** Whether the market or the account has to be asked before an order is complete. */
export function needsResolving(asked: AskedOrder): boolean {
	return isShare(asked.amount) || percentFields(asked).length > 0;
}

/**
 * Completes an order: prices in percent are counted from the last price and moved to the ticks,
 * amounts in percent are made of balances that are read together with it. Nothing is kept: whoever
 * may try again has to remember what it came to.
 *
 * @param connection undefined where there is no credential, as a dry run may have none
 * @throws Failure when what is needed cannot be read, or the amount comes to nothing
 */
export async function resolveOrder(
	connection: Connection | undefined,
	asked: AskedOrder,
	timeout: number,
): Promise<ResolvedOrder> {
	const { amount } = asked;
	if (!isShare(amount) && percentFields(asked).length === 0) {
		return { order: withAmount(amount, withPrices(asked, ZERO)), remarks: {} };
	}
	if (connection === undefined) throw needsCredential();
	const [rules, lastPrice, balances] = await Promise.all([
		symbolRulesOf(connection, asked.symbol),
		lastPriceOf(connection, asked.symbol),
		isShare(amount) ? readBalances(connection, { wallet: 'spot', timeout }) : [],
	]);
	const priced = pricesOf(asked, rules, lastPrice);
	if (!isShare(amount)) {
		return { order: withAmount(amount, priced.order), remarks: priced.remarks };
	}
	const sized = sizedOrder(asked, amount, priced.order, rules, lastPrice, balances);
	return { order: sized.order, remarks: { ...priced.remarks, ...sized.remarks } };
}

type Unsized = SizingInput['order'];

type Share = Extract<AskedAmount, { percent: Decimal }>;

function isShare(amount: AskedAmount): amount is Share {
	return 'percent' in amount;
}

function withAmount(amount: Exclude<AskedAmount, Share>, order: Unsized): SpotOrder {
	const useQuoteQty = amount.in === 'quote';
	const field = useQuoteQty ? 'quoteOrderQty' : 'quantity';
	return { ...order, useQuoteQty, [field]: cutToNumber(amount.value) };
}

function withPrices({ symbol, side, type, prices }: AskedOrder, from: Decimal): Unsized {
	const given = Object.entries(prices).map(([name, price]) => [name, priceFrom(price, from)]);
	return { symbol, side, type, ...Object.fromEntries(given) };
}

function pricesOf(
	asked: AskedOrder,
	rules: SymbolRules | undefined,
	lastPrice: Decimal | undefined,
): { order: Unsized; remarks: IDataObject } {
	const fields = percentFields(asked);
	if (fields.length === 0) return { order: withPrices(asked, ZERO), remarks: {} };
	const from = asked.percentOf ?? lastPrice;
	if (from === undefined) throw unreadable(asked.symbol, 'last price');
	const step = rules?.price?.step;
	if (rules === undefined || step === undefined) throw unreadable(asked.symbol, 'price step');
	const exact = { ...withPrices(asked, from), useQuoteQty: false };
	const order = adjustAmounts(exact, rules, lastPrice, fields);
	const percents = fields.map((name) => {
		const price = asked.prices[name];
		return [name, price && 'percent' in price ? nearestNumber(price.percent) : undefined];
	});
	return {
		order,
		remarks: {
			pricedFrom: {
				[asked.percentOf === undefined ? 'lastPrice' : 'averagePrice']: nearestNumber(from),
				...Object.fromEntries(percents),
			},
		},
	};
}

function sizedOrder(
	asked: AskedOrder,
	{ in: by, percent }: Share,
	order: Unsized,
	rules: SymbolRules | undefined,
	lastPrice: Decimal | undefined,
	balances: readonly Balance[],
): ResolvedOrder {
	const quantityStep = rules && quantityGrid(rules, asked)?.step;
	const { baseAssetId, quoteAssetId, quoteStep } = rules ?? {};
	if (rules === undefined || quantityStep === undefined) {
		throw unreadable(asked.symbol, 'quantity step');
	}
	if (baseAssetId === undefined || quoteAssetId === undefined || quoteStep === undefined) {
		throw unreadable(asked.symbol, 'assets');
	}
	const base = holdingOf(balances, baseAssetId);
	const quote = holdingOf(balances, quoteAssetId);
	const marketByQuote = rules.marketByQuoteAllowed === true;
	const sides = { base, quote, lastPrice, marketByQuote, quantityStep, quoteStep };
	const entry = asked.stop === undefined ? lastPrice : (order.price ?? lastPrice);
	const stopPrice = asked.stop && entry ? priceFrom(asked.stop, entry) : order.stopPrice;
	const input = { order: stopPrice ? { ...order, stopPrice } : order, ...sides };
	const size = by === 'percent' ? sizeByPercent(input, percent) : sizeByRisk(input, percent, entry);
	if (size === undefined) throw unsizable(asked, entry);
	const amount = cutToNumber(size.amount);
	const held = asked.side === 'SELL' ? base : quote;
	const asset = (asked.side === 'SELL' ? rules.baseAsset : rules.quoteAsset) ?? '';
	const sized = {
		...(by === 'risk'
			? { riskPercent: nearestNumber(percent) }
			: { percent: nearestNumber(percent) }),
		asset,
		balance: nearestNumber(held.available),
		...(by === 'risk' && { equity: nearestNumber(quote.total) }),
		...(size.price && { price: nearestNumber(size.price) }),
		...(by === 'risk' && stopPrice && { stopPrice: nearestNumber(stopPrice) }),
		...(size.isCapped === true && { capped: true }),
		result: nearestNumber(amount),
	};
	const step = size.field === 'quantity' ? quantityStep : quoteStep;
	if (!isPositive(amount)) throw nothing(asked, size, step, { held, asset, percent, sized });
	const useQuoteQty = size.field === 'quoteOrderQty';
	return { order: { ...order, useQuoteQty, [size.field]: amount }, remarks: { sized } };
}

/** An asset that is not listed is one of which the account holds nothing. */
function holdingOf(balances: readonly Balance[], assetId: string): Holding {
	return (
		balances.find((balance) => balance.assetId === assetId) ?? { total: ZERO, available: ZERO }
	);
}

function nothing(
	{ symbol }: AskedOrder,
	{ field }: Size,
	step: Decimal,
	facts: { held: Holding; asset: string; percent: Decimal; sized: IDataObject },
): Failure {
	const { held, asset, percent, sized } = facts;
	const available = `${formatDecimal(held.available)} ${asset}`.trim();
	return new Failure(
		{
			outcome: 'not_placed',
			reason: 'symbol_rules',
			rule: `${field}.min`,
			field,
			limit: formatDecimal(step),
			value: '0',
			sized,
			todo: 'fund',
		},
		`${formatDecimal(percent)} percent of the available ${available} is less than ${formatDecimal(step)}, the smallest step for ${symbol}`,
		'Fund the account, or use a larger percentage',
	);
}

/** @param entry the price from which the risk counts */
function unsizable({ symbol, stop }: AskedOrder, entry: Decimal | undefined): Failure {
	if (entry === undefined) return unreadable(symbol, 'last price');
	const from = stop === undefined ? 'the last price' : 'the price at which it buys';
	return new Failure(
		{ outcome: 'not_placed', reason: 'invalid_input', field: 'stopPrice' },
		`Stop Price is ${from} (${formatDecimal(entry)}), so the risk cannot be computed`,
		`Move Stop Price away from ${from}`,
	);
}

/** Without it an order cannot be completed. */
export function unreadable(symbol: string, what: string): Failure {
	return new Failure(
		{ outcome: 'not_placed', reason: 'unreachable' },
		`The ${what} of ${symbol} could not be read, and the order’s amount or price depends on it`,
		'Try again in a while',
	);
}

function needsCredential(): Failure {
	return new Failure(
		{ outcome: 'not_placed', reason: 'invalid_credential' },
		'The amount or price depends on the account or the market, and there is no credential to read them with',
		'Choose a credential',
	);
}
