/** What an error of the exchange proves about the request that it answers. */
export type ErrorKind =
	/** The exchange said no, and means it. */
	| 'refused'
	/** The exchange passed the order on and was told no: the order is looked for before that is believed. */
	| 'broker'
	/** Something broke on the way. It says nothing about how far the request came. */
	| 'trouble'
	| 'rate_limited'
	| 'banned'
	| 'unauthorized';

/** What its user can do about an error, in one word for a Switch node. */
export type Todo = 'look' | 'fund' | 'wait' | 'fix' | 'nothing';

/** What the exchange means by an error, and what its user can do. */
export interface KnownError {
	/** The exchange's name for it. Names decide: many codes are used for more than one error. */
	readonly name: string;
	readonly code: number | undefined;
	readonly kind: ErrorKind;
	/** Set where it differs from what its kind has. */
	readonly todo?: Todo;
	/** A cancellation is told so that the order is not open. */
	readonly isGone?: true;
	/** The request's timestamp was not accepted. */
	readonly isAboutClock?: true;
	readonly message: string;
	/** Of what is refused: elsewhere it depends on what the request was for, or is the same for all of a kind. */
	readonly advice?: string;
}
