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
	| { readonly kind: 'httpError'; readonly status: number; readonly retryAfter?: string }
	| {
			readonly kind: 'raw';
			readonly status: number;
			readonly headers: Readonly<Record<string, string>>;
			readonly body: string;
	  }
	| { readonly kind: 'redirect'; readonly status: number; readonly location?: string };

/** Something that goes wrong with one request. */
export interface Fault {
	readonly name: string;
	readonly accept: Accepting;
	readonly answer: FaultAnswer;
	/** The connection ends on the headers, before the body is read. */
	readonly beforeReading?: true;
}
