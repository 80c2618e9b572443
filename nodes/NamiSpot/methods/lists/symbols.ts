import type {
	IDataObject,
	ILoadOptionsFunctions,
	INodeListSearchItems,
	INodeListSearchResult,
	INodePropertyOptions,
} from 'n8n-workflow';

import { isTradable, listSymbols } from '../../exchange/api/symbols';
import { textOf } from '../../exchange/guards';
import { Failure } from '../../exchange/reply/failure';
import { connectForPublicReads } from '../../exchange/wire/connect';
import { withoutSeparators } from '../../fields/symbol';
import { byName, readList, searched } from './list';

const OTHERWISE = 'Enter the symbol By Name, e.g. BTCUSDT, or try again in a minute';

/**
 * The list of the Symbol field: what can be traded, as `BTC/USDT`, searched by any of the forms in
 * which people write a symbol.
 */
export async function searchSymbols(
	this: ILoadOptionsFunctions,
	filter = '',
): Promise<INodeListSearchResult> {
	const rows = await readList(this, OTHERWISE, async () => {
		const listed = await listSymbols(await connectForPublicReads(this, undefined));
		if (listed !== undefined) return listed;
		throw new Failure(
			{ reason: 'server_trouble' },
			'The exchange did not return its list of symbols',
			OTHERWISE,
		);
	});
	const entries = rows.filter(isTradable).flatMap(toEntry).sort(byName);
	return searched(entries, filter, withoutSeparators);
}

/** The same list, for fields that take several. */
export async function getSymbolOptions(
	this: ILoadOptionsFunctions,
): Promise<INodePropertyOptions[]> {
	return (await searchSymbols.call(this)).results;
}

function toEntry(row: IDataObject): INodeListSearchItems[] {
	const value = textOf(row.symbol);
	return value === undefined ? [] : [{ name: pairOf(row) ?? value, value }];
}

/** A symbol as people read it, `BTC/USDT`; undefined where the exchange does not tell its assets. */
export function pairOf({ baseAsset, quoteAsset }: IDataObject): string | undefined {
	const [base, quote] = [textOf(baseAsset), textOf(quoteAsset)];
	return base && quote ? `${base}/${quote}` : undefined;
}
