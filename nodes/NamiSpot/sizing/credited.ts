import { readBalances } from '../exchange/api/balances';
import { clock } from '../exchange/clock';
import {
	compareDecimals,
	floorToStep,
	min,
	subtract,
	ZERO,
	type Decimal,
} from '../exchange/decimal';
import type { SpotOrder } from '../exchange/spotOrder';
import type { Connection } from '../exchange/wire/request';
import { quantityGrid, symbolRulesOf } from '../symbolRules';

/** When to read what there is to sell, in milliseconds after one another: balances lag. */
const CREDITED_AFTER_MS: readonly number[] = [0, 1_000, 2_000, 4_000];

/**
 * What can be sold of what was just bought where the sale was refused for lack of it: all of it once it
 * is credited, or, where the exchange shows as filled a bit more than it was, what there is, if less than
 * a step is missing. Undefined where more is missing: then it is not known what was sold, or why. Never throws.
 *
 * @param timeout milliseconds to wait for each answer
 */
export async function creditedOf(
	connection: Connection,
	{ symbol, type, quantity }: SpotOrder,
	timeout: number,
): Promise<Decimal | undefined> {
	const rules = await symbolRulesOf(connection, symbol);
	const step = rules && quantityGrid(rules, { type })?.step;
	const assetId = rules?.baseAssetId;
	if (step === undefined || assetId === undefined || quantity === undefined) return undefined;
	for (const pause of CREDITED_AFTER_MS) {
		await clock.sleep(pause, connection.signal);
		if (connection.signal?.aborted === true) return undefined;
		const search = { wallet: 'spot', assetId, timeout } as const;
		const [balance] = await readBalances(connection, search).catch(() => []);
		const most = floorToStep(min(quantity, balance?.available ?? ZERO), step);
		if (compareDecimals(most, subtract(quantity, step)) >= 0) return most;
	}
	return undefined;
}
