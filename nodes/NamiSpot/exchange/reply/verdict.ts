import { examine, repliedFacts, type Evidence } from './evidence';
import type { FailedOutcome, FailureRecord } from './failure';
import type { Reply } from './reply';
import { rowFor, type VerdictRow, type Words } from './verdictRows';

/** What a reply proves about its request, whatever the request was. */
export interface Verdict extends Evidence, Pick<VerdictRow, 'reason' | 'proves' | 'next'> {
	/** Nothing stands in the way of the same request on a later try. */
	readonly maySucceedLater: boolean;
	readonly message: string;
	/** What to do about it; undefined where that depends on what the request was for. */
	readonly advice: string | undefined;
}

/** Reads a reply and what it proves: the one place that judges replies. */
export function verdictOn(reply: Reply): Verdict {
	const evidence = examine(reply);
	const { proves, reason, next, maySucceedLater = false, message, advice } = rowFor(evidence);
	return {
		...evidence,
		proves,
		reason,
		next,
		maySucceedLater,
		message: worded(message, evidence),
		advice: advice && worded(advice, evidence),
	};
}

function worded(words: Words, evidence: Evidence): string {
	return typeof words === 'string' ? words : words(evidence);
}

/**
 * A verdict as a failure.
 *
 * @param outcome what it means for an order that the request was about
 * @param otherwise advice where the verdict has none, since it depends on what the request was for
 */
export function failureRecord(
	verdict: Verdict,
	otherwise: string,
	outcome?: FailedOutcome,
): FailureRecord {
	const { reason, message, advice = otherwise, error } = verdict;
	return {
		facts: {
			...(outcome !== undefined && { outcome }),
			reason,
			...repliedFacts(verdict),
			...(error?.todo !== undefined && { todo: error.todo }),
		},
		message,
		advice,
	};
}
