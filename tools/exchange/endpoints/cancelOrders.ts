import { type OrderName, cancelOrders as cancel } from '../engine/canceling';
import { InvalidRequest } from '../engine/refusals';
import { ok } from '../http/answer';
import type { Endpoint } from '../http/endpoint';
import { type Params, readIdNumber } from '../http/params';
import { readJson } from '../support/json';
import { listedOrder } from '../views/orderView';

/** Takes ids as numbers, as documented. In a query, `orders` is the array's JSON text. */
export const cancelOrders: Endpoint = {
	method: 'DELETE',
	path: '/api/v4/spot/all_order',
	signed: true,
	handle({ world, account, params, settings }) {
		params.flag('allowNotification');
		const canceled = cancel(world, account, readNames(params));
		return ok(canceled.map((order) => listedOrder(order, settings)));
	},
};

function readNames(params: Params): OrderName[] {
	const orders = params.carrier === 'query' ? parsed(params.text('orders')) : params.raw('orders');
	if (!Array.isArray(orders)) throw new InvalidRequest('orders must be an array');
	return orders.map(readName);
}

function parsed(text: string): unknown {
	try {
		return readJson(text);
	} catch {
		return undefined;
	}
}

function readName(entry: unknown): OrderName {
	const { displayingId, symbol } = (entry ?? {}) as Readonly<Record<string, unknown>>;
	const id = readIdNumber(displayingId);
	if (id === undefined) throw new InvalidRequest('orders: displayingId must be a number');
	if (typeof symbol !== 'string') throw new InvalidRequest('orders: symbol must be a string');
	return { displayingId: id, symbol };
}
