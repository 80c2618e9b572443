import { sendCancellation, type CancelOptions, type OrderName } from '../exchange/api/cancelOrder';
import { hasOrderId } from '../exchange/orderRow';
import type { FailureRecord } from '../exchange/reply/failure';
import type { Connection } from '../exchange/wire/request';
import { UNANSWERED } from './doubt';
import {
	MAY_BE_REPEATED,
	notCanceled,
	noteReleased,
	settleVerdict,
	type CancelResult,
} from './settle';

/** It says "ok", but of what it did there is nothing. */
const NOT_RETURNED: FailureRecord = {
	facts: { outcome: 'not_canceled', reason: 'unreadable_answer' },
	message: 'The exchange accepted the cancellation, but did not return the order',
	advice: MAY_BE_REPEATED,
};

/**
 * Cancels one order. Where the answer does not settle what became of it, the exchange's lists do;
 * where they do not either, the result is a Failure.
 */
export async function cancelOrder(
	connection: Connection,
	name: OrderName,
	options: CancelOptions,
): Promise<CancelResult> {
	const verdict = await sendCancellation(connection, name, options);
	const results = await settleVerdict(connection, [name], verdict, {
		returnedIn: (data) => (hasOrderId(data) ? [data] : undefined),
		notReturned: NOT_RETURNED,
		notReturnedIs: UNANSWERED,
		timeout: options.timeout,
	});
	const result = results.get(name) ?? notCanceled(name, NOT_RETURNED);
	noteReleased(connection, [result]);
	return result;
}
