import type { IDataObject } from 'n8n-workflow';

import { toIsoTime, toNumber } from '../../exchange/realTypes';
import { optionalSymbolField } from '../../fields/historyFilters';
import type { Operation } from '../operation';
import { readOptions, readOptionsField } from '../../fields/readOptions';
import { readMarkets } from './readMarkets';

export const getTicker: Operation = {
	option: {
		name: 'Get Ticker',
		value: 'getTicker',
		action: 'Get the ticker of a market',
		description:
			'Get the last price of a market, or of all markets, with high, low and volume of the last 24 hours',
	},
	fields: [optionalSymbolField, readOptionsField],
	isRead: true,

	async execute(run, item) {
		const fields = run.fields(item);
		const symbol = fields.optionalSymbol();
		const { simplify, timeout } = readOptions(fields);
		const source = { path: '/api/v3/spot/market_watch', key: 's', symbol, timeout };
		const tickers = await readMarkets(await run.connection(), source);
		return simplify ? tickers.map(present) : tickers;
	},
};

function present({ s, b, q, p, ld, h, l, vb, vq, t }: IDataObject): IDataObject {
	return {
		symbol: s,
		lastPrice: toNumber(p),
		price24hAgo: toNumber(ld),
		high24h: toNumber(h),
		low24h: toNumber(l),
		baseVolume24h: toNumber(vb),
		quoteVolume24h: toNumber(vq),
		baseAsset: b,
		quoteAsset: q,
		time: toIsoTime(t),
	};
}
