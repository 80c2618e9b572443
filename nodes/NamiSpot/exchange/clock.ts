import { sleep } from 'n8n-workflow';

/** Milliseconds, as all times here. */
export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

/** How far the exchange's clock may be ahead of this machine's, or behind: wider than a signature check may let through. */
export const CLOCK_MARGIN_MS = 10 * MINUTE_MS;

/** The part of an AbortSignal that waiting needs; n8n hands one to every execution. */
export type CancelSignal = Pick<
	AbortSignal,
	'aborted' | 'addEventListener' | 'removeEventListener'
>;

/**
 * The only source of time. Everything that waits or dates something goes through it, so that a
 * test can put another clock in its place.
 */
export const clock = {
	/** Unix time in milliseconds. */
	now: (): number => Date.now(),

	/**
	 * Milliseconds since some moment in the past, for intervals: unlike `now`, it never goes back and
	 * does not jump when somebody sets this machine's clock.
	 */
	monotonic: (): number => performance.now(),

	/** Waits `ms` milliseconds, or until `signal` aborts; never throws: look at `signal.aborted`. */
	sleep: async (ms: number, signal?: CancelSignal): Promise<void> => {
		if (signal === undefined) return await sleep(ms);
		if (signal.aborted) return;
		await untilCanceled(sleep(ms), signal);
	},
};

/** Waits for `work` or until `signal` aborts, whichever comes first; undefined then, while the work goes on. */
export async function untilCanceled<T>(
	work: Promise<T>,
	signal: CancelSignal | undefined,
): Promise<T | undefined> {
	let stopWatching = (): void => {};
	const canceled = new Promise<undefined>((resolve) => {
		stopWatching = onAbort(signal, () => resolve(undefined));
	});
	try {
		return await Promise.race([work, canceled]);
	} finally {
		stopWatching();
	}
}

/** Calls `act` when `signal` aborts, until the returned function is called. */
export function onAbort(signal: CancelSignal | undefined, act: () => void): () => void {
	signal?.addEventListener('abort', act, { once: true });
	return () => signal?.removeEventListener('abort', act);
}

/**
 * Whether a time, in Unix milliseconds of this machine, is at most `ms` ago. One that is yet to come is
 * not: the clock was set back since, and nobody knows how long ago it was.
 */
export function isWithin(ms: number, time: number): boolean {
	const passed = clock.now() - time;
	return passed >= 0 && passed <= ms;
}

/** Unix milliseconds as ISO text. */
export function isoTime(ms: number): string {
	return new Date(ms).toISOString();
}
