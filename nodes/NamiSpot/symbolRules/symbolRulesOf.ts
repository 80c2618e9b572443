import type { IDataObject } from 'n8n-workflow';

import { symbolRowOf } from '../exchange/api/symbols';
import type { Connection } from '../exchange/wire/request';
import { parseSymbolRules, type SymbolRules } from './parse';

/** Parsed when an order first needs them, and for as long as the row is kept. */
const parsed = new WeakMap<IDataObject, SymbolRules>();

/** The trading rules of a symbol, kept for a few minutes; undefined if they cannot be had now. */
export async function symbolRulesOf(
	connection: Connection,
	symbol: string,
): Promise<SymbolRules | undefined> {
	const row = await symbolRowOf(connection, symbol);
	if (row === undefined) return undefined;
	const known = parsed.get(row);
	if (known !== undefined) return known;
	const rules = parseSymbolRules(row);
	parsed.set(row, rules);
	return rules;
}
