import type { INodePropertyOptions } from 'n8n-workflow';

import { isoTime } from '../../exchange/clock';
import { formatDecimal, parseDecimal } from '../../exchange/decimal';
import { symbolOf, timeOf, wordIn } from '../../exchange/orderRow';
import { toNumber } from '../../exchange/realTypes';
import { presentOrder } from '../../presentation/order';
import type { Poll, TriggerEvent } from '../source';
import type { OrderChange } from './orderMemory';

interface OrderEvent {
	readonly option: INodePropertyOptions & { readonly value: string };
	readonly isIn: (change: OrderChange) => boolean;
	/** It can happen to an order more than once: what tells one time from another. */
	readonly occasion?: (change: OrderChange) => string;
	/** The order’s field that says when it happened, where that is not `updatedAt`. */
	readonly timeField?: 'createdAt' | 'updatedAt';
}

/** The events of orders, in the order in which they happen. A new one is a new row. */
export const orderEvents: readonly OrderEvent[] = [
	{
		option: {
			name: 'Order Placed',
			value: 'orderPlaced',
			description: 'An order was placed, by any client',
		},
		isIn: ({ isNew }) => isNew,
		timeField: 'createdAt',
	},
	{
		option: {
			name: 'Order Partly Filled',
			value: 'orderPartlyFilled',
			description: 'More of an order was filled, but not all of it',
		},
		isIn: ({ hasGrown, ending }) => hasGrown && ending !== 'filled',
		occasion: ({ executed }) => executed,
	},
	{
		option: {
			name: 'Order Filled',
			value: 'orderFilled',
			description: 'An order was filled completely',
		},
		isIn: ({ ending }) => ending === 'filled',
	},
	{
		option: {
			name: 'Order Canceled',
			value: 'orderCanceled',
			description: 'An order was canceled, whether or not part of it was filled',
		},
		isIn: ({ ending }) => ending === 'canceled',
	},
	{
		option: {
			name: 'Order Failed',
			value: 'orderFailed',
			description:
				'The exchange accepted an order and then gave up on it, e.g. because its broker failed',
		},
		isIn: ({ ending }) => ending === 'failed',
	},
	{
		option: {
			name: 'Order Closed Otherwise',
			value: 'orderClosed',
			description:
				'An order ended with a status that is not documented; the event contains the status',
		},
		isIn: ({ ending }) => ending === 'closed',
	},
];

/** The chosen events in a change, if the order passes the filters. */
export function eventsIn(change: OrderChange, { scope }: Poll): TriggerEvent[] {
	const { id, order, before, executed } = change;
	const [symbol, side, type] = [symbolOf(order), wordIn(order.side), wordIn(order.type)];
	const wants = ({ option, timeField = 'updatedAt' }: OrderEvent) =>
		scope.wants(
			{ events: option.value, symbols: symbol, sides: side, types: type },
			timeOf(order[timeField]),
		);
	return orderEvents
		.filter((event) => event.isIn(change) && wants(event))
		.map(({ option, occasion, timeField = 'updatedAt' }) => ({
			event: option.value,
			eventId: [option.value, id, ...(occasion ? [occasion(change)] : [])].join(':'),
			time: timeTold(timeOf(order[timeField])),
			symbol: String(symbol),
			changed: {
				status: { from: before?.status ?? null, to: order.status ?? null },
				executedQty: { from: amount(before?.executed), to: amount(executed) },
			},
			order: presentOrder(order, false),
		}));
}

/** ISO text; null for a time that is not known. */
export function timeTold(time: number | undefined): string | null {
	return time === undefined ? null : isoTime(time);
}

/** A decimal as the number that a comparison needs, unless a number would not hold its digits. */
function amount(decimal: string | undefined): number | string | null {
	const value = parseDecimal(decimal);
	return value === undefined ? null : toNumber(formatDecimal(value));
}
