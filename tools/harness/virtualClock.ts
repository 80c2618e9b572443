import { AsyncLocalStorage } from 'node:async_hooks';
import { installPackageClock, type ReplaceableClock } from './bundle';
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

/** Work that time waits for. */
interface Walker {
	/** So many sleeps that it is in; it is awake without any. */
	sleeps: number;
}

export interface VirtualClockOptions {
	/** Unix time in milliseconds at the start. */
	start?: number;
	/** Whether something that the clock cannot see is still going on; HTTP requests it sees. */
	isBusy?: () => boolean;
}

/**
 * Time that moves only when everybody waits: the sleeper with the nearest deadline wakes as soon
 * as no HTTP request is in flight, all work that runs in step is asleep, and the event loop has
 * nothing left to do.
 */
export class VirtualClock implements ReplaceableClock {
	private time: number;
	/** By so much the machine's clock has been set. */
	private setBy = 0;
	private readonly sleepers: Sleeper[] = [];
	private readonly walkers = new Set<Walker>();
	private readonly walking = new AsyncLocalStorage<Walker | undefined>();
	private readonly isBusy: () => boolean;
	private driving = false;
	private held = 0;

	constructor({ start = Date.UTC(2025, 0, 1), isBusy = () => false }: VirtualClockOptions = {}) {
		this.time = start;
		this.isBusy = isBusy;
	}

	readonly now = (): number => this.time + this.setBy;

	readonly monotonic = (): number => this.time;

	/** Resolves `ms` later or when `signal` aborts; never rejects. */
	readonly sleep = async (ms: number, signal?: Signal): Promise<void> => {
		if (signal?.aborted) return;
		const wakeWalker = this.layDownWalker();
		await new Promise<void>((resolve) => {
			const sleeper = { deadline: this.time + Math.max(0, ms), wake: finish };
			const abort = () => {
				this.sleepers.splice(this.sleepers.indexOf(sleeper), 1);
				finish();
			};
			function finish() {
				signal?.removeEventListener('abort', abort);
				wakeWalker();
				resolve();
			}
			signal?.addEventListener('abort', abort, { once: true });
			this.add(sleeper);
		});
	};

	/**
	 * Time waits for this work: as long as it goes on, be it in a thread or a timer that nobody can
	 * see, time moves only while it sleeps. It may do one thing after another, or wait for several.
	 */
	async inStep<T>(work: () => Promise<T>): Promise<T> {
		const walker = { sleeps: 0 };
		this.walkers.add(walker);
		try {
			return await this.walking.run(walker, work);
		} finally {
			this.walkers.delete(walker);
		}
	}

	/** As `sleep`, for what happens beside the work that asks for it, which goes on meanwhile. */
	readonly later = async (ms: number): Promise<void> => {
		await this.walking.run(undefined, async () => await this.sleep(ms));
	};

	/**
	 * As `sleep`, for a server that keeps a client waiting: its open request does not count as
	 * something going on.
	 */
	readonly hold = async (ms: number, signal?: Signal): Promise<void> => {
		this.held += 1;
		await this.walking.run(undefined, async () => await this.sleep(ms, signal));
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

	private layDownWalker(): () => void {
		const walker = this.walking.getStore();
		if (walker === undefined) return () => {};
		walker.sleeps += 1;
		return () => {
			walker.sleeps -= 1;
		};
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

	/** Requests and work in step that go on. Who waits for a request that is held is awake, too. */
	private goingOn(): number {
		const awake = [...this.walkers].filter(({ sleeps }) => sleeps === 0).length;
		return Math.max(requestsInFlight(), awake);
	}

	private async quiet(): Promise<void> {
		let quiet = 0;
		let busy = 0;
		while (quiet < QUIET_ROUNDS) {
			const working = this.goingOn() > this.held || this.isBusy();
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
