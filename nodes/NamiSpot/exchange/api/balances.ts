import type { IDataObject } from 'n8n-workflow';

import { parseDecimal, subtract, ZERO, type Decimal } from '../decimal';
import { isRecord } from '../guards';
import type { Connection } from '../wire/request';
import { readAs } from './read';

/** Reads that prove a key can ask for it, since it is signed and changes nothing. */
export const BALANCE_PATH = '/api/v4/user/balance';

/** The exchange's numbers of an account's wallets. */
const WALLETS = { spot: 0, futures: 2 } as const;

export interface BalanceSearch {
	readonly wallet: keyof typeof WALLETS;
	/** Only this asset's, which is there even if the exchange does not list it; all if it is undefined. */
	readonly assetId?: string | undefined;
	/** Milliseconds. */
	readonly timeout: number;
}

/** What an account holds of an asset. */
export interface Balance {
	readonly assetId: string;
	/** What is locked in orders included. */
	readonly total: Decimal;
	readonly locked: Decimal;
	/** Total without what is locked, 0 or more. */
	readonly available: Decimal;
	/** What else the exchange says of it. */
	readonly rest: IDataObject;
}

/**
 * Reads the balances of an account (`GET /api/v4/user/balance`).
 *
 * @throws Failure when they cannot be read
 */
export async function readBalances(
	connection: Connection,
	{ wallet, assetId, timeout }: BalanceSearch,
): Promise<Balance[]> {
	const parameters = { type: WALLETS[wallet], currency: assetId };
	const call = { path: BALANCE_PATH, parameters, isSigned: true, timeout };
	const balances = await readAs(connection, call, balancesOf);
	if (assetId === undefined) return balances;
	return [balances.find((balance) => balance.assetId === assetId) ?? nothingOf(assetId)];
}

/** What an account holds of an asset that the exchange does not list. */
export function nothingOf(assetId: string): Balance {
	return { assetId, total: ZERO, locked: ZERO, available: ZERO, rest: {} };
}

/** Balances by asset id; undefined for an answer of which one cannot be read. */
function balancesOf(data: unknown): Balance[] | undefined {
	if (!isRecord(data)) return undefined;
	const balances = Object.entries(data).map(([id, entry]) => balanceOf(id, entry));
	const read = balances.filter((balance) => balance !== undefined);
	return read.length === balances.length ? read : undefined;
}

function balanceOf(assetId: string, entry: unknown): Balance | undefined {
	if (!isRecord(entry)) return undefined;
	const { value, locked_value: lockedValue, ...rest } = entry;
	const total = parseDecimal(value);
	const locked = parseDecimal(lockedValue);
	if (total === undefined || locked === undefined) return undefined;
	const free = subtract(total, locked);
	return { assetId, total, locked, available: free.units < 0n ? ZERO : free, rest };
}
