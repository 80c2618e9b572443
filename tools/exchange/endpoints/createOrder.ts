import { type OrderRequest, placeOrder } from '../engine/placing';
import { InvalidRequest } from '../engine/refusals';
import { ok } from '../http/answer';
import type { Endpoint, SignedCall } from '../http/endpoint';
import type { Params } from '../http/params';
import type { Settings } from '../options';
import { createdOrder } from '../views/orderView';

export const createOrder: Endpoint = {
	method: 'POST',
	path: '/api/v4/spot/order',
	signed: true,
	handle(call) {
		const request = readOrder(call.params);
		MARKET_NEEDS[call.settings.marketNeeds](request);
		return ok(createdOrder(place(call, request)));
	},
};

/** What each setting wants a MARKET order to carry beside its amount. */
const MARKET_NEEDS: Readonly<Record<Settings['marketNeeds'], (request: OrderRequest) => void>> = {
	nothing: () => undefined,
	priceAndBothAmounts(request) {
		if (request.type !== 'MARKET') return;
		for (const name of ['price', 'quantity', 'quoteOrderQty'] as const) {
			if (request[name] === undefined) throw new InvalidRequest(`${name} must be a number`);
		}
	},
};

/** Notes what the request created, also where the exchange then answers with an error. */
function place({ world, account, record }: SignedCall, request: OrderRequest) {
	const before = world.orders.length;
	try {
		return placeOrder(world, account, request, record.no);
	} finally {
		for (const order of world.orders.slice(before)) record.created.push(String(order.displayingId));
	}
}

const DECIMALS = ['quantity', 'quoteOrderQty', 'price', 'stopPrice', 'limitPrice'] as const;

function readOrder(params: Params): OrderRequest {
	const decimals = DECIMALS.map((name) => [name, params.decimal(name)] as const);
	return {
		symbol: params.text('symbol'),
		side: params.text('side'),
		type: params.text('type'),
		useQuoteQty: params.flag('useQuoteQty') ?? false,
		...Object.fromEntries(decimals.filter(([, value]) => value !== undefined)),
	};
}
