import type { IDataObject } from 'n8n-workflow';

import { sendCancellations, type CancelOptions, type OrderName } from '../exchange/api/cancelOrder';
import { orderIdOf, ordersOf } from '../exchange/orderRow';
import { Failure, type FailureRecord } from '../exchange/reply/failure';
import type { Connection } from '../exchange/wire/request';
import { cancelOrder } from './cancelOrder';
import { GONE, PASSED_OVER, UNANSWERED, type Doubt } from './doubt';
import {
	answered,
	doubtAfter,
	notCanceled,
	noteReleased,
	settleByLooking,
	STILL_SHOWN_OPEN,
	troubleOf,
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
	return names.flatMap((name) => results.get(name) ?? []);
}

async function cancelBatch(
	connection: Connection,
	names: readonly OrderName[],
	options: CancelManyOptions,
	isSecondTime = false,
): Promise<CancelResults> {
	const verdict = await sendCancellations(connection, names, options);
	const { judgement } = verdict;
	const returned = judgement?.kind === 'ok' ? ordersOf(judgement.data) : undefined;
	if (returned !== undefined) return await settleReturned(connection, names, returned, options);

	const trouble = judgement?.kind === 'ok' ? NOT_NAMED : troubleOf(verdict);
	const doubt = judgement?.kind === 'ok' ? UNANSWERED : doubtAfter(verdict);
	if (doubt === undefined) return new Map(names.map((name) => [name, notCanceled(name, trouble)]));
	const results = await settleByLooking(connection, names, doubt, trouble, options.timeout);
	if (doubt !== GONE || isSecondTime) return results;
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

async function settleReturned(
	connection: Connection,
	names: readonly OrderName[],
	returned: readonly IDataObject[],
	{ wereOpen, timeout }: CancelManyOptions,
): Promise<CancelResults> {
	const byId = new Map(returned.map((order) => [orderIdOf(order), order]));
	const results = new Map<OrderName, CancelResult>();
	for (const name of names) {
		const order = byId.get(name.displayingId);
		const result = order && answered(name, order);
		if (result !== undefined) results.set(name, result);
	}
	const unsettled = names.filter((name) => !results.has(name));
	const named = unsettled.filter(({ displayingId }) => byId.has(displayingId));
	const notNamed = unsettled.filter(({ displayingId }) => !byId.has(displayingId));
	const settle = async (rest: OrderName[], doubt: Doubt, trouble: FailureRecord) =>
		await settleByLooking(connection, rest, doubt, trouble, timeout);
	return new Map([
		...results,
		...(await settle(named, UNANSWERED, STILL_SHOWN_OPEN)),
		...(await settle(notNamed, wereOpen ? PASSED_OVER : GONE, NOT_NAMED)),
	]);
}
