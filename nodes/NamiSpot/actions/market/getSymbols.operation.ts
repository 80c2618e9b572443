import type { IDataObject } from 'n8n-workflow';

import { formatDecimal, type Decimal } from '../../exchange/decimal';
import { toNumber } from '../../exchange/realTypes';
import { parseSymbolRules } from '../../symbolRules';
import { isTradable } from '../../exchange/api/symbols';
import { optionalSymbolField } from '../../fields/historyFilters';
import { listFields, readLimit } from '../../fields/list';
import type { Operation } from '../operation';
import { readOptions, readOptionsField } from '../../fields/readOptions';
import { readOptionalSymbol } from '../../fields/readParameter';
import { readMarkets } from './readMarkets';

export const getSymbols: Operation = {
	option: {
		name: 'Get Symbols',
		value: 'getSymbols',
		action: 'Get the symbols of the exchange',
		description:
			'Get the markets that the exchange offers, and the rules for orders there: price tick, quantity step, smallest and largest amounts, order types',
	},
	fields: [
		optionalSymbolField,
		{
			displayName: 'Tradable Only',
			name: 'tradableOnly',
			type: 'boolean',
			default: false,
			description: 'Whether to leave out markets on which trading is halted',
		},
		...listFields,
		readOptionsField,
	],
	isRead: true,

	async execute(run, item) {
		const { parameters } = run;
		const symbol = readOptionalSymbol(parameters, item);
		const tradableOnly = parameters.getNodeParameter('tradableOnly', item, false) === true;
		const limit = readLimit(parameters, item);
		const { simplify, timeout } = readOptions(run, item);
		const source = { path: '/api/v3/spot/config', key: 'symbol', symbol, timeout };
		const rows = await readMarkets(await run.connection(), source);
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
function numberFrom(limit: Decimal | undefined): string | number | null {
	return limit === undefined ? null : toNumber(formatDecimal(limit));
}
