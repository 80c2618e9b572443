import { MINUTE_MS } from '../clock';

/** A minute, and a bit: calls take different times to arrive, and two that left 60 s apart may arrive closer. */
export const SPAN_MS = MINUTE_MS + 1_000;
/**
 * The second half of a minute's calls leaves over so long a time: who calls at once and one after
 * another then never waits a whole minute for the next turn, and the exchange sees no flood.
 */
const SECOND_HALF_MS = 2_000;

/** The times at which calls of the last minute left, oldest first, by the monotonic clock. */
export class CallWindow {
	private times: number[] = [];

	private oldest = 0;

	add(now: number): void {
		this.forget(now);
		this.times.push(now);
	}

	/** How many calls have left in the last minute. */
	count(now: number): number {
		this.forget(now);
		return this.times.length - this.oldest;
	}

	/** When the next call may leave, `now` at the earliest, if there may be `most` in any minute. */
	freeAt(most: number, now: number): number {
		const { length } = this.times;
		const allowed = Math.max(1, most);
		const full = this.freedAt(length - allowed);
		const half = this.freedAt(length - Math.ceil(allowed / 2));
		const at = Math.max(now, full);
		if (half <= at) return at;
		return Math.max(at, (this.times[length - 1] ?? at) + (2 * SECOND_HALF_MS) / allowed);
	}

	/** As `freeAt`, about, for a call that has so many others before it. */
	nthFreeAt(before: number, most: number, now: number): number {
		const allowed = Math.max(1, most);
		const full = this.freedAt(this.times.length - allowed + (before % allowed));
		return Math.max(this.freeAt(most, now), full) + Math.floor(before / allowed) * SPAN_MS;
	}

	private freedAt(index: number): number {
		const time = index < this.oldest ? undefined : this.times[index];
		return time === undefined ? -Infinity : time + SPAN_MS;
	}

	private forget(now: number): void {
		while ((this.times[this.oldest] ?? Infinity) + SPAN_MS <= now) this.oldest += 1;
		if (this.oldest < 1024 || this.oldest * 2 < this.times.length) return;
		this.times = this.times.slice(this.oldest);
		this.oldest = 0;
	}
}
