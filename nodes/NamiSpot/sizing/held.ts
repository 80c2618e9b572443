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
import { unreadable } from './resolveOrder';
import type { Holding } from './size';

export interface Held extends Holding {
	readonly locked: Decimal;
	/** Of what orders of the symbol sell; undefined where the exchange sets none. */
	readonly step: Decimal | undefined;
}

/** @throws Failure when it cannot be read */
export async function heldOf(
	connection: Connection,
	{ symbol, type }: Pick<SpotOrder, 'symbol' | 'type'>,
	timeout: number,
): Promise<Held> {
	const rules = await symbolRulesOf(connection, symbol);
	const assetId = rules?.baseAssetId;
	if (rules === undefined || assetId === undefined) throw unreadable(symbol, 'assets');
	const [balance] = await readBalances(connection, { wallet: 'spot', assetId, timeout });
	const { total, available, locked } = balance ?? { total: ZERO, available: ZERO, locked: ZERO };
	return { total, available, locked, step: quantityGrid(rules, { type })?.step };
}

/** When to read what there is to sell until it shows what has just changed, in milliseconds after one another: balances lag. */
export const SHOWN_AFTER_MS: readonly number[] = [0, 1_000, 2_000, 4_000];

/**
 * What can be sold of what was just bought where the sale was refused for lack of it: all of it once it
 * is credited, or, where the exchange shows as filled a bit more than it was, what there is, if less than
 * a step is missing. Undefined where more is missing: then it is not known what was sold, or why. Never throws.
 *
 * @param timeout milliseconds to wait for each answer
 */
export async function creditedOf(
	connection: Connection,
	order: SpotOrder,
	timeout: number,
): Promise<Decimal | undefined> {
	const { quantity } = order;
	if (quantity === undefined) return undefined;
	for (const pause of SHOWN_AFTER_MS) {
		await clock.sleep(pause, connection.signal);
		if (connection.signal?.aborted === true) return undefined;
		const held = await heldOf(connection, order, timeout).catch(() => undefined);
		if (held?.step === undefined) continue;
		const most = floorToStep(min(quantity, held.available), held.step);
		if (compareDecimals(most, subtract(quantity, held.step)) >= 0) return most;
	}
	return undefined;
}
