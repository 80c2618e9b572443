import { ok } from '../http/answer';
import type { Endpoint } from '../http/endpoint';
import { marketsAsked } from './markets';

export const symbolConfig: Endpoint = {
	method: 'GET',
	path: '/api/v3/spot/config',
	signed: false,
	handle: (call) =>
		ok(
			marketsAsked(call).map(({ config, base, quote }) => ({
				...config,
				baseAssetId: base.id,
				quoteAssetId: quote.id,
			})),
		),
};
