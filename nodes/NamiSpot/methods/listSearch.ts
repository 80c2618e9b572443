import {
	NodeOperationError,
	type IDataObject,
	type ILoadOptionsFunctions,
	type INodeListSearchItems,
	type INodeListSearchResult,
	type INodePropertyOptions,
} from 'n8n-workflow';

import { withoutSeparators } from '../fields/symbol';
import { connectForPublicReads } from '../exchange/wire/connect';
import { Failure } from '../exchange/reply/failure';
import { textOf } from '../exchange/guards';
import { isTradable, listSymbols } from '../exchange/api/symbols';

/**
 * The list of the Symbol field: what can be traded, as `BTC/USDT`, searched by any of the forms in
 * which people write a symbol.
 */
export async function searchSymbols(
	this: ILoadOptionsFunctions,
	filter = '',
): Promise<INodeListSearchResult> {
	const rows = await readSymbols(this);
	const wanted = withoutSeparators(filter);
	const found = rows
		.filter(isTradable)
		.flatMap(toListItem)
		.filter(({ name }) => withoutSeparators(name).includes(wanted));
	return { results: found.sort(byMatch(wanted)) };
}

async function readSymbols(context: ILoadOptionsFunctions): Promise<IDataObject[]> {
	const advice = 'Enter the symbol By Name for now, e.g. BTCUSDT, or try again in a minute';
	try {
		const rows = await listSymbols(await connectForPublicReads(context, undefined));
		if (rows !== undefined) return rows;
	} catch (caught) {
		const failure = caught instanceof Failure ? caught : undefined;
		throw new NodeOperationError(context.getNode(), failure?.message ?? String(caught), {
			description: failure?.advice ?? advice,
		});
	}
	throw new NodeOperationError(context.getNode(), 'The exchange did not give its list of symbols', {
		description: advice,
	});
}

function toListItem({ symbol, baseAsset, quoteAsset }: IDataObject): INodeListSearchItems[] {
	const value = textOf(symbol);
	if (value === undefined) return [];
	const [base, quote] = [textOf(baseAsset), textOf(quoteAsset)];
	return [{ name: base && quote ? `${base}/${quote}` : value, value }];
}

/** The same list, for fields that take several. */
export async function getSymbols(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	const { results } = await searchSymbols.call(this);
	return results.map(({ name, value }) => ({ name, value }));
}

/** Symbols that start with what was typed come first. */
function byMatch(wanted: string) {
	return (a: INodeListSearchItems, b: INodeListSearchItems): number => {
		const [first, second] = [a, b].map(({ name }) =>
			withoutSeparators(name).startsWith(wanted) ? 0 : 1,
		);
		return (first ?? 0) - (second ?? 0) || a.name.localeCompare(b.name);
	};
}
