import { clock, type CancelSignal } from '../clock';
import { storeOf } from '../memory';

/**
 * What a call is for, in the order of importance: looking for a lost order, canceling, ordering,
 * reading, and the trigger's catching up.
 */
export type Purpose = 'lookup' | 'cancel' | 'order' | 'read' | 'catchUp';

/** Why no calls go out for a while. */
export type Closure = {
	readonly reason: 'rate_limited' | 'banned';
	/** Unix time in milliseconds. */
	readonly until: number;
};

/** Leave to make one call, or why there is none. */
export type Permit =
	| { readonly granted: true }
	| { readonly granted: false; readonly reason: 'execution_canceled' }
	| { readonly granted: false; readonly reason: Closure['reason']; readonly until: number };

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
	readonly signal?: CancelSignal | undefined;
	/** Called once with a sentence, when the wait is long enough for someone to wonder. */
	readonly onLongWait: (sentence: string) => void;
}

/** Which call it was that the exchange turned away. */
export type CallName = Pick<PacedCall, 'purpose' | 'route' | 'account'>;

/** What an answer says about limits. */
export interface LimitWord {
	readonly httpStatus: number;
	/** The exchange's word on how long to wait, in milliseconds. */
	readonly retryAfterMs: number | undefined;
}

const WINDOW_MS = 60_000;
/** Calls take different times to arrive: two that left 60 seconds apart may arrive closer. */
const ARRIVAL_JITTER_MS = 1_000;
const KEPT_FOR_LOOKUPS = 10;
const LONG_WAIT_MS = 5_000;
const LONGEST_PAUSE_WORTH_WAITING_MS = 30_000;
const PAUSE_WITHOUT_RETRY_AFTER_MS = 30_000;
const BAN_WITHOUT_RETRY_AFTER_MS = 60 * 60_000;
/** However short a ban is said to be: it has to outlast the batch that brought it about. */
const SHORTEST_BAN_MS = 60_000;

/** HTTP statuses by which the exchange asks for silence, and for how long if it does not say. */
const SILENCE_AFTER_STATUS: Readonly<
	Record<number, { reason: Closure['reason']; ms: number; least: number }>
> = {
	403: { reason: 'banned', ms: BAN_WITHOUT_RETRY_AFTER_MS, least: SHORTEST_BAN_MS },
	418: { reason: 'banned', ms: BAN_WITHOUT_RETRY_AFTER_MS, least: SHORTEST_BAN_MS },
	429: { reason: 'rate_limited', ms: PAUSE_WITHOUT_RETRY_AFTER_MS, least: 0 },
};

/** Keeps the calls of this process to one host within its limit, and silent while it is banned. */
export class Pacer {
	private sentAt: number[] = [];

	private oldest = 0;

	private closure: Closure | undefined;

	/** Waits for leave to make one call; canceling the execution ends the wait at once. */
	async acquire(call: PacedCall): Promise<Permit> {
		let isAnnounced = false;
		for (;;) {
			if (call.signal?.aborted === true) return { granted: false, reason: 'execution_canceled' };
			const now = clock.now();
			const closed = this.closedAt(now);
			if (closed !== undefined && !isWorthWaiting(closed, now)) {
				return { granted: false, ...closed };
			}
			const wait = Math.max(this.windowWait(call, now), (closed?.until ?? now) - now);
			if (wait <= 0) {
				this.sentAt.push(now);
				return { granted: true };
			}
			if (wait >= LONG_WAIT_MS && !isAnnounced) {
				isAnnounced = true;
				call.onLongWait(
					closed === undefined
						? `Waiting ${Math.ceil(wait / 1000)} s so that no more than ${call.callsPerMinute} calls a minute reach the exchange`
						: `Waiting ${Math.ceil(wait / 1000)} s, since the exchange asked for fewer calls`,
				);
			}
			await clock.sleep(wait, call.signal);
		}
	}

	/** Falls silent if the exchange asked for it. */
	observe(_call: CallName, { httpStatus, retryAfterMs }: LimitWord): void {
		const asked = SILENCE_AFTER_STATUS[httpStatus];
		if (asked === undefined) return;
		const until = clock.now() + Math.max(retryAfterMs ?? asked.ms, asked.least);
		if (this.closure !== undefined && this.closure.until >= until) return;
		this.closure = { reason: asked.reason, until };
	}

	/** A credential test has succeeded: what concerned this account only is over. */
	lift(_account: string): void {}

	/** Whether a call that a limit has turned away may be sent once more. */
	mayResendAfterLimit(_route: string): boolean {
		return true;
	}

	/** The silence that is in force at a time, if any. */
	closedAt(now: number): Closure | undefined {
		return this.closure !== undefined && this.closure.until > now ? this.closure : undefined;
	}

	private windowWait({ callsPerMinute, purpose }: PacedCall, now: number): number {
		const most = purpose === 'lookup' ? callsPerMinute : callsPerMinute - KEPT_FOR_LOOKUPS;
		this.forgetBefore(now - WINDOW_MS - ARRIVAL_JITTER_MS);
		const count = this.sentAt.length - this.oldest;
		if (count < most) return 0;
		const leaving = this.sentAt[this.oldest + count - most] ?? now;
		return leaving + WINDOW_MS + ARRIVAL_JITTER_MS - now + 1;
	}

	private forgetBefore(time: number): void {
		while ((this.sentAt[this.oldest] ?? Infinity) < time) this.oldest += 1;
		if (this.oldest < 1024 || this.oldest * 2 < this.sentAt.length) return;
		this.sentAt = this.sentAt.slice(this.oldest);
		this.oldest = 0;
	}
}

function isWorthWaiting({ reason, until }: Closure, now: number): boolean {
	return reason === 'rate_limited' && until - now <= LONGEST_PAUSE_WORTH_WAITING_MS;
}

/** The one queue of this process for a host: the exchange limits by IP address, not by key. */
export const pacerFor = storeOf(() => new Pacer());
