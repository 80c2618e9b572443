import type { RateLimit } from '../options';
import { HttpRefusal } from './answer';

const MINUTE_MS = 60_000;

/** What the limiter of one style does otherwise than that of another. */
interface Style {
	/** Whose calls are counted together. */
	readonly key: (address: string, route: string) => string;
	/** From when on refusals are counted, and a ban holds, for `banMs`. */
	readonly banFrom: (caller: Caller, now: number) => number;
	readonly refusal: (
		status: Refused,
		untilMs: number,
		now: number,
		limit: RateLimit,
	) => HttpRefusal;
	/** What an answer that is not refused says about the limit. */
	readonly headers: (caller: Caller, limit: RateLimit) => Headers;
}

type Headers = Readonly<Record<string, string>>;
type Refused = 429 | 418;

interface Caller {
	calls: number[];
	refused: number;
	firstRefusedAt: number;
	bannedUntil: number;
}

const STYLES: Readonly<Record<NonNullable<RateLimit['style']>, Style>> = {
	guide: {
		key: (address) => address,
		banFrom: (_caller, now) => now,
		refusal: (status, untilMs, now, limit) =>
			new HttpRefusal(
				status,
				status === 418 ? 'Banned' : 'Too many requests',
				limit.retryAfter === false ? {} : { 'retry-after': seconds(untilMs - now) },
			),
		headers: () => ({}),
	},
	framework: {
		key: (address, route) => `${route} ${address}`,
		banFrom: ({ firstRefusedAt }) => firstRefusedAt,
		refusal: (status, untilMs, now, { perMinute }) =>
			status === 418
				? new HttpRefusal(418, '', {}, { status: 'IP_BANNED' })
				: new HttpRefusal(
						429,
						'',
						{
							'x-ratelimit-limit': String(perMinute),
							'x-ratelimit-remaining': '0',
							'x-ratelimit-reset': String(untilMs),
							'retry-after': seconds(untilMs - now),
						},
						{ status: 'TOO_MANY_REQUEST' },
					),
		headers: ({ calls }, { perMinute }) => ({
			'x-ratelimit-limit': String(perMinute),
			'x-ratelimit-remaining': String(perMinute - calls.length),
		}),
	},
};

/** Counts calls, refuses those beyond the limit, and bans the persistent. */
export class RateLimiter {
	private readonly callers = new Map<string, Caller>();

	/** Counts one call and answers the headers that speak of it; throws if it is one too many. */
	admit(address: string, route: string, now: number, limit: RateLimit): Headers {
		const style = STYLES[limit.style ?? 'guide'];
		const caller = this.callerAt(style.key(address, route));
		if (now < caller.bannedUntil) throw style.refusal(418, caller.bannedUntil, now, limit);
		caller.calls = caller.calls.filter((at) => at > now - MINUTE_MS);
		if (caller.calls.length < limit.perMinute) {
			caller.calls.push(now);
			return style.headers(caller, limit);
		}
		countRefusal(caller, style, now, limit);
		throw style.refusal(429, (caller.calls[0] ?? now) + MINUTE_MS, now, limit);
	}

	clear(): void {
		this.callers.clear();
	}

	private callerAt(key: string): Caller {
		const known = this.callers.get(key);
		if (known !== undefined) return known;
		const caller: Caller = { calls: [], refused: 0, firstRefusedAt: 0, bannedUntil: 0 };
		this.callers.set(key, caller);
		return caller;
	}
}

function countRefusal(caller: Caller, style: Style, now: number, limit: RateLimit): void {
	const isOver = now >= style.banFrom(caller, now) + limit.banMs;
	if (caller.refused === 0 || isOver) {
		caller.refused = 0;
		caller.firstRefusedAt = now;
	}
	caller.refused++;
	if (caller.refused < limit.banAfter) return;
	caller.refused = 0;
	caller.bannedUntil = style.banFrom(caller, now) + limit.banMs;
}

function seconds(ms: number): string {
	return String(Math.max(1, Math.ceil(ms / 1000)));
}
