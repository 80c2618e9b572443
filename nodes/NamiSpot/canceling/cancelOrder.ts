import { isRecord } from '../exchange/guards';
import type { Connection } from '../exchange/request';
import { UNANSWERED } from './doubt';
import { sendCancel } from './sendCancel';
import {
	answered,
	doubtAfter,
	notCanceled,
	settleByLooking,
	STILL_SHOWN_OPEN,
	troubleOf,
	type CancelResult,
} from './settle';
import { isClosed, type OrderName } from './whereabouts';

export interface CancelOptions {
	/** Whether the exchange notifies the account's owner; undefined leaves that to the exchange. */
	readonly allowNotification: boolean | undefined;
	/** Milliseconds to wait for each answer. */
	readonly timeout: number;
}

/**
 * Cancels one order (`DELETE /api/v4/spot/order`). Where the answer does not settle what became of
 * it, the exchange's lists do; where they do not either, the result is a Failure.
 */
export async function cancelOrder(
	connection: Connection,
	name: OrderName,
	{ allowNotification, timeout }: CancelOptions,
): Promise<CancelResult> {
	const { symbol, displayingId } = name;
	const evidence = await sendCancel(connection, {
		path: '/api/v4/spot/order',
		parameters: {
			symbol,
			displayingId,
			...(allowNotification !== undefined && { allowNotification }),
		},
		timeout,
	});
	const { judgement } = evidence;
	if (judgement?.kind === 'ok') {
		const order = isRecord(judgement.data) ? judgement.data : {};
		const [result] = isClosed(order)
			? [answered(name, order)]
			: await settleByLooking(connection, [name], UNANSWERED, STILL_SHOWN_OPEN, timeout);
		return result ?? notCanceled(name, STILL_SHOWN_OPEN);
	}

	const trouble = troubleOf(evidence);
	const doubt = doubtAfter(evidence);
	if (doubt === undefined) return notCanceled(name, trouble);
	const [result] = await settleByLooking(connection, [name], doubt, trouble, timeout);
	return result ?? notCanceled(name, trouble);
}
