import type { SocketTrouble } from './socketTrouble';

/** A complete HTTP answer, as it came. Times are Unix milliseconds of this machine. */
export interface Answer {
	readonly kind: 'answer';
	readonly httpStatus: number;
	/** Names in lower case. */
	readonly headers: Readonly<Record<string, string>>;
	readonly text: string;
	readonly sentAt: number;
	readonly receivedAt: number;
}

export interface Silence extends SocketTrouble {
	readonly kind: 'silence';
}

export type Unsent =
	| { readonly kind: 'unsent'; readonly reason: 'execution_canceled' }
	/** The credential did not sign it. */
	| { readonly kind: 'unsent'; readonly reason: 'not_signed'; readonly because: string }
	| {
			readonly kind: 'unsent';
			readonly reason: 'rate_limited' | 'banned';
			/** Unix milliseconds. */
			readonly until: number;
	  };

export type Reply = Answer | Silence | Unsent;
