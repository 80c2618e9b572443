import { onAbort, type CancelSignal } from '../clock';

/** Calls that begin within so many milliseconds of each other share a timer. */
const SHARED_MS = 250;
/** Timers of Node.js take no more: beyond it, they go off at once. */
const LONGEST_TIMER_MS = 2_147_483_647;

/** Time ran out: a server that sends a byte now and then keeps every other timeout from going off. */
class DeadlineError extends Error {
	readonly code = 'ETIMEDOUT';
}

/** Calls whose time is over at the same moment. */
interface Batch {
	readonly key: string;
	readonly calls: Set<() => void>;
}

let newest: Batch | undefined;

/**
 * The outcome of a call, if it comes in time.
 *
 * @param ms at most `ms` and a quarter of a second of real time from now
 * @param canceled aborts when the execution is canceled
 * @param call is given a signal that aborts when time is up, or when the execution is canceled, so
 * that the connection is given up
 * @throws DeadlineError when it does not come in time, whatever becomes of the call
 */
export async function withinDeadline<T>(
	ms: number,
	canceled: CancelSignal | undefined,
	call: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
	const key = `${ms} ${Math.floor(performance.now() / SHARED_MS)}`;
	const { calls } = newest?.key === key ? newest : (newest = startBatch(key, ms));
	const controller = new AbortController();
	let expire = (): void => {};
	const expired = new Promise<never>((_, reject) => {
		expire = () => {
			controller.abort();
			reject(new DeadlineError('The time for an answer is over'));
		};
	});
	calls.add(expire);
	const stopWatching = onAbort(canceled, () => controller.abort());
	try {
		return await Promise.race([call(controller.signal), expired]);
	} finally {
		stopWatching();
		calls.delete(expire);
	}
}

function startBatch(key: string, ms: number): Batch {
	const calls = new Set<() => void>();
	const signal = AbortSignal.timeout(Math.min(ms + SHARED_MS, LONGEST_TIMER_MS));
	signal.addEventListener('abort', () => calls.forEach((expire) => expire()), { once: true });
	return { key, calls };
}
