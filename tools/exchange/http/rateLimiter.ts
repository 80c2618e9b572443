import type { RateLimit } from '../options';
import { HttpRefusal } from './answer';

const MINUTE_MS = 60_000;

interface Caller {
	calls: number[];
	refused: number;
	bannedUntil: number;
}

/** Counts calls by address, refuses those beyond the limit, and bans the persistent. */
export class RateLimiter {
	private readonly callers = new Map<string, Caller>();

	/** Counts one call; throws if it is one too many. */
	admit(address: string, now: number, limit: RateLimit): void {
		const caller = this.callerAt(address);
		if (now < caller.bannedUntil) throw refusal(418, 'Banned', caller.bannedUntil - now, limit);
		caller.calls = caller.calls.filter((at) => at > now - MINUTE_MS);
		if (caller.calls.length < limit.perMinute) {
			caller.calls.push(now);
			return;
		}
		this.refuse(caller, now, limit);
	}

	clear(): void {
		this.callers.clear();
	}

	private refuse(caller: Caller, now: number, limit: RateLimit): never {
		caller.refused++;
		if (caller.refused >= limit.banAfter) {
			caller.refused = 0;
			caller.bannedUntil = now + limit.banMs;
		}
		const oldest = caller.calls[0] ?? now;
		throw refusal(429, 'Too many requests', oldest + MINUTE_MS - now, limit);
	}

	private callerAt(address: string): Caller {
		const known = this.callers.get(address);
		if (known !== undefined) return known;
		const caller: Caller = { calls: [], refused: 0, bannedUntil: 0 };
		this.callers.set(address, caller);
		return caller;
	}
}

function refusal(status: number, message: string, waitMs: number, limit: RateLimit): HttpRefusal {
	const seconds = String(Math.max(1, Math.ceil(waitMs / 1000)));
	return new HttpRefusal(
		status,
		message,
		limit.retryAfter === false ? {} : { 'retry-after': seconds },
	);
}
