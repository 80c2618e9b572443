import { SPAN_MS } from './callWindow';

interface CallLimit {
	readonly waiting: number;
	readonly askedAt: number;
}

/**
 * The limits in force on one host. Credentials that share it may state different ones, but the
 * exchange counts them together, so the lowest holds for all, for as long as calls made under it count: were each caller held to its own, those
 * with a higher one would keep the others waiting for ever. Times are those of the monotonic clock.
 */
export class Limits {
	private readonly limits = new Map<number, CallLimit>();

	/** A caller asks for its turn under a limit; with `change`, it has begun (1) or ceased (-1) to wait. */
	ask(limit: number, now: number, change: 1 | 0 | -1 = 0): void {
		const waiting = (this.limits.get(limit)?.waiting ?? 0) + change;
		this.limits.set(limit, { waiting, askedAt: now });
	}

	lowest(now: number): number {
		let lowest = Infinity;
		for (const [limit, { waiting, askedAt }] of this.limits) {
			if (waiting === 0 && askedAt + SPAN_MS <= now) this.limits.delete(limit);
			else lowest = Math.min(lowest, limit);
		}
		return lowest;
	}

	/** When the lowest limit may cease to hold; Infinity while somebody waits under it, or it is the only one. */
	nextChange(now: number): number {
		const known = this.limits.get(this.lowest(now));
		return known === undefined || known.waiting > 0 || this.limits.size === 1
			? Infinity
			: known.askedAt + SPAN_MS;
	}
}
