import type { IDataObject } from 'n8n-workflow';

import { isRecord, numberOf } from './guards';

/** Orders as the exchange lists them: `{ orders: […] }` or a bare array; undefined for neither. */
export function ordersOf(data: unknown): IDataObject[] | undefined {
	const list: unknown = isRecord(data) ? data.orders : data;
	return Array.isArray(list) ? list.filter(isRecord) : undefined;
}

/** Whether data is an order as the exchange returns one. */
export function hasOrderId(data: unknown): boolean {
	return isRecord(data) && data.displayingId !== undefined && data.displayingId !== null;
}

/** When an order was created, in Unix milliseconds of the exchange's clock; undefined if it does not say. */
export function createdAt(order: IDataObject): number | undefined {
	return timeOf(order.createdAt);
}

/** A date-time of the exchange, ISO text or Unix milliseconds, in Unix milliseconds. */
export function timeOf(value: unknown): number | undefined {
	return numberOf(typeof value === 'string' ? Date.parse(value) : value);
}
