import type { Whereabouts } from './whereabouts';

export type CancelOutcome =
	| 'canceled'
	| 'already_canceled'
	| 'already_filled'
	/** It came to another end before: it expired, failed or was rejected. */
	| 'already_closed'
	| 'not_found';

/** Why it is not clear yet what became of an order, and what it will mean where it shows up. */
export interface Doubt {
	/** When to look, in milliseconds from the reply: the exchange's lists lag. */
	readonly lookAt: readonly number[];
	/** Whether an order that is still open may yet be canceled by the request. */
	readonly mayStillBeCanceled: boolean;
	/** What it means that the order shows as canceled. */
	readonly canceledMeans: CancelOutcome;
	/** What it means that the order shows nowhere. */
	readonly absentMeans: 'not_found' | 'unknown';
}

const SOON: readonly number[] = [0, 3_000];
const LONG: readonly number[] = [1_000, 3_000, 7_000, 15_000];

/** The exchange says that it is not open, which orders are that are filled, canceled, or never were. */
export const GONE: Doubt = {
	lookAt: [0, ...LONG],
	mayStillBeCanceled: false,
	canceledMeans: 'already_canceled',
	absentMeans: 'not_found',
};

/** The same of one of several, the others of which are still to be canceled: they are not held up for long. */
export const GONE_OF_SEVERAL: Doubt = { ...GONE, lookAt: SOON };

/** It was among the open orders a moment ago, and the answer to canceling them does not name it. */
export const PASSED_OVER: Doubt = {
	lookAt: [0, ...LONG],
	mayStillBeCanceled: false,
	canceledMeans: 'canceled',
	absentMeans: 'unknown',
};

/** The exchange said no, but passes requests on, so that alone proves nothing. */
export const REFUSED: Doubt = { ...PASSED_OVER, lookAt: SOON };

/** The request left, and no usable answer came. */
export const UNANSWERED: Doubt = { ...PASSED_OVER, lookAt: LONG, mayStillBeCanceled: true };

/** Whether another look can bring nothing new. */
export function isSettled(
	{ mayStillBeCanceled, absentMeans }: Doubt,
	{ state, isOutOfSight }: Whereabouts,
): boolean {
	if (state === 'absent') return isOutOfSight === true && absentMeans === 'not_found';
	if (state === 'unclear') return false;
	return state !== 'open' || !mayStillBeCanceled;
}
