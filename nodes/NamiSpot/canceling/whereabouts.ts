import type { IDataObject } from 'n8n-workflow';

import type { OrderName } from '../exchange/api/cancelOrder';
import { findOrders, type FoundOrder } from '../exchange/api/orders';
import { orderIdOf, stateOf, symbolOf, type OrderState } from '../exchange/orderRow';
import type { Connection } from '../exchange/wire/request';

/** Where an order stands by the exchange's lists; `absent` from both of them. */
export interface Whereabouts {
	readonly state: OrderState | 'absent';
	readonly order?: IDataObject;
	/** It is older than all that lists were read of: no later look shows it. */
	readonly isOutOfSight?: boolean;
}

/** Looks for orders among the open ones and in the history. Undefined if the lists cannot be read. */
export async function lookFor(
	connection: Connection,
	names: readonly OrderName[],
	timeout: number,
): Promise<Whereabouts[] | undefined> {
	const ids = names.map(({ displayingId }) => displayingId);
	const search = await findOrders(connection, ids, { timeout, purpose: 'lookup' }).catch(
		() => undefined,
	);
	if (search === undefined) return undefined;
	const absent = { state: 'absent', isOutOfSight: !search.isComplete } as const;
	return names.map((name) => whereaboutsOf(name, search.found.get(name.displayingId)) ?? absent);
}

/** The same for one order; undefined too if the lists could not be read. */
export async function lookForOne(
	connection: Connection,
	name: OrderName,
	timeout: number,
): Promise<Whereabouts | undefined> {
	return (await lookFor(connection, [name], timeout))?.[0];
}

/** The name of an order that the exchange has returned before. */
export function nameOf(order: IDataObject): OrderName {
	return { displayingId: orderIdOf(order) ?? '', symbol: symbolOf(order) ?? '' };
}

function whereaboutsOf(
	{ symbol }: OrderName,
	found: FoundOrder | undefined,
): Whereabouts | undefined {
	if (found === undefined || (symbolOf(found.order) ?? symbol) !== symbol) return undefined;
	const { order, list } = found;
	if (list === 'open') return { state: 'open', order };
	const state = stateOf(order);
	return { state: state === 'open' ? 'unclear' : state, order };
}
