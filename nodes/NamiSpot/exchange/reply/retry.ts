import type { Evidence } from './evidence';

/** Pauses in milliseconds before the same request goes out again, where that can do no harm. */
export const TRY_AGAIN_AFTER_MS: readonly number[] = [1_000, 3_000];
const LONGEST_RETRY_AFTER_MS = 30_000;

/**
 * How long to wait before trying again: the pause, or longer if the exchange asks for it. Undefined
 * if it asks for more than is worth waiting for.
 */
export function waitBefore(pause: number, { retryAfterMs = 0 }: Evidence): number | undefined {
	return retryAfterMs > LONGEST_RETRY_AFTER_MS ? undefined : Math.max(retryAfterMs, pause);
}
