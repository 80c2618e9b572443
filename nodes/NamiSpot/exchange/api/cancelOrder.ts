import type { IDataObject } from 'n8n-workflow';

import { clock } from '../clock';
import { TRY_AGAIN_AFTER_MS, waitBefore } from '../reply/retry';
import type { Verdict } from '../reply/verdict';
import { send, type Connection } from '../wire/request';

export const ORDER_PATH = '/api/v4/spot/order';
export const MANY_ORDERS_PATH = '/api/v4/spot/all_order';

/** Names an order as cancellations do. */
export interface OrderName {
	/** Digits; may be beyond 2^53. */
	readonly displayingId: string;
	readonly symbol: string;
}

export interface CancelOptions {
	/** Whether the exchange notifies the account's owner; undefined leaves that to the exchange. */
	readonly allowNotification?: boolean | undefined;
	/** Milliseconds to wait for each answer. */
	readonly timeout: number;
}

/** Sends the cancellation of one order (`DELETE /api/v4/spot/order`). */
export async function sendCancellation(
	connection: Connection,
	{ symbol, displayingId }: OrderName,
	options: CancelOptions,
): Promise<Verdict> {
	return await sendCancel(connection, ORDER_PATH, { symbol, displayingId }, options);
}

/** Sends the cancellation of several orders (`DELETE /api/v4/spot/all_order`), whose ids are numbers. */
export async function sendCancellations(
	connection: Connection,
	names: readonly OrderName[],
	options: CancelOptions,
): Promise<Verdict> {
	const orders = names.map(({ displayingId, symbol }) => ({
		displayingId: Number(displayingId),
		symbol,
	}));
	return await sendCancel(connection, MANY_ORDERS_PATH, { orders }, options);
}

/** Once, unless it is proven that it did not arrive. */
async function sendCancel(
	connection: Connection,
	path: string,
	named: IDataObject,
	{ allowNotification, timeout }: CancelOptions,
): Promise<Verdict> {
	const parameters = { ...named, allowNotification };
	const how = { method: 'DELETE', isSigned: true, purpose: 'cancel' } as const;
	const call = { ...how, path, parameters, timeout };
	for (const pause of TRY_AGAIN_AFTER_MS) {
		const verdict = await send(connection, call);
		const wait = verdict.next === 'send_again' ? waitBefore(pause, verdict) : undefined;
		if (wait === undefined) return verdict;
		await clock.sleep(wait, connection.signal);
	}
	return await send(connection, call);
}
