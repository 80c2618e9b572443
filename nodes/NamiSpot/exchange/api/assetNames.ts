import type { IDataObject } from 'n8n-workflow';

import { textOf } from '../guards';
import { readAs } from './read';
import type { Connection } from '../wire/request';
import { rowsOf } from '../rows';
import { listSymbols } from './symbols';

/** Asset names by id, as text. */
export type AssetNames = ReadonlyMap<string, string>;

/** The names that the exchange's symbols give for asset ids; none if the symbols cannot be had now. */
export async function knownAssetNames(connection: Connection): Promise<AssetNames> {
	return namesIn((await listSymbols(connection)) ?? []);
}

/**
 * The same for who cannot do without: asks again, and does not put up with silence.
 *
 * @throws Failure when the symbols cannot be read
 */
export async function readAssetNames(connection: Connection, timeout: number): Promise<AssetNames> {
	const call = { path: '/api/v3/spot/config', parameters: {}, isSigned: false, timeout };
	const symbols = await listSymbols(connection);
	return namesIn(symbols ?? (await readAs(connection, call, rowsOf)));
}

function namesIn(symbols: readonly IDataObject[]): AssetNames {
	const pairs = symbols.flatMap((row) => [
		[row.baseAssetId, row.baseAsset],
		[row.quoteAssetId, row.quoteAsset],
	]);
	return new Map(
		pairs.flatMap(([id, asset]) => {
			const name = textOf(asset);
			return name === undefined || id === undefined ? [] : [[String(id), name] as const];
		}),
	);
}
