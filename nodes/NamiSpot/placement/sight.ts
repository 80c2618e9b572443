import type { IDataObject } from 'n8n-workflow';

import { Descent, idNumber } from '../exchange/api/descent';
import { walkOrders, type Glimpse } from '../exchange/api/orders';
import { CLOCK_MARGIN_MS, HOUR_MS } from '../exchange/clock';
import { createdAt, hasZone, orderIdOf, recordedAt, symbolOf } from '../exchange/orderRow';
import type { Connection } from '../exchange/wire/request';
import type { Intent } from './intent';

/** `Date` headers are exact to a second; calls take a while. */
export const TIME_TOLERANCE_MS = 2_000;
/** An order older than so many others is not looked for any further back. */
const MOST_ORDERS_SEEN = 2_000;
/** A date-time without a zone may be of any zone. */
const ZONE_MARGIN_MS = 26 * HOUR_MS;

export interface Sight {
	readonly orders: IDataObject[];
	/** How far the exchange's clock is ahead of this machine's; undefined if no answer was dated. */
	readonly offset: number | undefined;
	/** Whether everything was seen that may be the order. */
	readonly isComplete: boolean;
}

/**
 * Looks at the open orders and at the history, as far back as the order can be.
 *
 * @throws Failure when a list cannot be read
 */
export async function lookAround(
	connection: Connection,
	intent: Intent,
	timeout: number,
): Promise<Sight> {
	const call = { timeout, purpose: 'lookup', isOnce: true } as const;
	const orders = new Map<string, IDataObject>();
	const descent = new Descent();
	let offset: number | undefined;
	let count = 0;
	for await (const glimpse of walkOrders(connection, call)) {
		offset ??= glimpse.clockOffset;
		for (const found of glimpse.orders) {
			count += 1;
			// An order can move from the open ones into history between the two reads.
			orders.set(orderIdOf(found) ?? `without an id ${count}`, found);
		}
		if (glimpse.list === 'history') descent.follow(glimpse.orders);
		if (descent.goesDown && isPast(glimpse, intent, offset)) break;
		if (count >= MOST_ORDERS_SEEN) {
			return { orders: [...orders.values()], offset, isComplete: false };
		}
	}
	return { orders: [...orders.values()], offset, isComplete: true };
}

/** Whether all that a part of the history shows is older than the intent. */
function isPast({ list, orders }: Glimpse, intent: Intent, offset: number | undefined): boolean {
	if (list === 'open' || orders.length === 0) return false;
	return orders.every((order) => !isNew(order, intent, offset));
}

/**
 * Whether an order may have been placed since the intent was sent, by its id or by its time: older
 * is only what has an id that was known before, or a time that is earlier beyond doubt.
 */
export function isNew(
	order: IDataObject,
	{ sentAt, after, order: { symbol } }: Intent,
	offset: number | undefined,
): boolean {
	const time = createdAt(order);
	const isDated = time !== undefined && hasZone(order.createdAt) && offset !== undefined;
	const age = isDated ? sentAt + offset - time : undefined;
	if (age !== undefined && age > CLOCK_MARGIN_MS) return false;
	const id = symbolOf(order) === symbol ? idNumber(orderIdOf(order)) : undefined;
	if (id !== undefined && after !== undefined) {
		return id > after || (age !== undefined && age <= TIME_TOLERANCE_MS);
	}
	const recorded = recordedAt(order);
	if (recorded !== undefined && recorded < sentAt - CLOCK_MARGIN_MS) return false;
	return time === undefined || time >= sentAt - ZONE_MARGIN_MS;
}
