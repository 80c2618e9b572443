import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';

/**
 * The next message of a child.
 *
 * @throws Error when the child ends without one
 */
export async function nextMessage<T>(child: ChildProcess): Promise<T> {
	const waiting = new AbortController();
	try {
		return await Promise.race([
			message<T>(child, waiting.signal),
			endWithoutMessage(child, waiting.signal),
		]);
	} finally {
		waiting.abort();
	}
}

async function message<T>(child: ChildProcess, signal: AbortSignal): Promise<T> {
	const [received] = (await once(child, 'message', { signal })) as [T];
	return received;
}

async function endWithoutMessage(child: ChildProcess, signal: AbortSignal): Promise<never> {
	if (child.exitCode === null && child.signalCode === null) await once(child, 'exit', { signal });
	const how = child.signalCode ?? `exit code ${child.exitCode}`;
	throw new Error(`${child.spawnargs.join(' ')} ended without an answer (${how})`);
}
