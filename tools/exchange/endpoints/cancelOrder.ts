import { cancelOrder as cancel } from '../engine/canceling';
import { InvalidRequest } from '../engine/refusals';
import { ok } from '../http/answer';
import type { Endpoint } from '../http/endpoint';
import { listedOrder } from '../views/orderView';

/** Takes the id as a string, as documented. */
export const cancelOrder: Endpoint = {
	method: 'DELETE',
	path: '/api/v4/spot/order',
	signed: true,
	handle({ world, account, params, settings }) {
		params.flag('allowNotification');
		const name = {
			symbol: params.text('symbol'),
			displayingId: readId(params.text('displayingId')),
		};
		return ok(listedOrder(cancel(world, account, name), settings));
	},
};

function readId(text: string): bigint {
	if (!/^\d+$/.test(text)) throw new InvalidRequest('displayingId must be a string of digits');
	return BigInt(text);
}
