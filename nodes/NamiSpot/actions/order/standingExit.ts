import type { IDataObject } from 'n8n-workflow';

import { lookForOne, nameOf } from '../../canceling/whereabouts';
import { clock } from '../../exchange/clock';
import { orderIdOf, stateOf, symbolOf } from '../../exchange/orderRow';
import { Failure } from '../../exchange/reply/failure';
import type { Connection } from '../../exchange/wire/request';

/** When to look for it, in milliseconds after one another: lists are late with what was just placed, or canceled. */
const LOOK_AFTER_MS: readonly number[] = [0, 3_000, 4_000];

/**
 * Looks up an exit that was placed before.
 *
 * @throws Failure when the lists do not show how it stands
 */
export async function lookUpExit(
	connection: Connection,
	placed: IDataObject,
	timeout: number,
): Promise<IDataObject> {
	const name = nameOf(placed);
	for (const pause of LOOK_AFTER_MS) {
		await clock.sleep(pause, connection.signal);
		if (connection.signal?.aborted === true) break;
		const seen = await lookForOne(connection, name, timeout);
		if (seen?.order !== undefined && seen.state !== 'unclear') return seen.order;
	}
	throw new Failure(
		{ outcome: 'unknown', reason: 'unreadable_answer' },
		`its exit, order ${name.displayingId} of ${name.symbol}, was placed before, but the exchange’s lists do not say whether it still stands`,
		'Look it up with Order → Get',
	);
}

/** Why an exit protects nothing any more; undefined while it does, or has done so. */
export function canceledSince(order: IDataObject): Failure | undefined {
	const state = stateOf(order);
	if (state !== 'canceled' && state !== 'closed') return undefined;
	const displayingId = orderIdOf(order);
	return new Failure(
		{ outcome: 'not_placed', reason: 'exit_canceled', displayingId },
		`its exit, order ${String(displayingId)} of ${String(symbolOf(order))}, was placed and has been canceled since`,
		'It is not placed a second time',
	);
}
