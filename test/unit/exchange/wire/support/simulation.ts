import { onAbort, type CancelSignal } from '../../../../../nodes/NamiSpot/exchange/clock';

interface Sleeper {
	readonly at: number;
	readonly nth: number;
	readonly wake: () => void;
}

/** A clock for very many sleepers: the next one wakes as soon as all others have done their work. */
export class SimulatedClock {
	private time = 0;
	private count = 0;
	private readonly heap: Sleeper[] = [];

	readonly now = (): number => this.time;

	readonly monotonic = (): number => this.time;

	readonly sleep = async (ms: number, signal?: CancelSignal): Promise<void> => {
		if (signal?.aborted === true) return;
		await new Promise<void>((resolve) => {
			const stop = onAbort(signal, resolve);
			const wake = () => {
				stop();
				resolve();
			};
			this.push({ at: this.time + Math.max(0, ms), nth: (this.count += 1), wake });
		});
	};

	/** Lets time pass until the work is done. */
	async run(work: Promise<unknown>): Promise<void> {
		let isOver = false;
		const over = work.finally(() => {
			isOver = true;
		});
		while (!isOver) {
			await new Promise(setImmediate);
			const next = this.pop();
			if (next === undefined) continue;
			this.time = Math.max(this.time, next.at);
			next.wake();
		}
		await over;
	}

	private push(sleeper: Sleeper): void {
		const { heap } = this;
		let at = heap.push(sleeper) - 1;
		while (at > 0) {
			const above = (at - 1) >> 1;
			if (!isBefore(heap[at], heap[above])) return;
			this.swap(at, above);
			at = above;
		}
	}

	private pop(): Sleeper | undefined {
		const { heap } = this;
		this.swap(0, heap.length - 1);
		const first = heap.pop();
		for (let at = 0; ;) {
			const [left, right] = [2 * at + 1, 2 * at + 2];
			const below = isBefore(heap[right], heap[left]) ? right : left;
			if (!isBefore(heap[below], heap[at])) return first;
			this.swap(at, below);
			at = below;
		}
	}

	private swap(a: number, b: number): void {
		const [one, other] = [this.heap[a], this.heap[b]];
		if (one === undefined || other === undefined) return;
		this.heap[a] = other;
		this.heap[b] = one;
	}
}

function isBefore(a: Sleeper | undefined, b: Sleeper | undefined): boolean {
	if (a === undefined || b === undefined) return false;
	return a.at < b.at || (a.at === b.at && a.nth < b.nth);
}

/** Repeatable numbers from 0 up to 1, from a seed (mulberry32). */
export function randomFrom(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let t = Math.imul(state ^ (state >>> 15), 1 | state);
		t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
		return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
	};
}
