import type { IDataObject } from 'n8n-workflow';

import { sendCancellation, type CancelOptions, type OrderName } from '../exchange/api/cancelOrder';
import { hasOrderId, orderIdOf } from '../exchange/orderRow';
import type { FailureRecord } from '../exchange/reply/failure';
import type { Connection } from '../exchange/wire/request';
import { UNANSWERED, type Doubt } from './doubt';
import {
	answered,
	doubtAfter,
	notCanceled,
	NOT_RETURNED,
	noteReleased,
	settleByLooking,
	STILL_SHOWN_OPEN,
	troubleOf,
	type CancelResult,
} from './settle';

/**
 * Cancels one order. Where the answer does not settle what became of it, the exchange's lists do;
 * where they do not either, the result is a Failure.
 */
export async function cancelOrder(
	connection: Connection,
	name: OrderName,
	options: CancelOptions,
): Promise<CancelResult> {
	const result = await settledCancellation(connection, name, options);
	noteReleased(connection, [result]);
	return result;
}

async function settledCancellation(
	connection: Connection,
	name: OrderName,
	options: CancelOptions,
): Promise<CancelResult> {
	const settle = async (doubt: Doubt, trouble: FailureRecord) => {
		const results = await settleByLooking(connection, [name], doubt, trouble, options.timeout);
		return results.get(name) ?? notCanceled(name, trouble);
	};
	const verdict = await sendCancellation(connection, name, options);
	if (verdict.judgement?.kind === 'ok') {
		const order = orderNamed(name, verdict.judgement.data);
		if (order === undefined) return await settle(UNANSWERED, NOT_RETURNED);
		return answered(name, order) ?? (await settle(UNANSWERED, STILL_SHOWN_OPEN));
	}

	const trouble = troubleOf(verdict);
	const doubt = doubtAfter(verdict);
	return doubt === undefined ? notCanceled(name, trouble) : await settle(doubt, trouble);
}

/** The order that was to be canceled; undefined if an answer holds another, or none. */
function orderNamed({ displayingId }: OrderName, data: unknown): IDataObject | undefined {
	return hasOrderId(data) && orderIdOf(data) === displayingId ? data : undefined;
}
