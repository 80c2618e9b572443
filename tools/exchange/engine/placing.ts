import { type Big, ZERO, floorTo, larger } from '../support/decimal';
import type { Account } from './account';
import { feeOf } from './fees';
import { end } from './filling';
import type { Market } from './market';
import { newOrder } from './newOrder';
import type { Order, OrderTerms, OrderType, Side } from './order';
import { ORDER_TYPES } from './orderTypes';
import type { PriceName } from './orderTypes/orderTypeRules';
import { InvalidRequest, Refusal } from './refusals';
import { checkRules, stepOf } from './rules';
import type { World } from './world';

/** An order as a request asks for it, with its numbers read but nothing checked. */
export interface OrderRequest extends Readonly<Partial<Record<PriceName, Big>>> {
	readonly symbol: string;
	readonly side: string;
	readonly type: string;
	readonly quantity?: Big;
	readonly quoteOrderQty?: Big;
	readonly useQuoteQty: boolean;
}

/** Checks a request as the exchange does, locks what it needs, and puts the order to work; refusals are thrown. */
export function placeOrder(
	world: World,
	account: Account,
	request: OrderRequest,
	requestNo: number,
): Order {
	const terms = understand(world, account, request);
	checkTrading(world, terms);
	const rules = ORDER_TYPES[terms.type];
	rules.check(terms);
	checkRules(terms.market.rules, terms, rules.restsAt(terms));
	const needs = moneyNeeded(world, terms);
	checkMoney(account, needs);
	if (world.broker === 'down') throw new Refusal('BROKER_ERROR');
	const order = newOrder(world, terms, requestNo);
	world.orders.push(order);
	for (const { asset, amount } of needs) order.hold.lock(asset, amount);
	if (world.fate === undefined) rules.start(world, order);
	else end(world, order, world.fate);
	if (world.broker === 'places') throw new Refusal('BROKER_ERROR');
	return order;
}

const SIDES: readonly string[] = ['BUY', 'SELL'] satisfies Side[];

function understand(world: World, account: Account, request: OrderRequest): OrderTerms {
	const { side, useQuoteQty } = request;
	if (!isOrderType(request.type)) throw new Refusal('INVALID_ORDER_TYPE');
	if (!isSide(side)) throw new Refusal('INVALID_SIDE');
	const market = world.markets.get(request.symbol);
	if (market === undefined) throw new Refusal('BAD_SYMBOL');
	const prices = pricesOf(request, request.type, market);
	const amounts = amountsOf(request, market, prices);
	return { account, market, side, type: request.type, ...prices, ...amounts, useQuoteQty };
}

function isOrderType(type: string): type is OrderType {
	return Object.hasOwn(ORDER_TYPES, type);
}

function isSide(side: string): side is Side {
	return SIDES.includes(side);
}

function pricesOf(request: OrderRequest, type: OrderType, market: Market): Record<PriceName, Big> {
	const { needs } = ORDER_TYPES[type];
	const read = (name: PriceName) => (needs.includes(name) ? positive(name, request[name]) : ZERO);
	const price = needs.includes('price') ? read('price') : (market.last ?? ZERO);
	return { price, stopPrice: read('stopPrice'), limitPrice: read('limitPrice') };
}

/** The amount in base and in quote; the one that was not asked for follows from the price. */
function amountsOf(
	{ useQuoteQty, quantity, quoteOrderQty }: OrderRequest,
	market: Market,
	{ price, limitPrice }: Record<PriceName, Big>,
): Pick<OrderTerms, 'quantity' | 'quoteQty'> {
	if (!useQuoteQty) {
		const asked = positive('quantity', quantity);
		return { quantity: asked, quoteQty: asked.times(price) };
	}
	const asked = positive('quoteOrderQty', quoteOrderQty);
	const worst = larger(price, limitPrice);
	const affordable = worst.eq(0) ? ZERO : floorTo(asked.div(worst), stepOf(market.rules));
	return { quantity: affordable, quoteQty: asked };
}

function positive(name: string, value: Big | undefined): Big {
	if (value === undefined || value.lte(0)) {
		throw new InvalidRequest(`${name} must be a positive number`);
	}
	return value;
}

function checkTrading(world: World, { account, market: { config }, type }: OrderTerms): void {
	if (world.breakdown !== undefined) throw new Refusal(world.breakdown);
	if (account.banned) throw new Refusal('ACCOUNT_BAN_TRADE');
	const trading = config.status === 'TRADING' && config.isSpotTradingAllowed;
	if (!trading) throw new Refusal('TRADE_NOT_ALLOWED');
	const offered = config.orderTypes.includes(type) && (type !== 'OCO' || config.ocoAllowed);
	if (!offered) throw new Refusal('ORDER_TYPE_NOT_SUPPORT');
}

interface Need {
	readonly asset: string;
	readonly amount: Big;
	readonly lacking: 'NOT_ENOUGH_BASE_ASSET' | 'NOT_ENOUGH_QUOTE_ASSET' | 'NOT_ENOUGH_FEE_ASSET';
}

/** What an order locks: what it pays with, and its fee. */
function moneyNeeded(world: World, terms: OrderTerms): Need[] {
	return terms.side === 'BUY' ? buyerNeeds(world, terms) : sellerNeeds(world, terms);
}

function buyerNeeds(world: World, terms: OrderTerms): Need[] {
	const { account, market, quantity, type } = terms;
	const cost = quantity.times(ORDER_TYPES[type].worstPrice(terms));
	const feeAsset = account.feeAsset ?? market.quote.name;
	const fee = feeOf(terms, cost, world.feeRatio);
	return [
		{ asset: market.quote.name, amount: cost, lacking: 'NOT_ENOUGH_QUOTE_ASSET' },
		{ asset: feeAsset, amount: fee, lacking: 'NOT_ENOUGH_FEE_ASSET' },
	];
}

/** A sale whose fee is paid in the quote asset pays it from its proceeds. */
function sellerNeeds(world: World, terms: OrderTerms): Need[] {
	const { account, market, quantity, price } = terms;
	const base: Need = {
		asset: market.base.name,
		amount: quantity,
		lacking: 'NOT_ENOUGH_BASE_ASSET',
	};
	const { feeAsset } = account;
	if (feeAsset === undefined || feeAsset === market.quote.name) return [base];
	const best = quantity.times(larger(price, market.last ?? ZERO));
	const fee = feeOf(terms, best, world.feeRatio);
	return [base, { asset: feeAsset, amount: fee, lacking: 'NOT_ENOUGH_FEE_ASSET' }];
}

/** Refuses with the first need that the free balance, less the needs before it, does not cover. */
function checkMoney({ wallet }: Account, needs: readonly Need[]): void {
	const taken = new Map<string, Big>();
	for (const { asset, amount, lacking } of needs) {
		const sum = (taken.get(asset) ?? ZERO).plus(amount);
		if (wallet.free.get(asset).lt(sum)) throw new Refusal(lacking);
		taken.set(asset, sum);
	}
}
