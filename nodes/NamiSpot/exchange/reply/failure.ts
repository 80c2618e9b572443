import type { IDataObject } from 'n8n-workflow';

import type { Refusal } from './answer';

/**
 * Whether an order exists, or is still open, after an item that was to place or to cancel it did
 * not succeed.
 */
export type FailedOutcome = 'not_placed' | 'not_canceled' | 'unknown';

/** Why an item did not succeed: the closed vocabulary that a Switch node can branch on. */
export type Reason =
	// before anything is sent
	| 'invalid_input'
	| 'invalid_credential'
	| 'symbol_rules'
	| 'guard_rail'
	| 'duplicate_order_key'
	| 'order_key_unavailable'
	| 'skipped'
	| 'execution_canceled'
	// it could not be sent, or was turned away at the door
	| 'unreachable'
	| 'certificate'
	| 'redirected'
	| 'unauthorized'
	| 'banned'
	| 'rate_limited'
	// the exchange said no
	| 'refused'
	| 'refused_by_broker'
	| 'not_found'
	| 'already_filled'
	// it left, and what became of it is not known
	| 'no_answer'
	| 'connection_lost'
	| 'server_trouble'
	| 'unreadable_answer'
	| 'interrupted'
	// it did not succeed for a reason of this package's own
	| 'unexpected';

/** What is known about an item that did not succeed, as its error item shows it. */
export interface Facts extends IDataObject {
	/** Of an order that was to be placed or canceled; no other operation has one. */
	outcome?: FailedOutcome;
	reason: Reason;
	status?: string;
	code?: number;
	httpStatus?: number;
	requestId?: string;
}

/** Thrown for an item that does not succeed; the router makes an error item or a NodeApiError of it. */
export class Failure extends Error {
	override readonly name = 'Failure';

	/**
	 * @param facts what the error item carries
	 * @param message what happened, in words
	 * @param advice one sentence on how to get unstuck
	 */
	constructor(
		readonly facts: Facts,
		message: string,
		readonly advice: string,
	) {
		super(message);
	}
}

/** The facts that an exchange's refusal states. */
export function refusalFacts({ httpStatus, status, code, requestId, said }: Refusal): IDataObject {
	return {
		...(status !== undefined && { status }),
		...(code !== undefined && { code }),
		httpStatus,
		...(requestId !== undefined && { requestId }),
		...(said !== undefined && { said }),
	};
}
