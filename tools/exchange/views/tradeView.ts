import { assetNamed } from '../data/assets';
import type { Trade } from '../engine/order';
import { idNumber } from '../support/json';

/** A fill as the trade list shows it. */
export function tradeView(trade: Trade): Readonly<Record<string, unknown>> {
	const { order } = trade;
	const { market, side } = order;
	return {
		_id: trade.recordId,
		symbol: market.symbol,
		side,
		takerSide: trade.takerSide,
		displayingId: String(trade.displayingId),
		orderId: idNumber(order.displayingId),
		flag: `${side}_ORDER_FILL`,
		baseQty: Number(trade.quantity),
		quoteQty: Number(trade.quoteQty),
		price: Number(trade.price),
		baseAssetId: market.base.id,
		quoteAssetId: market.quote.id,
		createdAt: new Date(trade.createdAt).toISOString(),
		feeMetadata: {
			feeValue: Number(trade.fee),
			feeAssetId: assetNamed(order.fee.asset).id,
			feeAsset: order.fee.asset,
			feeRatio: Number(order.fee.ratio),
			quoteQty: Number(trade.quoteQty),
		},
	};
}
