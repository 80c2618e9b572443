import { HOUR_MS, MINUTE_MS } from '../clock';
import type { CallName, LimitWord, Purpose } from './pacedCall';

export interface Closure {
	readonly reason: 'rate_limited' | 'banned';
	/** By the monotonic clock. */
	readonly until: number;
}

interface Closed extends Closure {
	readonly by: Silencing;
	/** For what the calls were that the exchange turned away. */
	readonly told: ReadonlySet<Purpose>;
	/** What has been sent in spite of it and is not answered yet. */
	readonly trying: Set<Purpose>;
}

/** Whom an HTTP status silences, and for how long: if nothing is said, at least and at most. */
interface Silencing {
	readonly reason: Closure['reason'];
	readonly key: (call: CallName) => string;
	readonly ms: number;
	readonly least: number;
	readonly most: number;
	/** What may go out all the same, one at a time. */
	readonly mayTry: (call: CallName, told: ReadonlySet<Purpose>) => boolean;
}

const accountPrefix = (account: string): string => `${account} on `;
const keyOnRoute = ({ account, route }: CallName): string => `${accountPrefix(account)}${route}`;

/** Looking for an order and canceling put right what went wrong: they try where only others were told to wait. */
const putsRight: Silencing['mayTry'] = ({ purpose }, told) =>
	(purpose === 'lookup' || purpose === 'cancel') && !told.has(purpose);

/** The address is banned. However short that is said to be, it has to outlast the batch that caused it. */
const HOST_CLOSED: Silencing = {
	reason: 'banned',
	key: () => 'host',
	ms: HOUR_MS,
	least: MINUTE_MS,
	most: 24 * HOUR_MS,
	mayTry: () => false,
};

/** The exchange's limiter counts by method and path, whoever calls. */
const ROUTE_CLOSED: Silencing = {
	reason: 'rate_limited',
	key: ({ route }) => route,
	ms: MINUTE_MS / 2,
	least: 1_000,
	most: HOUR_MS,
	mayTry: putsRight,
};

/** The key lacks a right, or its address is not on the key's list: nobody else is concerned. */
const KEY_CLOSED: Silencing = {
	reason: 'banned',
	key: keyOnRoute,
	ms: 5 * MINUTE_MS,
	least: MINUTE_MS,
	most: HOUR_MS,
	mayTry: (call, told) => call.isCredentialTest === true || putsRight(call, told),
};

const SILENCING: Readonly<Record<number, Silencing>> = {
	403: KEY_CLOSED,
	418: HOST_CLOSED,
	429: ROUTE_CLOSED,
};

/** What the exchange has closed on one host, and for whom. Times are those of the monotonic clock. */
export class Closures {
	private readonly closed = new Map<string, Closed>();

	/** What holds a call back, the longest if there are several. */
	holding(call: CallName, now: number): Closure | undefined {
		if (this.closed.size === 0) return undefined;
		let longest: Closed | undefined;
		for (const closed of this.concerning(call, now)) {
			const { by, told, trying } = closed;
			if (!trying.has(call.purpose) && by.mayTry(call, told)) continue;
			if ((longest?.until ?? 0) >= closed.until) continue;
			longest = closed;
		}
		return longest;
	}

	/** A call leaves, be it in spite of a closure. */
	passing(call: CallName, now: number): void {
		for (const { trying } of this.concerning(call, now)) trying.add(call.purpose);
	}

	/**
	 * Closes what an answer asks for; an answer that asks for nothing opens what it proves to be open.
	 *
	 * @returns whether anything has changed
	 */
	observe(call: CallName, { httpStatus, retryAfterMs }: LimitWord, now: number): boolean {
		const by = SILENCING[httpStatus];
		if (by === undefined) return this.answered(call, now);
		this.close(by, call, now, Math.min(Math.max(retryAfterMs ?? by.ms, by.least), by.most));
		return true;
	}

	/** Keeps a call's route closed for a time, whatever the exchange said. */
	closeRoute(call: CallName, now: number, ms: number): void {
		this.close(ROUTE_CLOSED, call, now, ms);
	}

	/** Opens what was closed for an account only. */
	lift(account: string): void {
		for (const key of this.closed.keys()) {
			if (key.startsWith(accountPrefix(account))) this.closed.delete(key);
		}
	}

	private close(by: Silencing, call: CallName, now: number, ms: number): void {
		const key = by.key(call);
		const known = this.closed.get(key);
		const before = known !== undefined && known.until > now ? known : undefined;
		this.closed.set(key, {
			by,
			reason: by.reason,
			until: Math.max(now + ms, before?.until ?? now),
			told: new Set(before?.told).add(call.purpose),
			trying: new Set(),
		});
	}

	/** What went out in spite of a closure has come through: a key that is heard is closed no more. */
	private answered(call: CallName, now: number): boolean {
		const tried = this.concerning(call, now).filter(({ trying }) => trying.delete(call.purpose));
		if (tried.some(({ by }) => by === KEY_CLOSED)) this.closed.delete(KEY_CLOSED.key(call));
		return tried.length > 0;
	}

	private concerning(call: CallName, now: number): Closed[] {
		if (this.closed.size === 0) return [];
		const found: Closed[] = [];
		for (const { key } of Object.values(SILENCING)) {
			const closed = this.closed.get(key(call));
			if (closed === undefined) continue;
			if (closed.until > now) found.push(closed);
			else this.closed.delete(key(call));
		}
		return found;
	}
}
