import {
	NodeOperationError,
	type ILoadOptionsFunctions,
	type INodeListSearchItems,
	type INodeListSearchResult,
} from 'n8n-workflow';

import { Failure } from '../../exchange/reply/failure';

/**
 * Reads what a list of the editor shows.
 *
 * @param otherwise what to do where there is no list, e.g. `Enter the symbol By Name`
 * @throws NodeOperationError that says why there is no list, and what to do: n8n shows its message alone
 */
export async function readList<T>(
	context: ILoadOptionsFunctions,
	otherwise: string,
	read: () => Promise<T>,
): Promise<T> {
	try {
		return await read();
	} catch (caught) {
		const { message, advice } =
			caught instanceof Failure ? caught : { message: String(caught), advice: undefined };
		throw new NodeOperationError(context.getNode(), `${message}. ${otherwise}.`, {
			description: advice ?? otherwise,
		});
	}
}

/** The entries that match a search, those that start with it first; `normalize` as the list is searched. */
export function searched(
	entries: readonly INodeListSearchItems[],
	filter: string,
	normalize: (text: string) => string,
): INodeListSearchResult {
	const wanted = normalize(filter);
	const rank = ({ name }: INodeListSearchItems) => (normalize(name).startsWith(wanted) ? 0 : 1);
	const results = entries.filter(({ name }) => normalize(name).includes(wanted));
	return { results: results.sort((a, b) => rank(a) - rank(b)) };
}

export function byName(a: INodeListSearchItems, b: INodeListSearchItems): number {
	return a.name.localeCompare(b.name);
}
