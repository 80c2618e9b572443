import type { IDataObject } from 'n8n-workflow';

import { readAboutSymbol } from '../../exchange/api/symbols';
import { isAsleep, readTickers } from '../../exchange/api/tickers';
import { toCleanNumber, toIsoTime, toNumber } from '../../exchange/realTypes';
import { Failure } from '../../exchange/reply/failure';
import { optionalSymbolField } from '../../fields/historyFilters';
import type { Operation } from '../operation';
import { readOptions, readOptionsField } from '../../fields/readOptions';

export const getTicker: Operation = {
	option: {
		name: 'Get Price',
		value: 'getTicker',
		action: 'Get price',
		description:
			'Get the last price of a market, or of all markets, with high, low and volume of the last 24 hours',
	},
	fields: [optionalSymbolField, readOptionsField],
	isRead: true,

	async execute(run) {
		const { fields } = run;
		const symbol = fields.optionalSymbol();
		const { simplify, timeout } = readOptions(fields);
		const connection = await run.publicConnection();
		const reading = readTickers(connection, { symbol, timeout });
		const tickers = await readAboutSymbol(connection, symbol, reading);
		if (symbol !== undefined && tickers.length === 0) throw withoutTicker(symbol);
		return simplify ? tickers.map(present) : tickers;
	},
};

function withoutTicker(symbol: string): Failure {
	return new Failure(
		{ reason: 'not_found', symbol },
		`The exchange lists ${symbol}, but shows no ticker of it`,
		'It may not have been traded yet. Get Symbols shows its status',
	);
}

function present(ticker: IDataObject): IDataObject {
	const { s, b, q, p, ld, h, l, vb, vq, t } = ticker;
	return {
		symbol: s,
		lastPrice: toCleanNumber(p),
		price24hAgo: toCleanNumber(ld),
		high24h: toCleanNumber(h),
		low24h: toCleanNumber(l),
		baseVolume24h: toCleanNumber(vb),
		quoteVolume24h: toCleanNumber(vq),
		baseAsset: b,
		quoteAsset: q,
		time: toIsoTime(toNumber(t)),
		asleep: isAsleep(ticker),
	};
}
