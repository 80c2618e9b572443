import { installPackageClock, type ReplaceableClock } from './bundle';
import { isAnythingOutOfSight } from './outOfSight';
import { requestsInFlight } from './requestsInFlight';

/** Tests may fake the timers; the clock needs the real ones. */
const { setImmediate: nextRound, setTimeout: afterRealTime } = globalThis;

/** Rounds of the event loop without anything to do, after which nothing will happen by itself. */
const QUIET_ROUNDS = 8;

/** After so many busy rounds in a row somebody waits for real time: stop spinning. */
const SPINNING_ROUNDS = 200;

type Signal = Pick<AbortSignal, 'aborted' | 'addEventListener' | 'removeEventListener'>;

interface Sleeper {
	deadline: number;
	wake: () => void;
}

export interface VirtualClockOptions {
	/** Unix time in milliseconds at the start. */
	start?: number;
}

/**
 * Time that moves only when everybody waits: the sleeper with the nearest deadline wakes as soon
 * as no HTTP request is in flight, the engine is not at work between nodes, and the event loop has
 * nothing left to do. Who waits for what somebody else has begun holds nobody up.
 */
export class VirtualClock implements ReplaceableClock {
	private time: number;
	/** By so much the machine's clock has been set. */
	private setBy = 0;
	private readonly sleepers: Sleeper[] = [];
	private driving = false;
	private held = 0;

	constructor({ start = Date.UTC(2025, 0, 1) }: VirtualClockOptions = {}) {
		this.time = start;
	}

	readonly now = (): number => this.time + this.setBy;

	readonly monotonic = (): number => this.time;

	/** Resolves `ms` later or when `signal` aborts; never rejects. */
	readonly sleep = async (ms: number, signal?: Signal): Promise<void> => {
		if (signal?.aborted) return;
		await new Promise<void>((resolve) => {
			const sleeper = { deadline: this.time + Math.max(0, ms), wake: finish };
			const abort = () => {
				this.sleepers.splice(this.sleepers.indexOf(sleeper), 1);
				finish();
			};
			function finish() {
				signal?.removeEventListener('abort', abort);
				resolve();
			}
			signal?.addEventListener('abort', abort, { once: true });
			this.add(sleeper);
		});
	};

	/**
	 * As `sleep`, for a server that keeps a client waiting: its open request does not count as
	 * something going on.
	 */
	readonly hold = async (ms: number, signal?: Signal): Promise<void> => {
		this.held += 1;
		await this.sleep(ms, signal);
		this.held -= 1;
	};

	/** Lets time pass without waiting, as when a computer sleeps. */
	jump(ms: number): void {
		this.time += ms;
	}

	/** Sets the machine's clock, forward or back: no time passes by that. */
	set(ms: number): void {
		this.setBy += ms;
	}

	private add(sleeper: Sleeper): void {
		const next = this.sleepers.findIndex(({ deadline }) => deadline > sleeper.deadline);
		this.sleepers.splice(next === -1 ? this.sleepers.length : next, 0, sleeper);
		if (!this.driving) void this.drive();
	}

	private async drive(): Promise<void> {
		this.driving = true;
		while (this.sleepers.length > 0) {
			await this.quiet();
			const next = this.sleepers.shift();
			this.time = Math.max(this.time, next?.deadline ?? this.time);
			next?.wake();
		}
		this.driving = false;
	}

	private async quiet(): Promise<void> {
		let quiet = 0;
		let busy = 0;
		while (quiet < QUIET_ROUNDS) {
			const working = requestsInFlight() > this.held || isAnythingOutOfSight();
			quiet = working ? 0 : quiet + 1;
			busy = working ? busy + 1 : 0;
			await new Promise<void>((resolve) => {
				if (busy > SPINNING_ROUNDS) afterRealTime(resolve, 1);
				else nextRound(resolve);
			});
		}
	}
}

/** Puts another clock into the compiled package, or into `target`; call the answer to put the old one back. */
export function installClock(
	{ now, monotonic, sleep }: ReplaceableClock,
	target?: ReplaceableClock,
): () => void {
	if (target === undefined) return installPackageClock({ now, monotonic, sleep });
	const before = { ...target };
	Object.assign(target, { now, monotonic, sleep });
	return () => {
		Object.assign(target, before);
	};
}
