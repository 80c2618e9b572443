import { compareDecimals, formatDecimal } from '../exchange/decimal';
import type { DecimalField } from '../exchange/spotOrder';
import { areOrderedAsAsked } from './adjust';
import { LABELS, limitOfStop } from './amounts';
import { isMarket, isOco, shown, type Rule, type RuleInput, type Violation } from './rule';

/** The statuses in which the exchange is known to take no orders. */
const STATUS_WORDS: Readonly<Record<string, string>> = {
	PRE_TRADING: 'trading has not started yet',
	END_OF_DAY: 'its trading day is over',
	HALT: 'the exchange has halted it',
	BREAK: 'it is paused',
	MAINTAIN: 'it is under maintenance',
};

function statusWords(status: string): string {
	const words = Object.hasOwn(STATUS_WORDS, status) ? STATUS_WORDS[status] : undefined;
	return words === undefined ? `its status is ${status}` : `${words} (status ${status})`;
}

export const tradingRules: readonly Rule[] = [
	{
		id: 'status',
		check({ order: { symbol }, rules: { status } }) {
			if (status === undefined || status === 'TRADING') return undefined;
			return {
				field: 'symbol',
				limit: 'TRADING',
				value: status,
				message: `Symbol ${symbol} is not open for trading: ${statusWords(status)}`,
				advice: 'Choose another Symbol, or run this again once the exchange has reopened it',
			};
		},
	},
	{
		id: 'spotTrading',
		check({ order: { symbol }, rules: { spotTradingAllowed } }) {
			if (spotTradingAllowed !== false) return undefined;
			return {
				field: 'symbol',
				limit: 'spot trading allowed',
				value: 'not allowed',
				message: `Symbol ${symbol} is closed for spot trading`,
				advice: 'Choose another Symbol, or run this again once the exchange has reopened it',
			};
		},
	},
	{
		id: 'oco',
		check({ order, rules: { ocoAllowed } }) {
			if (!isOco(order) || ocoAllowed !== false) return undefined;
			const { symbol, type } = order;
			return {
				field: 'type',
				limit: 'any but OCO',
				value: type,
				message: `Order Type OCO is not offered for ${symbol}`,
				advice: 'Choose another Order Type, or another Symbol',
			};
		},
	},
	{
		id: 'orderType',
		check({ order, rules: { orderTypes, ocoAllowed } }) {
			if (orderTypes === undefined || orderTypes.includes(order.type)) return undefined;
			const ocoRuleDecides = isOco(order) && ocoAllowed !== undefined;
			if (ocoRuleDecides) return undefined;
			return {
				field: 'type',
				limit: orderTypes.join(', '),
				value: order.type,
				message: `Order Type ${order.type} is not offered for ${order.symbol}`,
				advice: `Set Order Type to one of these: ${orderTypes.join(', ')}`,
			};
		},
	},
	{
		id: 'marketByQuote',
		check({ order, rules: { marketByQuoteAllowed } }) {
			const { symbol, quoteOrderQty } = order;
			if (!isMarket(order) || quoteOrderQty === undefined) return undefined;
			if (marketByQuoteAllowed !== false) return undefined;
			return {
				field: 'quoteOrderQty',
				limit: 'Quantity only',
				value: formatDecimal(quoteOrderQty),
				message: `Quote Quantity is not offered for market orders of ${symbol}`,
				advice: 'Set Amount In to Base Asset and fill in Quantity',
			};
		},
	},
	{
		id: 'ocoLegs',
		check(input) {
			const { price, stopPrice } = input.order;
			if (!isOco(input.order) || price === undefined || stopPrice === undefined) return undefined;
			if (compareDecimals(price, stopPrice) !== 0) {
				return lostOrder(input, 'price', 'stopPrice') ?? lostOrder(input, 'price', 'limitPrice');
			}
			return {
				field: 'stopPrice',
				limit: `other than Price ${formatDecimal(price)}`,
				value: formatDecimal(stopPrice),
				message: `${shown('price', input)} and ${shown('stopPrice', input)} are the same on the price steps of ${input.order.symbol}`,
				advice: 'Move Price and Stop Price at least one price step apart',
			};
		},
	},
	{
		id: 'stopRoom',
		check(input) {
			const limit = limitOfStop(input.asked);
			return limit && lostOrder(input, 'stopPrice', limit);
		},
	},
];

/** Two prices that came to lie otherwise than they were asked for, so that they contradict each other. */
function lostOrder(
	input: RuleInput,
	one: DecimalField,
	other: DecimalField,
): Omit<Violation, 'rule'> | undefined {
	const { asked, order } = input;
	const [limit, value] = [order[one], order[other]];
	if (limit === undefined || value === undefined) return undefined;
	if (areOrderedAsAsked(asked, order, one, other)) return undefined;
	return {
		field: other,
		limit: formatDecimal(limit),
		value: formatDecimal(value),
		message: `${shown(one, input)} and ${shown(other, input)} are too close together for the price steps of ${order.symbol}`,
		advice: `Move ${LABELS[one]} and ${LABELS[other]} at least one price step apart`,
	};
}
