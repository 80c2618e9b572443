import { randomUUID } from 'node:crypto';
import type { IExecuteFunctions } from 'n8n-workflow';

import { clock } from '../exchange/clock';
import { Failure } from '../exchange/reply/failure';

/** Two for each order, its key and its claim: far more signals than can still be repeated. */
const ENTRIES_REMEMBERED = 50_000;
const OPTIONS = { mode: 'entries', maxEntries: ENTRIES_REMEMBERED } as const;

/**
 * n8n reads and writes the table's row of a node without a lock; in this process one after the
 * other is enough to lose nothing.
 */
let turn: Promise<unknown> = Promise.resolve();

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
	const mine = turn.then(work);
	turn = mine.catch(() => undefined);
	return await mine;
}

/**
 * Remembers an Order Key before its order is sent, in n8n's deduplication table, which outlives
 * executions and crashes.
 *
 * @throws Failure when an order with this key was sent before, or the table cannot be used
 */
export async function rememberOrderKey(context: IExecuteFunctions, key: string): Promise<void> {
	const known = await claim(context, key).catch((caught: unknown) => {
		warn(context, 'n8n’s deduplication table could not be used for an Order Key', caught);
		return 'unavailable' as const;
	});
	if (known === 'new') return;
	throw known === 'unavailable' ? keyUnavailable(key) : duplicateKey(key);
}

/** Longer than another worker takes from reading the row to writing it. */
const SETTLE_MS = 500;
const CLAIMS = 5;

/**
 * Records a key together with a claim that nobody else has, and looks again once every writer that
 * had read the row before must have written it. What is still there then stays: the claim says that
 * the key is this order's. A claim that is gone while the key is there: another worker has the key.
 */
async function claim(
	context: IExecuteFunctions,
	key: string,
): Promise<'new' | 'known' | 'unavailable'> {
	const mine = `${key} ${randomUUID()}`;
	for (let attempt = 0; attempt < CLAIMS; attempt += 1) {
		const found = await inTurn(
			async () => await context.helpers.checkProcessedAndRecord([key, mine], 'node', OPTIONS),
		);
		const isMine = found.processed.includes(mine);
		if (isMine) return 'new';
		if (found.processed.includes(key)) return 'known';
		await clock.sleep(SETTLE_MS, context.getExecutionCancelSignal?.());
	}
	return 'unavailable';
}

function keyUnavailable(orderKey: string): Failure {
	return new Failure(
		{ outcome: 'not_placed', reason: 'order_key_unavailable', orderKey },
		'The Order Key could not be remembered, so the order was not sent',
		'Save the workflow first, since n8n keeps keys by workflow; if that does not help, look at n8n’s log for its database',
	);
}

function duplicateKey(orderKey: string): Failure {
	return new Failure(
		{ outcome: 'not_placed', reason: 'duplicate_order_key', orderKey },
		`An order with the Order Key “${orderKey}” was sent before, so this one was not`,
		'Nothing is to be done if the signal came twice; if the earlier execution was cut off, look for its order on the exchange, and use another key to place a new one',
	);
}

/**
 * Makes sure that a key is still there after its order was placed: another worker that wrote at the
 * same moment may have overwritten it.
 */
export async function confirmOrderKey(context: IExecuteFunctions, key: string): Promise<void> {
	await inTurn(
		async () => await context.helpers.checkProcessedAndRecord([key], 'node', OPTIONS),
	).catch((caught: unknown) => {
		warn(context, 'An Order Key could not be confirmed after its order was placed', caught);
	});
}

/** Lets a key be used again, because its order is proven not to be placed. */
export async function releaseOrderKey(context: IExecuteFunctions, key: string): Promise<void> {
	await inTurn(async () => await context.helpers.removeProcessed([key], 'node', OPTIONS)).catch(
		(caught: unknown) => {
			warn(context, 'An Order Key could not be released after its order was not placed', caught);
		},
	);
}

function warn(context: IExecuteFunctions, sentence: string, caught: unknown): void {
	const cause = caught instanceof Error ? caught.message : String(caught);
	context.logger.warn(sentence, { cause });
}
