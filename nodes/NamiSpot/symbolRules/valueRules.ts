import {
	compareDecimals,
	formatDecimal,
	multiply,
	parseDecimal,
	type Decimal,
} from '../exchange/decimal';
import { LABELS, type AmountField } from './amounts';
import type { NotionalRule } from './parse';
import { isMarket, shown, type Rule, type RuleInput } from './rule';

/** What an order is worth in the quote asset, and the fields that say so. */
interface OrderValue {
	readonly field: AmountField;
	readonly value: Decimal;
	readonly origin: () => string;
}

interface Bound {
	readonly id: 'min' | 'max';
	readonly isBroken: (value: Decimal, limit: Decimal) => boolean;
	readonly side: string;
	readonly word: string;
	readonly advice: string;
	readonly notional: (rule: NotionalRule) => Decimal | undefined;
	readonly appliesToMarket: (rule: NotionalRule) => boolean;
	readonly factor: 'down' | 'up';
}

const bounds: readonly Bound[] = [
	{
		id: 'min',
		isBroken: (value, limit) => compareDecimals(value, limit) < 0,
		side: 'below',
		word: 'minimum',
		advice: 'at least',
		notional: (rule) => rule.min,
		appliesToMarket: (rule) => rule.minAppliesToMarket,
		factor: 'down',
	},
	{
		id: 'max',
		isBroken: (value, limit) => compareDecimals(value, limit) > 0,
		side: 'above',
		word: 'maximum',
		advice: 'at most',
		notional: (rule) => rule.max,
		appliesToMarket: (rule) => rule.maxAppliesToMarket,
		factor: 'up',
	},
];

const placedPrices = ['price', 'limitPrice'] as const;

type PlacedPrice = (typeof placedPrices)[number];

function quantityAt(
	price: Decimal | undefined,
	priceText: () => string,
	input: RuleInput,
): OrderValue[] {
	const quantity = parseDecimal(input.order.quantity);
	if (price === undefined || quantity === undefined) return [];
	const origin = () => `${shown('quantity', input)} × ${priceText()}`;
	return [{ field: 'quantity', value: multiply(price, quantity), origin }];
}

/** One value, or one for each leg of an OCO; none where the price is not known. */
function orderValues(input: RuleInput): OrderValue[] {
	const { order, lastPrice } = input;
	const quote = parseDecimal(order.quoteOrderQty);
	if (quote !== undefined) {
		return [{ field: 'quoteOrderQty', value: quote, origin: () => shown('quoteOrderQty', input) }];
	}
	if (isMarket(order)) {
		if (lastPrice === undefined) return [];
		return quantityAt(lastPrice, () => `last price ${formatDecimal(lastPrice)}`, input);
	}
	return placedPrices.flatMap((field) =>
		quantityAt(parseDecimal(order[field]), () => shown(field, input), input),
	);
}

/** A market order is held to a bound only where the exchange says that the bound applies to it. */
function notionalLimit({ order, rules }: RuleInput, bound: Bound): Decimal | undefined {
	const { notional } = rules;
	if (notional === undefined) return undefined;
	return isMarket(order) && !bound.appliesToMarket(notional) ? undefined : bound.notional(notional);
}

const notionalRule = (bound: Bound): Rule => ({
	id: `notional.${bound.id}`,
	appliesTo: () => true,
	check(input) {
		const limit = notionalLimit(input, bound);
		if (limit === undefined) return undefined;
		const broken = orderValues(input).find(({ value }) => bound.isBroken(value, limit));
		if (broken === undefined) return undefined;

		const asset = input.rules.quoteAsset ?? 'quote asset';
		const value = formatDecimal(broken.value);
		const least = `${formatDecimal(limit)} ${asset}`;
		return {
			field: broken.field,
			limit: formatDecimal(limit),
			value,
			message:
				`The order is worth ${value} ${asset} (${broken.origin()}), ` +
				`${bound.side} the ${bound.word} of ${least} for ${input.order.symbol}`,
			advice: `Change ${LABELS[broken.field]} so that the order is worth ${bound.advice} ${least}`,
		};
	},
});

const priceRangeRule = (field: PlacedPrice, bound: Bound): Rule => ({
	id: `${field}.percent.${bound.id}`,
	appliesTo: (order) => order[field] !== undefined,
	check(input) {
		const { order, rules, lastPrice } = input;
		const price = parseDecimal(order[field]);
		const factor = rules.priceFactors?.[order.side][bound.factor];
		if (price === undefined || factor === undefined || lastPrice === undefined) return undefined;

		const limit = multiply(lastPrice, factor);
		if (!bound.isBroken(price, limit)) return undefined;
		const limitText = formatDecimal(limit);
		return {
			field,
			limit: limitText,
			value: formatDecimal(price),
			message:
				`${shown(field, input)} is ${bound.side} ${limitText}, the ${bound.word} for ${order.symbol} ` +
				`while its last price is ${formatDecimal(lastPrice)}`,
			advice: `Set ${LABELS[field]} to ${bound.advice} ${limitText}`,
		};
	},
});

/** Bounds of the order's value, and of its prices around the market's price. */
export const valueRules: readonly Rule[] = bounds.flatMap((bound) => [
	notionalRule(bound),
	...placedPrices.map((field) => priceRangeRule(field, bound)),
]);
