import { claims } from './claims';
import { failureOf, type Desk, type PlacedOrder } from './desk';
import {
	placedEntry,
	type Entry,
	type Ledger,
	type RecordedFailure,
	type SentOrder,
} from './ledger';
import { LOOK_BEFORE_REPEATING } from '../exchange/reply/verdict';
import { isAbsent, NOT_LOOKED, RECONCILE_AT_MS, reconcile, withLooks } from './reconcile';

const LOOK_NOW: readonly number[] = [0];
const LOOK_TIMEOUT_MS = 30_000;

/** What recalling needs of a run; the desk, which needs the credential, only for looking. */
export interface Recall {
	readonly ledger: Ledger;
	desk(): Promise<Desk>;
}

/**
 * What an earlier try of this run, or the failed execution that is being retried, has settled for an
 * item. Undefined if its order may be sent. Depends on nothing that can have changed since, neither
 * fields nor credential nor a canceled execution: a placed order stays placed.
 *
 * @throws Failure when the order was refused, or when its outcome is still unknown
 */
export async function recallOrder(run: Recall, item: number): Promise<PlacedOrder | undefined> {
	const entry = run.ledger.find(item);
	if (entry === undefined) return undefined;
	if (entry.state === 'placed') {
		return { data: entry.data, isReconciled: entry.isReconciled === true };
	}
	if (entry.state === 'not_placed') {
		if (entry.maySucceedLater) return undefined;
		throw failureOf(entry.failure);
	}
	const desk = await run.desk().catch(() => undefined);
	if (desk === undefined) throw failureOf(earlierFailure(entry));
	return await lookForEarlierOrder(desk, item, entry);
}

async function lookForEarlierOrder(
	desk: Desk,
	item: number,
	entry: Extract<Entry, SentOrder>,
): Promise<PlacedOrder | undefined> {
	const intent = claims.reopen(desk.connection.host, { ...entry, id: entry.intentId });
	const found = await reconcile(desk.connection, intent, {
		patience: entry.state === 'refused' ? 'until_absent' : 'until_found',
		schedule: entry.state === 'sending' ? RECONCILE_AT_MS : LOOK_NOW,
		timeout: LOOK_TIMEOUT_MS,
	}).catch(() => NOT_LOOKED);
	if (found.order !== undefined) {
		desk.ledger.write(item, placedEntry(found.order, true));
		return { data: found.order, isReconciled: true };
	}
	if (entry.state === 'refused' && isAbsent(found)) {
		claims.drop(intent);
		return undefined;
	}
	const known = withLooks(earlierFailure(entry), found);
	const state = entry.state === 'refused' ? 'refused' : 'unknown';
	desk.ledger.write(item, { ...entry, state, failure: known });
	desk.heldUpBy ??= item;
	throw failureOf(known);
}

function earlierFailure(entry: Extract<Entry, SentOrder>): RecordedFailure {
	return entry.state === 'sending' ? INTERRUPTED : entry.failure;
}

const INTERRUPTED: RecordedFailure = {
	facts: { outcome: 'unknown', reason: 'interrupted' },
	message: 'An earlier try was cut off while it was placing this order',
	advice: LOOK_BEFORE_REPEATING,
};
