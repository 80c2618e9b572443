import type { CancelSignal } from '../clock';

/**
 * What a call is for, in the order of importance: looking for a lost order, canceling, ordering,
 * reading, and the trigger's catching up.
 */
export const PURPOSES = ['lookup', 'cancel', 'order', 'read', 'catchUp'] as const;

export type Purpose = (typeof PURPOSES)[number];

/** One of something for each purpose. */
export function byPurpose<T>(make: () => T): Readonly<Record<Purpose, T>> {
	return { lookup: make(), cancel: make(), order: make(), read: make(), catchUp: make() };
}

/** Leave to make one call, or why there is none; `until` is Unix time in milliseconds. */
export type Permit =
	| { readonly granted: true }
	| { readonly granted: false; readonly reason: 'execution_canceled' }
	| { readonly granted: false; readonly reason: 'rate_limited' | 'banned'; readonly until: number };

/** A call as the exchange's limiter sees it, and how far it may be held back. */
export interface PacedCall {
	/** The most calls in any 60 seconds. */
	readonly callsPerMinute: number;
	readonly purpose: Purpose;
	/** What the exchange's limiter counts, method and path without query: `POST /api/v4/spot/order`. */
	readonly route: string;
	/** Base URL and key of a signed call (`connection.account`); empty for a public one. */
	readonly account: string;
	/** Milliseconds: a call that would leave later than this is refused instead. */
	readonly longestWaitMs: number;
	/** A person tests the credential: held back by nothing that is closed for its key only. */
	readonly isCredentialTest?: true;
	readonly signal?: CancelSignal | undefined;
	/** Called once with a sentence, when the wait is long enough for someone to wonder. */
	readonly onLongWait: (sentence: string) => void;
}

export type CallName = Pick<PacedCall, 'purpose' | 'route' | 'account' | 'isCredentialTest'>;

export interface LimitWord {
	readonly httpStatus: number;
	/** The exchange's word on how long to wait, in milliseconds. */
	readonly retryAfterMs: number | undefined;
}
