import type { IDataObject } from 'n8n-workflow';

import type { Todo } from './knownError';

/**
 * Whether an order exists, or is still open, after an item that was to place or to cancel it did
 * not succeed. `unprotected`: what was bought has no exit.
 */
export type FailedOutcome = UnsentOutcome | 'unprotected' | 'unknown';

/** What an order is that was not sent, or a cancellation. */
export type UnsentOutcome = 'not_placed' | 'not_canceled';

/** Why an item did not succeed, and what is then to be done where its facts say nothing else. */
const TODO = {
	// before anything is sent
	invalid_input: 'fix',
	invalid_credential: 'fix',
	symbol_rules: 'fix',
	guard_rail: 'fix',
	duplicate_order_key: 'nothing',
	order_key_unavailable: 'fix',
	skipped: 'wait',
	unresolved_twin: 'look',
	execution_canceled: 'nothing',
	// it was placed, and canceled with nothing filled
	not_filled: 'nothing',
	// what was bought is not protected: somebody canceled its exit, or may have sold it
	exit_canceled: 'look',
	sold_meanwhile: 'look',
	// it could not be sent, or was turned away at the door
	unreachable: 'wait',
	certificate: 'fix',
	redirected: 'fix',
	unauthorized: 'fix',
	banned: 'wait',
	rate_limited: 'wait',
	// the exchange said no
	refused: 'fix',
	refused_by_broker: 'wait',
	not_found: 'fix',
	already_filled: 'nothing',
	// it left, and what became of it is not known
	no_answer: 'wait',
	connection_lost: 'wait',
	server_trouble: 'wait',
	unreadable_answer: 'wait',
	interrupted: 'look',
	// it did not succeed for a reason of this package's own
	unexpected: 'look',
} as const satisfies Readonly<Record<string, Todo>>;

/** The closed vocabulary that a Switch node can branch on. */
export type Reason = keyof typeof TODO;

/** What is known about an item that did not succeed, as its error item shows it. */
export interface Facts extends IDataObject {
	/** Of an order that was to be placed or canceled; no other operation has one. */
	outcome?: FailedOutcome;
	reason: Reason;
	status?: string;
	code?: number;
	httpStatus?: number;
	requestId?: string;
	/** Where it differs from what the reason has. */
	todo?: Todo;
}

/** A failure as plain JSON, as it is kept for later tries. */
export interface FailureRecord {
	/** What the error item carries. */
	readonly facts: Facts;
	/** What happened, in words. */
	readonly message: string;
	/** One sentence on how to get unstuck. */
	readonly advice: string;
}

/** Thrown for an item that does not succeed; the router makes an error item or a NodeApiError of it. */
export class Failure extends Error implements FailureRecord {
	override readonly name = 'Failure';

	constructor(
		readonly facts: Facts,
		message: string,
		readonly advice: string,
	) {
		super(message);
	}

	/** Whether something that was thrown is a failure of that reason. */
	static is(caught: unknown, reason: Reason): caught is Failure {
		return caught instanceof Failure && caught.facts.reason === reason;
	}

	static from({ facts, message, advice }: FailureRecord): Failure {
		return new Failure(facts, message, advice);
	}

	/** The same failure with more facts, or told in other words. */
	and(facts: Partial<Facts>, message = this.message, advice = this.advice): Failure {
		return new Failure({ ...this.facts, ...facts }, message, advice);
	}
}

/** What is to be done about a failure, in one word for a Switch node. */
export function todoOf({ outcome, reason, todo, isPlaced }: Facts): Todo {
	if (outcome === 'unknown' || outcome === 'unprotected') return 'look';
	// Whoever waits and tries again would order again.
	if (isPlaced === true && outcome !== 'not_placed') return 'look';
	return todo ?? TODO[reason];
}
