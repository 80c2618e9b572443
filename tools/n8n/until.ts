import { setTimeout as pause } from 'node:timers/promises';

const POLL_MS = 150;

/**
 * Waits until an attempt gives a value.
 *
 * @throws Error saying what was awaited, for how long, and why the last attempt failed
 */
export async function until<T>(
	what: string,
	attempt: () => Promise<T | undefined> | T | undefined,
	timeoutMs = 60_000,
): Promise<T> {
	const deadline = Date.now() + timeoutMs;
	let reason = '';
	do {
		try {
			const value = await attempt();
			if (value !== undefined) return value;
		} catch (failed) {
			reason = `: ${failed instanceof Error ? failed.message : String(failed)}`;
		}
		await pause(POLL_MS);
	} while (Date.now() < deadline);
	throw new Error(`Waited ${timeoutMs / 1000} s in vain for ${what}${reason}`);
}

/** True or nothing, as `until` wants it. */
export function met(condition: boolean): true | undefined {
	return condition || undefined;
}
