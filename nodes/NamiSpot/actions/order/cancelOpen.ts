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

/** What is open on a symbol, also what this process has just placed and neither list shows yet. */
export async function openOf(
	connection: Connection,
	symbol: string,
	timeout: number,
): Promise<OpenOrder[]> {
	const { value } = await readOpenOrders(connection, { timeout }, { symbol });
	const listed = value.map((row) => ({ row, name: nameOf(row, symbol), isListed: true }));
	const account = ordersOfAccount(connection);
	// Whatever is placed from now on is newer.
	for (const { name } of listed) account.see(symbol, name.displayingId);
	const ids = new Set(listed.map(({ name }) => name.displayingId));
	const unlisted = account
		.placedLately(symbol)
		.filter((row) => stateOf(row) === 'open')
		.map((row) => ({ row, name: nameOf(row, symbol), isListed: false }))
		.filter(({ name }) => !ids.has(name.displayingId));
	if (unlisted.length === 0) return listed;
	const names = unlisted.map(({ name }) => name);
	const seen = await lookFor(connection, names, timeout);
	const isOpen = (_: OpenOrder, nth: number) => seen === undefined || seen[nth]?.state === 'absent';
	return [...listed, ...unlisted.filter(isOpen)];
}

/** An order that is open, or may be. */
export interface OpenOrder {
	readonly row: IDataObject;
	readonly name: OrderName;
	/** Whether the exchange lists it as open. */
	readonly isListed: boolean;
}

/**
 * Cancels what is open on a symbol.
 *
 * @param note is told what became of each order
 * @throws Failure when one may still be open: what it holds could not be sold
 */
export async function cancelOpen(
	connection: Connection,
	symbol: string,
	open: readonly OpenOrder[],
	{ limits, timeout }: CreateOptions,
	note: (orders: IDataObject[]) => void,
): Promise<void> {
	if (open.length === 0) return;
	const held = heldCancellation(await currentLimits(connection, limits), symbol);
	if (held !== undefined) throw notSold(held, symbol);
	const names = open.map(({ name }) => name);
	const results = await cancelOrders(connection, names, { timeout, wereOpen: true });
	const failed = results.find((result) => result instanceof Failure);
	const steps = results.map((result, nth) => stepOf(result, names[nth]));
	note(
		failed === undefined
			? steps.filter(({ outcome }, nth) => open[nth]?.isListed || outcome === 'canceled')
			: steps,
	);
	if (failed !== undefined) throw notSold(failed, symbol);
}

function notSold(failure: Failure, symbol: string): Failure {
	return failure.and(
		{ outcome: 'not_placed' },
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
