import { sendCancellations, type CancelOptions, type OrderName } from '../exchange/api/cancelOrder';
import { ordersOf } from '../exchange/orderRow';
import { Failure, type FailureRecord } from '../exchange/reply/failure';
import type { Connection } from '../exchange/wire/request';
import { cancelOrder } from './cancelOrder';
import { GONE, PASSED_OVER } from './doubt';
import {
	doubtAfter,
	noteReleased,
	noteWithdrawn,
	settleVerdict,
	type CancelResult,
	type CancelResults,
} from './settle';

export interface CancelManyOptions extends CancelOptions {
	/** Whether the orders were just taken from the exchange's own list of open ones. */
	readonly wereOpen: boolean;
}

/** The exchange names no limit; a request of so many stays small, and so does what one lost answer leaves in doubt. */
const MOST_IN_A_REQUEST = 50;

const NOT_NAMED: FailureRecord = {
	facts: { outcome: 'not_canceled', reason: 'refused' },
	message: 'The exchange did not name the order among those it canceled',
	advice: 'Cancel it again, or use Cancel for this order alone to see the cause',
};

/**
 * Cancels orders, many with one request (`DELETE /api/v4/spot/all_order`), and says of each what
 * became of it, in the order in which they were given. That endpoint takes ids as numbers, so an
 * id that a number cannot hold goes by the one for single orders, which takes text.
 */
export async function cancelOrders(
	connection: Connection,
	names: readonly OrderName[],
	options: CancelManyOptions,
): Promise<CancelResult[]> {
	const results = new Map<OrderName, CancelResult>();
	const batch = names.filter(({ displayingId }) => Number.isSafeInteger(Number(displayingId)));
	for (let start = 0; start < batch.length; start += MOST_IN_A_REQUEST) {
		const part = batch.slice(start, start + MOST_IN_A_REQUEST);
		for (const [name, result] of await cancelBatch(connection, part, options)) {
			results.set(name, result);
		}
	}
	noteReleased(connection, [...results.values()]);
	for (const name of names) {
		if (results.has(name)) continue;
		results.set(name, await cancelOrder(connection, name, options));
	}
	noteWithdrawn(connection, [...results.values()]);
	return names.flatMap((name) => results.get(name) ?? []);
}

async function cancelBatch(
	connection: Connection,
	names: readonly OrderName[],
	options: CancelManyOptions,
	isSecondTime = false,
): Promise<CancelResults> {
	const verdict = await sendCancellations(connection, names, options);
	const results = await settleVerdict(connection, names, verdict, {
		returnedIn: ordersOf,
		notReturned: NOT_NAMED,
		notReturnedIs: options.wereOpen ? PASSED_OVER : GONE,
		timeout: options.timeout,
	});
	if (isSecondTime || doubtAfter(verdict) !== GONE) return results;
	return await cancelTheRest(connection, results, options);
}

/** One order that is gone may have made the exchange refuse all: those that are still open go again. */
async function cancelTheRest(
	connection: Connection,
	results: CancelResults,
	options: CancelManyOptions,
): Promise<CancelResults> {
	const open = [...results].flatMap(([name, result]) =>
		result instanceof Failure && result.facts.isOpen === true ? [name] : [],
	);
	if (open.length === 0) return results;
	return new Map([...results, ...(await cancelBatch(connection, open, options, true))]);
}
