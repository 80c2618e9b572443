import type { IDataObject } from 'n8n-workflow';

import { isPositive, parseDecimal } from './decimal';
import { isRecord, numberOf, textOf } from './guards';

/** Orders as the exchange lists them: `{ orders: […] }` or a bare array; undefined for neither. */
export function ordersOf(data: unknown): IDataObject[] | undefined {
	const list: unknown = isRecord(data) ? data.orders : data;
	return Array.isArray(list) ? list.filter(isRecord) : undefined;
}

/** Whether data is an order as the exchange returns one. */
export function hasOrderId(data: unknown): data is IDataObject {
	return isRecord(data) && orderIdOf(data) !== undefined;
}

/** The order's id as text; undefined if the row has none. */
export function orderIdOf({ displayingId: id }: IDataObject): string | undefined {
	return typeof id === 'number' ? String(id) : textOf(id);
}

/** The symbol as the exchange writes it in requests, however the row writes it: `BTC/USDT` is `BTCUSDT`. */
export function symbolOf({ symbol }: IDataObject): string | undefined {
	return textOf(symbol)
		?.toUpperCase()
		.replace(/[/_\-\s]/g, '');
}

/** A word of the exchange's, such as a side, a type or a status, in capitals. */
export function wordIn(value: unknown): string | undefined {
	return textOf(value)?.trim().toUpperCase();
}

/** When an order was created, in Unix milliseconds of the exchange's clock; undefined if it does not say. */
export function createdAt(order: IDataObject): number | undefined {
	return timeOf(order.createdAt);
}

/** The last moment that a Date can hold, in Unix milliseconds. */
export const LAST_DATE_MS = 8.64e15;
const WITH_TIME = /\d[T ]\d/;
const WITH_ZONE = /(?:Z|[+-]\d{2}:?\d{2})\s*$/i;

/** Unix seconds stay below it until the year 5138, Unix milliseconds have been above it since 1973. */
export const SECONDS_END = 1e11;

/**
 * A date-time of the exchange, ISO text, Unix milliseconds or seconds, in Unix milliseconds. Text
 * that names no time zone is read as UTC, wherever n8n runs. Undefined for what is no date.
 */
export function timeOf(value: unknown): number | undefined {
	const time = numberOf(typeof value === 'string' ? parseDate(value) : inMilliseconds(value));
	return time !== undefined && Math.abs(time) <= LAST_DATE_MS ? time : undefined;
}

function inMilliseconds(value: unknown): unknown {
	return typeof value === 'number' && Math.abs(value) < SECONDS_END ? value * 1000 : value;
}

function parseDate(text: string): unknown {
	if (/^\d{9,14}$/.test(text.trim())) return inMilliseconds(Number(text));
	const needsZone = WITH_TIME.test(text) && !hasZone(text);
	return Date.parse(needsZone ? `${text.trim()}Z` : text);
}

/** Whether a date-time says in which time zone it is. */
export function hasZone(value: unknown): boolean {
	return typeof value !== 'string' || WITH_ZONE.test(value);
}

/** The second in which a record was made, in Unix milliseconds, which is a part of its MongoDB id. */
export function recordedAt({ _id: id }: IDataObject): number | undefined {
	return typeof id === 'string' && /^[0-9a-f]{24}$/i.test(id)
		? Number.parseInt(id.slice(0, 8), 16) * 1000
		: undefined;
}

export type OrderState =
	| 'open'
	| 'filled'
	| 'canceled'
	/** Over without anybody's cancellation: it failed, expired or was rejected. */
	| 'closed'
	/** A word that nobody has written down. */
	| 'unclear';

const STATES: Readonly<Record<string, OrderState>> = {
	NEW: 'open',
	PARTIALLY_FILLED: 'open',
	FILLED: 'filled',
	CANCELED: 'canceled',
	CANCELLED: 'canceled',
	FAILED: 'closed',
	REJECTED: 'closed',
	EXPIRED: 'closed',
};

/** How an order stands by its status. */
export function stateOf({ status }: IDataObject): OrderState {
	return STATES[wordIn(status) ?? ''] ?? 'unclear';
}

/** Whether an order's status says that it failed: nothing can have been executed, unless the row says otherwise. */
export function hasFailed({ status }: IDataObject): boolean {
	return ['FAILED', 'REJECTED'].includes(wordIn(status) ?? '');
}

/**
 * Whether an order has come to an end without anything executed: nothing was bought or sold by it. One
 * that was canceled, or expired, and does not say what was executed until then, may have.
 */
export function cameToNothing(order: IDataObject): boolean {
	const state = stateOf(order);
	if ((state !== 'closed' && state !== 'canceled') || hasExecuted(order)) return false;
	if (hasFailed(order)) return true;
	const { executedQty, executedQuoteQty } = order;
	return [executedQty, executedQuoteQty].some((amount) => parseDecimal(amount) !== undefined);
}

/** Whether some of an order was executed. */
export function hasExecuted({ executedQty, executedQuoteQty }: IDataObject): boolean {
	return [executedQty, executedQuoteQty].some((amount) => {
		const value = parseDecimal(amount);
		return value !== undefined && isPositive(value);
	});
}
