import { compareDecimals, formatDecimal, multiply, type Decimal } from '../exchange/decimal';
import type { DecimalField } from '../exchange/spotOrder';
import { LABELS } from './amounts';
import { isMarket, shown, type Rule, type RuleInput } from './rule';

/** What an order is worth in the quote asset, and the fields that say so. */
interface FieldValue {
	readonly field: DecimalField;
	readonly value: Decimal;
	readonly origin: () => string;
}

interface Bound {
	readonly isBroken: (value: Decimal, limit: Decimal) => boolean;
	readonly side: string;
	readonly word: string;
	readonly advice: string;
}

const MIN: Bound = {
	isBroken: (value, limit) => compareDecimals(value, limit) < 0,
	side: 'below',
	word: 'minimum',
	advice: 'at least',
};

const MAX: Bound = {
	isBroken: (value, limit) => compareDecimals(value, limit) > 0,
	side: 'above',
	word: 'maximum',
	advice: 'at most',
};

const placedPrices = ['price', 'limitPrice'] as const;

type PlacedPrice = (typeof placedPrices)[number];

function quantityAt(
	price: Decimal | undefined,
	priceText: () => string,
	input: RuleInput,
): FieldValue[] {
	const { quantity } = input.order;
	if (price === undefined || quantity === undefined) return [];
	const origin = () => `${shown('quantity', input)} × ${priceText()}`;
	return [{ field: 'quantity', value: multiply(price, quantity), origin }];
}

/** One value, or one for each leg of an OCO; none where the price is not known. */
function orderValues(input: RuleInput): FieldValue[] {
	const { order, lastPrice } = input;
	const { quoteOrderQty } = order;
	if (quoteOrderQty !== undefined) {
		const origin = () => shown('quoteOrderQty', input);
		return [{ field: 'quoteOrderQty', value: quoteOrderQty, origin }];
	}
	if (isMarket(order)) {
		if (lastPrice === undefined) return [];
		return quantityAt(lastPrice, () => `last price ${formatDecimal(lastPrice)}`, input);
	}
	return placedPrices.flatMap((field) =>
		quantityAt(order[field], () => shown(field, input), input),
	);
}

function valueRule(
	id: string,
	bound: Bound,
	limitOf: (input: RuleInput) => Decimal | undefined,
): Rule {
	return {
		id,
		check(input) {
			const limit = limitOf(input);
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
	};
}

function priceRangeRule(field: PlacedPrice, factor: 'down' | 'up', bound: Bound): Rule {
	return {
		id: `${field}.percent.${factor === 'down' ? 'min' : 'max'}`,
		check(input) {
			const { order, rules, lastPrice } = input;
			const price = order[field];
			const multiplier = rules.priceFactors?.[order.side][factor];
			if (price === undefined || multiplier === undefined || lastPrice === undefined) {
				return undefined;
			}
			const limit = multiply(lastPrice, multiplier);
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
	};
}

/** A market order is held to a bound of NOTIONAL only where the exchange says that it applies to it. */
function notionalRule(of: 'min' | 'max', bound: Bound): Rule {
	return valueRule(`notional.${of}`, bound, ({ order, rules: { notional } }) =>
		isMarket(order) && notional?.[`${of}AppliesToMarket`] === false ? undefined : notional?.[of],
	);
}

/** Bounds of the order's value, and of its prices around the market's price. */
export const valueRules: readonly Rule[] = [
	notionalRule('min', MIN),
	...placedPrices.map((field) => priceRangeRule(field, 'down', MIN)),
	notionalRule('max', MAX),
	valueRule('totalVolume.max', MAX, ({ rules }) => rules.mostValue),
	...placedPrices.map((field) => priceRangeRule(field, 'up', MAX)),
];
