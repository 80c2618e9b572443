import { UserError } from 'n8n-workflow';

import { MANY_ORDERS_PATH, ORDER_PATH } from '../exchange/api/cancelOrder';
import { isRecord, textOf } from '../exchange/guards';
import { parse } from '../exchange/reply/answer';
import { Failure } from '../exchange/reply/failure';
import { SIDES } from '../fields/side';
import type { SpotOrder } from '../exchange/spotOrder';
import { accountKey } from '../exchange/wire/connect';
import type { SignableOptions } from '../exchange/wire/signableOptions';
import { readSignable, type SignableRequest } from '../exchange/wire/signRequest';
import { isCleared } from './reservations';
import { holdCancellation, holdToOutline, needsOf } from './hold';
import { credentialLimits, type Limit } from './limits';

/** What may be signed beside reads where there are rails, and how it is held to them. */
const ROUTES: Readonly<
	Record<string, (request: SignableRequest, limits: Limit[], isCleared: boolean) => void>
> = {
	[`POST ${ORDER_PATH}`]: holdOrder,
	[`DELETE ${ORDER_PATH}`]: holdCancellations,
	[`DELETE ${MANY_ORDERS_PATH}`]: holdCancellations,
};

/**
 * The last wall: holds a request that is to be signed to the credential's rails, whatever made it.
 * Reads always pass. Where the value or the sum of orders is limited, an order is signed only if
 * this package's own node sends it, which has asked the exchange for what it takes to judge it.
 *
 * @throws UserError when the request is beyond a rail, or it cannot be told whether it is
 */
export function requireWithinRails(
	credential: Readonly<Record<string, unknown>>,
	options: SignableOptions,
): void {
	const limits = credentialLimits(credential);
	if (limits.length === 0) return;
	const request = readSignable(credential, options);
	if (request.method === 'GET') return;
	const hold = ROUTES[`${request.method} ${request.path}`];
	if (hold === undefined) {
		throw new UserError(
			'This Nami credential has guard rails: apart from reads, it signs only spot orders and their cancellation',
		);
	}
	requirePlainNames(request);
	const { isOwn, baseUrl, parameters } = request;
	try {
		const hasClearance = isOwn && isCleared(accountKey(baseUrl, credential.apiKey), parameters);
		hold(request, limits, hasClearance);
	} catch (caught) {
		// n8n shows the message of what a credential throws, and nothing else.
		throw caught instanceof Failure
			? new UserError(`${caught.message}. ${caught.advice}.`)
			: caught;
	}
}

/** Servers read `side[]` beside `side`, or `orders[0][symbol]`, in an address as one parameter, or a list. */
function requirePlainNames({ parameters }: SignableRequest): void {
	const odd = Object.keys(parameters).find((name) => !/^\w+$/.test(name));
	if (odd === undefined) return;
	throw new UserError(
		`This Nami credential has guard rails, and the parameter ${odd} could be taken for another one`,
	);
}

function holdOrder(
	{ parameters }: SignableRequest,
	limits: readonly Limit[],
	hasClearance: boolean,
): void {
	const side = SIDES.find((known) => known === parameters.side);
	const symbol = textOf(parameters.symbol);
	if (side === undefined || symbol === undefined) {
		throw new UserError(
			'This Nami credential has guard rails, and the order has no symbol or side',
		);
	}
	const order: SpotOrder = { symbol, side, type: '', useQuoteQty: false };
	holdToOutline(limits, { order, signalAt: undefined });
	if (needsOf(limits).size === 0 || hasClearance) return;
	throw new UserError(
		'This Nami credential limits the value or the number of orders, so it signs only orders that a Nami Spot node has checked',
	);
}

function holdCancellations({ parameters }: SignableRequest, limits: readonly Limit[]): void {
	const { orders = [parameters], symbol, displayingId } = parameters;
	if (parameters.orders !== undefined && (symbol ?? displayingId) !== undefined) {
		throw new UserError(
			'This Nami credential has guard rails, and the cancellation names one order and a list of orders',
		);
	}
	const list = typeof orders === 'string' ? parse(orders) : orders;
	if (!Array.isArray(list) || list.length === 0) {
		throw new UserError('The orders to cancel are not a list, or an empty one');
	}
	for (const order of list) holdCancellation(limits, String(isRecord(order) && order.symbol));
}
