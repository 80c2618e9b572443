import { HOUR_MS, MINUTE_MS } from '../clock';
import { CallWindow } from './callWindow';

/** So many refusals within an hour ban an address: the exchange's own limiter. */
const REFUSALS_THAT_BAN = 5;
const REFUSALS_THAT_HALVE_THE_PACE = 3;
/** While a refusal is so young, a call that is sent again may meet the same limit, or be sent a third time. */
const FRESH_MS = 10 * MINUTE_MS;

interface Route {
	/** Oldest first. */
	refusedAt: number[];
	/** What has left since the first of them. */
	readonly sent: CallWindow;
}

/**
 * The refusals of one host's limiter within the last hour, counted as it counts them: by method and
 * path. Times are those of the monotonic clock.
 */
export class Refusals {
	private readonly routes = new Map<string, Route>();

	/**
	 * Another refusal.
	 *
	 * @returns milliseconds for which one more would ban this address; 0 while it would not yet
	 */
	add(route: string, now: number): number {
		const known = this.of(route, now) ?? { refusedAt: [], sent: new CallWindow() };
		this.routes.set(route, known);
		known.refusedAt.push(now);
		const first = known.refusedAt[known.refusedAt.length - (REFUSALS_THAT_BAN - 1)];
		return first === undefined ? 0 : first + HOUR_MS - now;
	}

	sent(route: string, now: number): void {
		if (this.routes.size > 0) this.of(route, now)?.sent.add(now);
	}

	/** From the third refusal on, the pace of a route is halved. */
	hasHalvedPace(route: string, now: number): boolean {
		if (this.routes.size === 0) return false;
		return (this.of(route, now)?.refusedAt.length ?? 0) >= REFUSALS_THAT_HALVE_THE_PACE;
	}

	/** When the next call of a route may leave at half the pace of `most` in any minute. */
	freeAt(route: string, most: number, now: number): number {
		return this.of(route, now)?.sent.freeAt(Math.floor(most / 2), now) ?? now;
	}

	/**
	 * Whether a call that was just refused may be sent once more: not while another refusal is young,
	 * and not when so many are counted already that the pace is halved.
	 */
	mayResend(route: string, now: number): boolean {
		const refusedAt = this.of(route, now)?.refusedAt ?? [];
		const fresh = refusedAt.filter((at) => at + FRESH_MS > now);
		return fresh.length <= 1 && !this.hasHalvedPace(route, now);
	}

	private of(route: string, now: number): Route | undefined {
		const known = this.routes.get(route);
		if (known === undefined) return undefined;
		known.refusedAt = known.refusedAt.filter((at) => at + HOUR_MS > now);
		if (known.refusedAt.length > 0) return known;
		this.routes.delete(route);
		return undefined;
	}
}
