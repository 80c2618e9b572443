import type { IDataObject } from 'n8n-workflow';

import { isRecord } from '../exchange/guards';
import { hasOrderId } from '../exchange/orderRow';
import type { Connection } from '../exchange/wire/request';
import { UNANSWERED, type Doubt } from './doubt';
import { sendCancel } from './sendCancel';
import {
	answered,
	doubtAfter,
	notCanceled,
	NOT_RETURNED,
	settleByLooking,
	STILL_SHOWN_OPEN,
	troubleOf,
	type CancelResult,
	type Trouble,
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
	const settle = async (doubt: Doubt, trouble: Trouble) => {
		const [result] = await settleByLooking(connection, [name], doubt, trouble, timeout);
		return result ?? notCanceled(name, trouble);
	};
	const { judgement } = evidence;
	if (judgement?.kind === 'ok') {
		const order = orderNamed(name, judgement.data);
		if (order === undefined) return await settle(UNANSWERED, NOT_RETURNED);
		return isClosed(order) ? answered(name, order) : await settle(UNANSWERED, STILL_SHOWN_OPEN);
	}

	const trouble = troubleOf(evidence);
	const doubt = doubtAfter(evidence);
	return doubt === undefined ? notCanceled(name, trouble) : await settle(doubt, trouble);
}

/** The order that was to be canceled; undefined if an answer holds another, or none. */
function orderNamed({ displayingId }: OrderName, data: unknown): IDataObject | undefined {
	const isIt = isRecord(data) && hasOrderId(data) && String(data.displayingId) === displayingId;
	return isIt ? data : undefined;
}
