import type { IDataObject } from 'n8n-workflow';

import { cancelOrders } from '../../canceling/cancelOrders';
import type { CancelResult } from '../../canceling/settle';
import { lookFor } from '../../canceling/whereabouts';
import type { OrderName } from '../../exchange/api/cancelOrder';
import { readOpenOrders } from '../../exchange/api/orders';
import { orderIdOf, stateOf, symbolOf } from '../../exchange/orderRow';
import { Failure } from '../../exchange/reply/failure';
import type { Connection } from '../../exchange/wire/request';
import { ordersOfAccount } from '../../placement/accountOrders';
import { currentLimits } from '../../rails/currentLimits';
import { heldCancellation } from '../../rails/hold';
import type { CreateOptions } from './createOptions';

/**
 * Cancels what is open on a symbol, and says what became of each order.
 *
 * @param beforeFirst what has to hold of what is open now
 * @throws Failure when one may still be open: what it holds could not be sold
 */
export async function cancelOpen(
	connection: Connection,
	symbol: string,
	{ limits, timeout }: CreateOptions,
	beforeFirst: () => Promise<void>,
): Promise<IDataObject[]> {
	const held = heldCancellation(await currentLimits(connection, limits), symbol);
	if (held !== undefined) throw notSold(held, symbol, []);
	const open = await readOpenOrders(connection, { timeout }, { symbol });
	const listed = open.value.map((order) => nameOf(order, symbol));
	const names = [...listed, ...(await unlisted(connection, symbol, listed, timeout))];
	if (names.length === 0) return [];
	await beforeFirst();
	const results = await cancelOrders(connection, names, { timeout, wereOpen: true });
	const failed = results.find((result) => result instanceof Failure);
	const steps = results.map((result, nth) => stepOf(result, names[nth]));
	if (failed !== undefined) throw notSold(failed, symbol, steps);
	return steps.filter(({ outcome }, nth) => nth < listed.length || outcome === 'canceled');
}

/** Orders that this process has just placed, and that neither list shows yet. */
async function unlisted(
	connection: Connection,
	symbol: string,
	listed: readonly OrderName[],
	timeout: number,
): Promise<OrderName[]> {
	const ids = new Set(listed.map(({ displayingId }) => displayingId));
	const placed = ordersOfAccount(connection).placedLately(symbol);
	const names = placed
		.filter((order) => stateOf(order) === 'open')
		.map((order) => nameOf(order, symbol))
		.filter(({ displayingId }) => !ids.has(displayingId));
	if (names.length === 0) return [];
	const seen = await lookFor(connection, names, timeout);
	return names.filter((_, nth) => seen === undefined || seen[nth]?.state === 'absent');
}

function notSold(failure: Failure, symbol: string, canceled: IDataObject[]): Failure {
	return failure.and(
		{ outcome: 'not_placed', canceled },
		`Nothing was sold, because it is not known whether an open order of ${symbol} was canceled: ${failure.message}`,
	);
}

function nameOf(order: IDataObject, symbol: string): OrderName {
	const displayingId = orderIdOf(order);
	if (displayingId !== undefined && symbolOf(order) === symbol) return { displayingId, symbol };
	throw new Failure(
		{ outcome: 'not_placed', reason: 'unreadable_answer', symbol },
		`Nothing was sold: the exchange lists an open order that may be of ${symbol}, but does not say which`,
		'Check the open orders on the exchange, and cancel it there',
	);
}

function stepOf(result: CancelResult, name: OrderName | undefined): IDataObject {
	const outcome = result instanceof Failure ? result.facts.outcome : result.outcome;
	return { ...name, outcome };
}
