import { randomUUID } from 'node:crypto';
import type { IExecuteFunctions } from 'n8n-workflow';

import { clock, DAY_MS } from '../exchange/clock';
import { storeOf } from '../exchange/memory';
import { Failure } from '../exchange/reply/failure';
import { workflowIdOf } from './execution';
import { oneAtATime } from './oneAtATime';

/** Far more signals than can still be repeated: n8n keeps the newest so many of a node. */
const ENTRIES_REMEMBERED = 50_000;
const OPTIONS = { mode: 'entries', maxEntries: ENTRIES_REMEMBERED } as const;
/** Room for claims, so that a claim in a full row does not push the oldest key out of it. */
const WITH_CLAIMS = { mode: 'entries', maxEntries: ENTRIES_REMEMBERED + 1_000 } as const;

/**
 * n8n reads and writes the table's row of a node without a lock; in this process one after the
 * other is enough to lose nothing.
 */
async function onRow<T>(context: IExecuteFunctions, work: () => Promise<T>): Promise<T> {
	return await oneAtATime(rowOf(context), work);
}

function rowOf(context: IExecuteFunctions): string {
	return `keys of ${workflowIdOf(context)} ${context.getNode().name}`;
}

/**
 * Does the work of a signal when whatever was begun before under the same key is over. The same key in
 * another node is another signal.
 */
export async function oneAtATimeFor<T>(
	context: IExecuteFunctions,
	account: string,
	key: string,
	work: () => Promise<T>,
): Promise<T> {
	return await oneAtATime(`${rowOf(context)}: ${keptKey(context, account, key)}`, work);
}

/** Whether a key was taken before, or by this call. */
export type KeyState = 'new' | 'known';

/**
 * Remembers a key before its order is sent: in n8n's deduplication table, which outlives executions
 * and crashes, or, where there is no workflow to keep it by, in this process for 24 hours.
 *
 * @throws Failure when the table cannot be used
 */
export async function takeKey(context: IExecuteFunctions, key: string): Promise<KeyState> {
	if (workflowIdOf(context) === undefined) return takeInProcess(key);
	for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
		const taken = await takeInTable(context, key).catch(warning(context, TABLE_UNUSABLE));
		if (taken !== undefined) return taken;
		// Two workers that store the first key of a node at once: one of them is refused its row.
		await clock.sleep(SETTLE_MS, context.getExecutionCancelSignal?.());
	}
	throw unavailable();
}

function unavailable(): Failure {
	return new Failure(
		{ outcome: 'not_placed', reason: 'order_key_unavailable' },
		'The Signal ID could not be saved, so the order was not sent',
		'Save the workflow first: n8n keeps Signal IDs per workflow. If that does not help, check n8n’s log for database errors',
	);
}

/** Longer than another worker takes from reading the row to writing it. */
const SETTLE_MS = 500;
const CLAIMS = 5;
const ATTEMPTS = 3;

/**
 * Records a key together with a claim that nobody else has, and looks again once every writer that
 * had read the row before must have written it. What is still there then stays: the claim says that
 * the key is this order's. A claim that is gone while the key is there: another worker has the key.
 * The claim itself is removed as soon as it has told, so that only keys fill the row.
 */
async function takeInTable(context: IExecuteFunctions, key: string): Promise<KeyState | undefined> {
	const mine = `${key} ${randomUUID()}`;
	try {
		for (let attempt = 0; attempt < CLAIMS; attempt += 1) {
			const found = await onRow(
				context,
				async () => await context.helpers.checkProcessedAndRecord([key, mine], 'node', WITH_CLAIMS),
			);
			if (found.processed.includes(mine)) return 'new';
			if (found.processed.includes(key)) return 'known';
			await clock.sleep(SETTLE_MS, context.getExecutionCancelSignal?.());
		}
		return undefined;
	} finally {
		await remove(context, mine);
	}
}

/**
 * Makes sure that a key is still there after its order was placed: another worker that wrote at the
 * same moment may have overwritten it.
 */
export async function confirmKey(context: IExecuteFunctions, key: string): Promise<void> {
	if (workflowIdOf(context) === undefined) {
		takeInProcess(key);
		return;
	}
	await onRow(
		context,
		async () => await context.helpers.checkProcessedAndRecord([key], 'node', OPTIONS),
	).catch(warning(context, 'A Signal ID could not be confirmed after its order was placed'));
}

/**
 * Which of some keys are remembered; none of them is afterwards that was not before.
 *
 * @throws Failure when the table cannot be used
 */
export async function knownKeys(
	context: IExecuteFunctions,
	keys: readonly string[],
): Promise<ReadonlySet<string>> {
	if (workflowIdOf(context) === undefined) {
		return new Set(keys.filter((key) => keysOfProcess('').has(key)));
	}
	return await onRow(context, async () => {
		const { helpers } = context;
		// Room for all of them, so that a question to a full row pushes no key out of it.
		const options = { ...OPTIONS, maxEntries: WITH_CLAIMS.maxEntries + keys.length };
		const found = await helpers.checkProcessedAndRecord([...keys], 'node', options);
		if (found.new.length > 0) await helpers.removeProcessed(found.new, 'node', OPTIONS);
		return new Set(found.processed.map(String));
	}).catch((caught: unknown) => {
		warning(context, TABLE_UNUSABLE)(caught);
		throw unavailable();
	});
}

/** A key as it is remembered: where n8n has no workflow to keep it by, it is the account's. */
export function keptKey(context: IExecuteFunctions, account: string, key: string): string {
	return workflowIdOf(context) === undefined ? `${account} ${key}` : key;
}

/** Lets a key be used again, because its order is proven not to be placed. */
export async function releaseKey(context: IExecuteFunctions, key: string): Promise<void> {
	keysOfProcess('').delete(key);
	if (workflowIdOf(context) !== undefined) await remove(context, key);
}

async function remove(context: IExecuteFunctions, key: string): Promise<void> {
	await onRow(
		context,
		async () => await context.helpers.removeProcessed([key], 'node', OPTIONS),
	).catch(warning(context, 'A Signal ID could not be released after its order was not placed'));
}

const KEPT_IN_PROCESS_MS = DAY_MS;
/** By key, when it was taken, by the monotonic clock. */
const keysOfProcess = storeOf(() => new Map<string, number>());

function takeInProcess(key: string): KeyState {
	const keys = keysOfProcess('');
	const now = clock.monotonic();
	for (const [other, takenAt] of keys) {
		if (now - takenAt <= KEPT_IN_PROCESS_MS) break;
		keys.delete(other);
	}
	if (keys.has(key)) return 'known';
	keys.set(key, now);
	return 'new';
}

const TABLE_UNUSABLE = 'n8n’s deduplication table could not be used for a Signal ID';

function warning(context: IExecuteFunctions, sentence: string): (caught: unknown) => undefined {
	return (caught) => {
		const cause = caught instanceof Error ? caught.message : String(caught);
		context.logger.warn(sentence, { cause });
	};
}
