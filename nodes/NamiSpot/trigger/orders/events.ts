import type { INodePropertyOptions } from 'n8n-workflow';

import { timeOf } from '../../exchange/orderRow';
import type { Happening, Look } from '../source';
import type { OrderChange } from './book';

interface OrderEvent {
	readonly option: INodePropertyOptions & { readonly value: string };
	readonly isIn: (change: OrderChange) => boolean;
	/** It can happen to an order more than once: what tells one time from another. */
	readonly occasion?: (change: OrderChange) => string;
	/** The order’s field that says when it happened. */
	readonly timeField: 'createdAt' | 'updatedAt';
}

/** The events of orders, in the order in which they happen. A new one is a new row. */
export const orderEvents: readonly OrderEvent[] = [
	{
		option: {
			name: 'Order Placed',
			value: 'orderPlaced',
			description: 'An order was placed, by whatever client',
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
		timeField: 'updatedAt',
	},
	{
		option: {
			name: 'Order Filled',
			value: 'orderFilled',
			description: 'An order was filled completely',
		},
		isIn: ({ ending }) => ending === 'filled',
		timeField: 'updatedAt',
	},
	{
		option: {
			name: 'Order Canceled',
			value: 'orderCanceled',
			description: 'An order was canceled, with or without a part of it filled',
		},
		isIn: ({ ending }) => ending === 'canceled',
		timeField: 'updatedAt',
	},
];

/** The chosen events in a change, if the order passes the filters. */
export function happeningsIn(change: OrderChange, { settings, now }: Look): Happening[] {
	const { id, order, before, executed } = change;
	if (!settings.matches(order)) return [];
	return orderEvents
		.filter(({ option, isIn }) => settings.events.has(option.value) && isIn(change))
		.map(({ option, occasion, timeField }) => ({
			event: option.value,
			eventId: [option.value, id, ...(occasion ? [occasion(change)] : [])].join(':'),
			time: new Date(timeOf(order[timeField]) ?? now).toISOString(),
			symbol: String(order.symbol),
			changed: {
				status: { from: before?.status ?? null, to: order.status ?? null },
				executedQty: { from: before?.executed ?? null, to: executed },
			},
			order,
		}));
}
