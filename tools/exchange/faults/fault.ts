import type { EndedStatus } from '../engine/order';
import type { RefusalStatus } from '../engine/refusals';

/** So many milliseconds later, or when a promise is fulfilled. */
export type Later = number | Promise<unknown>;

/** Whether the request is processed although something goes wrong: not, first, or so much later. */
export type Accepting = 'no' | 'yes' | { readonly later: Later };

/** What the client gets to see. One handler for each kind stands in `delivery.ts`. */
export type FaultAnswer =
	| { readonly kind: 'asProcessed'; readonly later: Later }
	| { readonly kind: 'lastBeforeRefusing'; readonly resumeAfterMs?: number }
	| { readonly kind: 'drop' }
	| { readonly kind: 'stall' }
	| { readonly kind: 'resetMidAnswer' }
	| { readonly kind: 'cutJson' }
	| { readonly kind: 'refusal'; readonly status: RefusalStatus; readonly withHttp200?: boolean }
	| {
			readonly kind: 'httpError';
			readonly status: number;
			readonly message?: string;
			readonly retryAfter?: string;
	  }
	| {
			readonly kind: 'raw';
			readonly status: number;
			readonly headers: Readonly<Record<string, string>>;
			readonly body: string;
	  }
	| { readonly kind: 'redirect'; readonly status: number; readonly location?: string }
	| { readonly kind: 'unfinished'; readonly of: Unfinished; readonly every: Every };

/** Answers that begin and never end: a byte of the body, or of the headers, now and then; 102 or 101 and silence. */
export type Unfinished = 'body' | 'headers' | 'processing' | 'switching';

/** Every so many milliseconds, or as often as a function fulfills; the signal says that the client has gone. */
export type Every = number | ((signal: AbortSignal) => Promise<unknown>);

/** Something that goes wrong with one request. */
export interface Fault {
	readonly name: string;
	readonly accept: Accepting;
	readonly answer: FaultAnswer;
	/** The order that is accepted ends at once like this, with nothing executed. */
	readonly ends?: EndedStatus;
	/** The connection ends on the headers, before the body is read. */
	readonly beforeReading?: true;
}
