import { assetNamed } from '../data/assets';
import { executedPrice } from '../engine/filling';
import type { Order } from '../engine/order';
import type { Settings } from '../options';
import type { Big } from '../support/decimal';
import { idNumber } from '../support/json';

type View = Readonly<Record<string, unknown>>;

/** An order as the answer to its creation shows it. */
export function createdOrder(order: Order): View {
	const { market } = order;
	return {
		displayingId: idNumber(order.displayingId),
		userId: order.account.userId,
		side: order.side,
		type: order.type,
		price: Number(order.price),
		quantity: Number(order.quantity),
		executedQty: Number(order.executedQty),
		quoteQty: Number(order.quoteQty),
		executedQuoteQty: Number(order.executedQuoteQty),
		useQuoteQty: order.useQuoteQty,
		symbol: market.symbol,
		baseAsset: market.base.name,
		baseAssetId: market.base.id,
		quoteAsset: market.quote.name,
		quoteAssetId: market.quote.id,
		status: order.status,
		stopPrice: Number(order.stopPrice),
		...liquidityOf(order),
		feeMetadata: feeOf(order),
	};
}

/** An order as open orders and cancellations show it: in the form of its market. */
export function listedOrder(order: Order, { ownQuotes }: Pick<Settings, 'ownQuotes'>): View {
	const isOwn = ownQuotes.includes(order.market.quote.name);
	return isOwn ? { ...brokerForm(order), ...ownForm(order) } : brokerForm(order);
}

/** An order of a market that a broker stands behind. */
function brokerForm(order: Order): View {
	return {
		...createdOrder(order),
		executedPrice: Number(executedPrice(order)),
		limitPrice: Number(order.limitPrice),
		createdAt: new Date(order.createdAt).toISOString(),
		updatedAt: new Date(order.updatedAt).toISOString(),
		...linksOf(order),
		executedType: order.executedAs,
		metadata: {},
	};
}

/**
 * What is otherwise in an order of a market that the exchange matches itself: null for all that it does not
 * use, no average price of what rested, amounts multiplied in floating point, another form of the fee.
 */
function ownForm(order: Order): View {
	const price = Number(executedPrice(order));
	const quoteQty = order.useQuoteQty
		? Number(order.quoteQty)
		: Number(order.quantity) * Number(order.price);
	return {
		useQuoteQty: null,
		stopPrice: nullFor(order.stopPrice),
		limitPrice: nullFor(order.limitPrice),
		executedType: null,
		liquiditySymbol: null,
		priceToCalLockAndFee: null,
		quoteQty,
		executedQuoteQty: Number(order.executedQty) * price,
		executedPrice: order.type === 'MARKET' ? price : 0,
		feeMetadata: {
			feeMode: 'NORMAL',
			originBaseQty: Number(order.quantity),
			assetId: assetNamed(order.fee.asset).id,
			value: quoteQty * Number(order.fee.ratio),
			feeRatio: Number(order.fee.ratio),
		},
	};
}

function nullFor(unused: Big): number | null {
	return unused.eq(0) ? null : Number(unused);
}

/** An order as the history shows it. */
export function historyOrder(order: Order, form: Pick<Settings, 'ownQuotes'>): View {
	return { _id: order.recordId, ...listedOrder(order, form) };
}

const LIQUIDITY_ID_OFFSET = 11344515n;

function liquidityOf({ market, price, displayingId }: Order): View {
	return {
		liquidityStatus: 1,
		liquidityUsdtPrice: Number(assetNamed(market.quote.name).usdtPrice),
		liquidityTransferPrice: Number(price),
		liquiditySymbol: market.symbol,
		liquidityOrderId: String(displayingId + LIQUIDITY_ID_OFFSET),
	};
}

function feeOf({ fee }: Order): View {
	return {
		assetId: assetNamed(fee.asset).id,
		asset: fee.asset,
		value: Number(fee.value),
		feeRatio: Number(fee.ratio),
		executed: Number(fee.executed),
	};
}

function linksOf({ parent, legs }: Order): View {
	return {
		ocoOrderId: linkTo(parent),
		limitOrderId: linkTo(legs?.limit),
		stopLimitOrderId: linkTo(legs?.stopLimit),
	};
}

function linkTo(order: Order | undefined): number | string | null {
	return order === undefined ? null : idNumber(order.displayingId);
}
