import { Failure, type FailedOutcome } from '../exchange/reply/failure';
import type { Limit } from './limits';
import type { Breach, Candidate, OrderFacts, Need } from './rail';

/** Of the rails that are set, what has to be known of an order before they can judge it. */
export function needsOf(limits: readonly Limit[]): ReadonlySet<Need> {
	return new Set(limits.flatMap(({ judge }) => judge?.needs ?? []));
}

const NOTHING_KNOWN = {
	quoteAsset: undefined,
	lastPrice: undefined,
	value: undefined,
	account: undefined,
};

/**
 * Holds an order to those rails that need nothing but the order itself: before anything is asked.
 *
 * @throws Failure when it is beyond one, or one of the rails cannot be used
 */
export function holdToOutline(limits: readonly Limit[], candidate: Candidate): void {
	const plain = limits.filter(({ judge }) => judge === undefined || judge.needs.length === 0);
	holdToRails(plain, { ...NOTHING_KNOWN, ...candidate });
}

/**
 * Holds an order to all rails.
 *
 * @throws Failure when it is beyond one, or one of the rails cannot be used
 */
export function holdToRails(limits: readonly Limit[], facts: OrderFacts): void {
	for (const limit of limits) {
		const { judge, rail } = limit;
		if (judge === undefined) throw unusable(limit, 'not_placed');
		if (facts.isExit === true && rail.sparesExits === true) continue;
		const breach = judge.judge(facts);
		if (breach !== undefined) throw railFailure(limit, breach, 'not_placed');
	}
}

/**
 * Holds the cancellation of an order to the rails.
 *
 * @throws Failure when it is beyond one, or one of the rails cannot be used
 */
export function holdCancellation(limits: readonly Limit[], symbol: string): void {
	const failure = heldCancellation(limits, symbol);
	if (failure !== undefined) throw failure;
}

/** The same: why an order may not be canceled; undefined if it may. */
export function heldCancellation(limits: readonly Limit[], symbol: string): Failure | undefined {
	for (const limit of limits) {
		const { rail, judge } = limit;
		if (judge === undefined && rail.holdsCancellations) return unusable(limit, 'not_canceled');
		const breach = judge?.judgeCancel?.(symbol);
		if (breach !== undefined) return railFailure(limit, breach, 'not_canceled');
	}
	return undefined;
}

function railFailure(
	{ rail, owner }: Limit,
	{ limit, value, message, remedy }: Breach,
	outcome: FailedOutcome,
): Failure {
	const facts = { rail: rail.name, owner, limit, ...(value !== undefined && { value }) };
	const advice =
		owner === 'node'
			? `${remedy}, or change the option ${rail.label}`
			: `${remedy}. ${rail.label} can be changed by anyone who may edit the credential`;
	return new Failure({ outcome, reason: 'guard_rail', ...facts }, message, advice);
}

/** The Failure for a rail that holds everything, since what it says cannot be used. */
function unusable({ rail, owner, named, given }: Limit, outcome: FailedOutcome): Failure {
	const facts = { outcome, reason: 'guard_rail', rail: rail.name, owner, value: given } as const;
	const where = owner === 'node' ? 'or remove the option' : 'in the credential';
	return new Failure(
		facts,
		`${named} is ${given}, which cannot be used as a guard rail`,
		`Make it ${rail.wanted}, ${where}`,
	);
}
