import type {
	ILoadOptionsFunctions,
	INodeListSearchResult,
	INodePropertyOptions,
} from 'n8n-workflow';

import { readAssetNames } from '../../exchange/api/assets';
import { connectForPublicReads } from '../../exchange/wire/connect';
import { byName, readList, searched } from './list';

const OTHERWISE = 'Enter the asset By Name, e.g. USDT, or try again in a minute';
const TIMEOUT_MS = 5_000;

/** The list of the Asset field: the assets that the exchange knows. */
export async function searchAssets(
	this: ILoadOptionsFunctions,
	filter = '',
): Promise<INodeListSearchResult> {
	const names = await readList(this, OTHERWISE, async () => {
		return await readAssetNames(await connectForPublicReads(this, undefined), TIMEOUT_MS);
	});
	const entries = [...new Set(names.values())].map((name) => ({ name, value: name })).sort(byName);
	return searched(entries, filter, (text) => text.trim().toUpperCase());
}

/** The same list, for fields that take several. */
export async function getAssets(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	return (await searchAssets.call(this)).results;
}
