import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { Failure } from '../exchange/reply/failure';
import type { Connection } from '../exchange/wire/request';
import { claims } from './claims';
import type { Ledger, RecordedFailure } from './ledger';

/** What placing orders shares over the items of one run of the node. */
export interface Desk {
	readonly context: IExecuteFunctions;
	readonly connection: Connection;
	readonly ledger: Ledger;
	/** The first item whose order's outcome stayed unknown and therefore holds up those after it. */
	heldUpBy: number | undefined;
}

export interface PlacedOrder {
	/** The order as the exchange returned it, or, if it had to be looked up, as it lists it. */
	readonly data: IDataObject;
	readonly isReconciled: boolean;
}

/** Opens the desk of a run; what earlier tries placed is nobody else's order. */
export function openDesk(context: IExecuteFunctions, connection: Connection, ledger: Ledger): Desk {
	for (const { symbol, displayingId } of ledger.placed()) {
		claims.mark(connection.host, symbol, displayingId);
	}
	return { context, connection, ledger, heldUpBy: undefined };
}

/**
 * Holds an item back while the outcome of an earlier one is unknown.
 *
 * @throws Failure with the reason `skipped`
 */
export function requireNotHeldUp(
	{ heldUpBy, ledger }: Desk,
	item: number,
	{ continueAfterUnknown }: { readonly continueAfterUnknown: boolean },
): void {
	if (heldUpBy === undefined || continueAfterUnknown) return;
	const failure = {
		facts: { outcome: 'not_placed', reason: 'skipped', heldUpByItem: heldUpBy } as const,
		message: `The order was not sent, since it is not known whether that of item ${heldUpBy} was placed`,
		advice:
			'Settle that order first; to place the rest all the same, turn on Continue After Unknown Outcome',
	};
	ledger.write(item, { state: 'not_placed', failure, maySucceedLater: true });
	throw failureOf(failure);
}

/** The failure that the ledger recorded, to be thrown. */
export function failureOf({ facts, message, advice }: RecordedFailure): Failure {
	return new Failure(facts, message, advice);
}
