import { CallWindow } from './callWindow';
import type { Limits } from './limits';
import { byPurpose, type Purpose } from './pacedCall';

/** How much of a minute's calls may be used up when a call leaves: what is more important finds room. */
const SHARES: Readonly<Record<Purpose, number>> = {
	lookup: 1,
	cancel: 0.9,
	order: 0.8,
	read: 0.7,
	catchUp: 0.5,
};
const READS: ReadonlySet<Purpose> = new Set(['read', 'catchUp']);

/** How many calls come before one: of its own purpose, and of more important ones. */
export interface CallsBefore {
	readonly own: number;
	readonly others: number;
}

/**
 * What is left of a minute's calls to one host, for each purpose: under the lowest limit in force, as
 * much as its share allows; the whole for a purpose that had none of the last minute's calls. Times
 * are those of the monotonic clock.
 */
export class Allowance {
	private readonly sent = new CallWindow();

	private readonly sentFor = byPurpose(() => new CallWindow());

	constructor(private readonly limits: Limits) {}

	use(purpose: Purpose, now: number): void {
		this.sent.add(now);
		this.sentFor[purpose].add(now);
	}

	/** Whether a purpose had none of the last minute's calls. */
	isNeglected(purpose: Purpose, now: number): boolean {
		return this.sentFor[purpose].count(now) === 0;
	}

	/** How many calls there may be in any minute for one of a purpose to leave. */
	most(purpose: Purpose, now: number): number {
		const share = this.isNeglected(purpose, now) ? 1 : SHARES[purpose];
		return Math.floor(this.limits.lowest(now) * share);
	}

	/** When the next call of a purpose may leave, `now` at the earliest. */
	freeAt(purpose: Purpose, now: number): number {
		return this.sent.freeAt(this.most(purpose, now), now);
	}

	/** The same, about, for a call that has others before it. */
	freeAfter({ own, others }: CallsBefore, purpose: Purpose, now: number): number {
		const at = this.sent.nthFreeAt(own + others, this.most(purpose, now), now);
		if (own > 0) return at;
		const neglectedAt = this.sentFor[purpose].freeAt(1, now);
		return Math.min(at, this.sent.freeAt(this.limits.lowest(now), neglectedAt));
	}

	/** Why a call of a purpose has to wait, to go on a sentence with. */
	whyFull(purpose: Purpose, now: number): string {
		const why = ` so that no more than ${this.limits.lowest(now)} calls a minute reach the exchange`;
		const reads = this.sentFor.read.count(now) + this.sentFor.catchUp.count(now);
		return READS.has(purpose) || reads === 0
			? why
			: `${why}; ${reads} of the last minute’s ${this.sent.count(now)} calls were reads`;
	}
}
