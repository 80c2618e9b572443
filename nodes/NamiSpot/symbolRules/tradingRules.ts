import { compareDecimals, formatDecimal, parseDecimal } from '../exchange/decimal';
import { isMarket, isOco, type Rule } from './rule';

/** What may be traded, and how. */
export const tradingRules: readonly Rule[] = [
	{
		id: 'status',
		appliesTo: () => true,
		check({ order: { symbol }, rules: { status } }) {
			if (status === undefined || status === 'TRADING') return undefined;
			return {
				field: 'symbol',
				limit: 'TRADING',
				value: status,
				message: `Symbol ${symbol} is not open for trading: its status is ${status}`,
				advice: 'Choose another Symbol, or run this again once the exchange has reopened it',
			};
		},
	},
	{
		id: 'spotTrading',
		appliesTo: () => true,
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
		appliesTo: isOco,
		check({ order: { symbol, type }, rules: { ocoAllowed } }) {
			if (ocoAllowed !== false) return undefined;
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
		appliesTo: () => true,
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
		appliesTo: isMarket,
		check({ order: { symbol, quoteOrderQty }, rules: { marketByQuoteAllowed } }) {
			if (quoteOrderQty === undefined || marketByQuoteAllowed !== false) return undefined;
			return {
				field: 'quoteOrderQty',
				limit: 'Quantity only',
				value: quoteOrderQty,
				message: `Quote Quantity is not offered for market orders of ${symbol}`,
				advice: 'Set Amount In to Base Asset and fill in Quantity',
			};
		},
	},
	{
		id: 'ocoLegs',
		appliesTo: isOco,
		check({ order }) {
			const price = parseDecimal(order.price);
			const stopPrice = parseDecimal(order.stopPrice);
			if (price === undefined || stopPrice === undefined) return undefined;
			if (compareDecimals(price, stopPrice) !== 0) return undefined;
			return {
				field: 'stopPrice',
				limit: `other than Price ${formatDecimal(price)}`,
				value: formatDecimal(stopPrice),
				message: `Price and Stop Price are both ${formatDecimal(price)} on the price steps of ${order.symbol}`,
				advice: 'Move Price and Stop Price at least one price step apart',
			};
		},
	},
];
