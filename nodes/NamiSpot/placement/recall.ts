import { cameToNothing } from '../exchange/orderRow';
import { Failure, type FailureRecord } from '../exchange/reply/failure';
import type { Connection } from '../exchange/wire/request';
import { ordersOfAccount } from './accountOrders';
import { itemOf, placedEntry, type Entry, type OpenEntry, type Slot } from './entry';
import { confirmKeys } from './keys';
import type { OrderRun, PlacedOrder } from './orderRun';
import {
	isAbsent,
	NOT_LOOKED,
	RECONCILE_AT_MS,
	reconcile,
	withLooks,
	type OthersAmong,
} from './reconcile';
import { LOOK_BEFORE_REPEATING, nothingCameOf } from './settling';

const LOOK_NOW: readonly number[] = [0];
const LOOK_TIMEOUT_MS = 30_000;

/**
 * What an earlier try of this run, or the failed execution that is being retried, has settled for an
 * order of an item. Undefined if it may be sent. Depends on nothing that can have changed since, neither
 * fields nor credential nor a canceled execution: a placed order stays placed.
 *
 * @throws Failure when the order was refused, or when its outcome is still unknown
 */
export async function recallOrder(
	run: OrderRun,
	slot: Slot,
	othersAmong?: OthersAmong,
): Promise<PlacedOrder | undefined> {
	const entry = run.ledger.find(slot);
	if (entry === undefined) return undefined;
	if (entry.state === 'placed') {
		return { data: entry.data, isReconciled: entry.isReconciled === true };
	}
	if (entry.state === 'not_placed') {
		if (entry.maySucceedLater) return undefined;
		throw Failure.from(entry.failure);
	}
	const connection = await run.connection().catch(() => undefined);
	const account = run.ledger.accountOf(slot);
	// An equal order of another account is another one.
	const isAnothers = account !== undefined && account !== connection?.account;
	if (connection === undefined || isAnothers) throw Failure.from(earlierFailure(entry));
	return await lookForEarlierOrder(run, connection, slot, entry, othersAmong);
}

async function lookForEarlierOrder(
	run: OrderRun,
	connection: Connection,
	slot: Slot,
	entry: OpenEntry,
	othersAmong: OthersAmong | undefined,
): Promise<PlacedOrder | undefined> {
	const { ledger } = run;
	const account = ordersOfAccount(connection);
	account.remember(ledger, connection.account);
	const intent = account.reopen(entry);
	const found = await reconcile(connection, intent, {
		patience: entry.state === 'refused' ? 'until_absent' : 'until_found',
		schedule: entry.state === 'sending' ? RECONCILE_AT_MS : LOOK_NOW,
		timeout: LOOK_TIMEOUT_MS,
		othersAmong,
	}).catch(() => NOT_LOOKED);
	if (found.order !== undefined) {
		account.claim(intent, found.order);
		if (entry.state === 'refused') await confirmKeys(run, entry.keys);
		// An exit is judged where it is asked for: it may have been canceled since.
		if (slot === itemOf(slot) && cameToNothing(found.order)) {
			const failure = nothingCameOf(found.order, true);
			ledger.write(slot, { state: 'not_placed', failure, maySucceedLater: false });
			throw Failure.from(failure);
		}
		const data = account.asFound(found.order);
		ledger.write(slot, placedEntry(data, true));
		return { data, isReconciled: true };
	}
	if (entry.state === 'refused' && isAbsent(found)) {
		account.drop(intent);
		return undefined;
	}
	const known = withLooks(earlierFailure(entry), found);
	const failed: Entry =
		entry.state === 'refused'
			? { ...entry, failure: known }
			: { ...entry, state: 'unknown', failure: known };
	ledger.write(slot, failed);
	throw Failure.from(known);
}

function earlierFailure(entry: OpenEntry): FailureRecord {
	return entry.state === 'sending' ? INTERRUPTED : entry.failure;
}

const INTERRUPTED: FailureRecord = {
	facts: { outcome: 'unknown', reason: 'interrupted' },
	message: 'An earlier try was interrupted while it was placing this order',
	advice: LOOK_BEFORE_REPEATING,
};
