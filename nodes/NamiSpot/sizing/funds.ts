import type { IDataObject } from 'n8n-workflow';

import { WITH_FEE } from '../exchange/fee';
import { readBalances } from '../exchange/api/balances';
import { lastPriceOf } from '../exchange/api/lastPrices';
import { multiply, ZERO, type Decimal } from '../exchange/decimal';
import { nearestNumber } from '../exchange/realTypes';
import type { SpotOrder } from '../exchange/spotOrder';
import type { Connection } from '../exchange/wire/request';
import { symbolRulesOf } from '../symbolRules';
import { buyingPrice } from './size';

/** Nobody waits long for an explanation. */
const TIMEOUT_MS = 5_000;

/**
 * What an order would have needed and what there is of it, for one that was refused for lack of
 * funds: `asset`, `needed` (where the order or the last price tells) and `available`. Empty if that
 * cannot be read; never throws.
 */
export async function fundsFor(connection: Connection, order: SpotOrder): Promise<IDataObject> {
	try {
		const [rules, balances, lastPrice] = await Promise.all([
			symbolRulesOf(connection, order.symbol),
			readBalances(connection, { wallet: 'spot', timeout: TIMEOUT_MS }),
			lastPriceOf(connection, order.symbol),
		]);
		const sells = order.side === 'SELL';
		const assetId = sells ? rules?.baseAssetId : rules?.quoteAssetId;
		if (rules === undefined || assetId === undefined) return {};
		const available = balances.find((balance) => balance.assetId === assetId)?.available ?? ZERO;
		const needed = neededFor(order, lastPrice);
		return {
			asset: (sells ? rules.baseAsset : rules.quoteAsset) ?? assetId,
			...(needed && { needed: nearestNumber(needed) }),
			available: nearestNumber(available),
		};
	} catch {
		return {};
	}
}

function neededFor(order: SpotOrder, lastPrice: Decimal | undefined): Decimal | undefined {
	const { side, quantity, quoteOrderQty } = order;
	if (side === 'SELL') return quantity;
	if (quoteOrderQty !== undefined) return multiply(quoteOrderQty, WITH_FEE);
	const price = buyingPrice({ order, lastPrice });
	return quantity && price && multiply(multiply(quantity, price), WITH_FEE);
}
