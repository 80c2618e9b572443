import type { IDataObject, INodeProperties } from 'n8n-workflow';

import type { Decimal } from '../../exchange/decimal';
import { nearestNumber } from '../../exchange/realTypes';
import { parseSymbolRules } from '../../symbolRules';
import { isTradable, readSymbols } from '../../exchange/api/symbols';
import { optionalSymbolField } from '../../fields/historyFilters';
import { listFields, readLimit } from '../../fields/list';
import type { Operation } from '../operation';
import { readOptions, readOptionsField } from '../../fields/readOptions';

const tradableOnlyField: INodeProperties = {
	displayName: 'Tradable Only',
	name: 'tradableOnly',
	type: 'boolean',
	default: false,
	description: 'Whether to leave out markets where trading is halted',
};

export const getSymbols: Operation = {
	option: {
		name: 'Get Symbols',
		value: 'getSymbols',
		action: 'Get symbols',
		description:
			'Get the markets of the exchange with their rules: price tick, quantity step, smallest and largest amounts, order types',
	},
	fields: [optionalSymbolField, tradableOnlyField, ...listFields, readOptionsField],
	isRead: true,

	async execute(run) {
		const { fields } = run;
		const symbol = fields.optionalSymbol();
		const tradableOnly = fields.boolean(tradableOnlyField, false);
		const limit = readLimit(fields);
		const { simplify, timeout } = readOptions(fields);
		const rows = await readSymbols(await run.publicConnection(), { symbol, timeout });
		const shown = tradableOnly ? rows.filter(isTradable) : rows;
		return shown.slice(0, limit).map((row) => (simplify ? flatten(row) : row));
	},
};

function flatten(row: IDataObject): IDataObject {
	const { symbol, status, baseAsset, quoteAsset, orderTypes } = row;
	const { price, quantity, notional } = parseSymbolRules(row);
	return {
		symbol,
		status,
		baseAsset,
		quoteAsset,
		tickSize: numberFrom(price?.step),
		stepSize: numberFrom(quantity?.step),
		minQty: numberFrom(quantity?.min),
		maxQty: numberFrom(quantity?.max),
		minNotional: numberFrom(notional?.min),
		orderTypes,
	};
}

/** `null`: the exchange sets no limit, or none that makes sense. */
function numberFrom(limit: Decimal | undefined): number | null {
	return limit === undefined ? null : nearestNumber(limit);
}
