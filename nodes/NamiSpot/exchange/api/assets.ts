import type { IDataObject } from 'n8n-workflow';

import { clock, HOUR_MS, isWithin, MINUTE_MS } from '../clock';
import { rowsOf, textOf } from '../guards';
import { storeOf } from '../memory';
import type { Connection } from '../wire/request';
import { readAs } from './read';
import { SharedReads } from './sharedReads';
import { listSymbols, readSymbols } from './symbols';

const TIMEOUT_MS = 3_000;
/** New assets are rare, and the exchange may not offer the list at all. */
const FRESH_MS = HOUR_MS;
const REST_AFTER_FAILURE_MS = 5 * MINUTE_MS;

/** Asset names by id, as text. */
export type AssetNames = ReadonlyMap<string, string>;

/** The names at one base URL, from the exchange's list of assets; none where it has no such list. */
class KnownAssets {
	private readonly reads = new SharedReads<AssetNames>();

	private names: AssetNames = new Map();

	/** When they were asked for, in Unix milliseconds, and how long that will do. */
	private readAt = 0;

	private willDoMs = 0;

	async list(connection: Connection): Promise<AssetNames> {
		if (isWithin(this.willDoMs, this.readAt)) return this.names;
		try {
			this.names = await this.reads.read('', connection.signal, async () => {
				return await readAssets(connection);
			});
			this.rest(FRESH_MS);
		} catch {
			if (connection.signal?.aborted !== true) this.rest(REST_AFTER_FAILURE_MS);
		}
		return this.names;
	}

	private rest(ms: number): void {
		this.readAt = clock.now();
		this.willDoMs = ms;
	}
}

const assetsAt = storeOf(() => new KnownAssets());

/** Reads the exchange's assets (`GET /api/v3/asset/config`), those without a market, too. */
async function readAssets(connection: Connection): Promise<AssetNames> {
	const how = { isSigned: false, timeout: TIMEOUT_MS, isOnce: true };
	const call = { path: '/api/v3/asset/config', parameters: {}, ...how };
	const rows = await readAs(connection, call, rowsOf);
	return namesFrom(rows.map(({ id, assetCode }) => [id, assetCode]));
}

/**
 * The names that the exchange's assets and symbols give for asset ids; none if neither can be had
 * now.
 */
export async function knownAssetNames(connection: Connection): Promise<AssetNames> {
	const assets = await assetsAt(connection.baseUrl).list(connection);
	return assets.size > 0 ? assets : namesIn((await listSymbols(connection)) ?? []);
}

/**
 * The same for who cannot do without: asks again, and does not put up with silence.
 *
 * @throws Failure when neither can be read
 */
export async function readAssetNames(connection: Connection, timeout: number): Promise<AssetNames> {
	const known = await knownAssetNames(connection);
	return known.size > 0 ? known : namesIn(await readSymbols(connection, { timeout }));
}

function namesIn(symbols: readonly IDataObject[]): AssetNames {
	return namesFrom(
		symbols.flatMap((row) => [
			[row.baseAssetId, row.baseAsset],
			[row.quoteAssetId, row.quoteAsset],
		]),
	);
}

function namesFrom(pairs: ReadonlyArray<readonly [id?: unknown, name?: unknown]>): AssetNames {
	return new Map(
		pairs.flatMap(([id, asset]) => {
			const name = textOf(asset);
			return name === undefined || id === undefined ? [] : [[String(id), name] as const];
		}),
	);
}
