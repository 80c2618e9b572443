import type { IDataObject } from 'n8n-workflow';

import { ordersOf } from '../exchange/orderRow';
import { entriesOf } from '../exchange/api/pages';
import { readAs } from '../exchange/api/read';
import type { Connection } from '../exchange/wire/request';

/** Names an order as cancellations do. */
export interface OrderName {
	/** Digits; may be beyond 2^53. */
	readonly displayingId: string;
	readonly symbol: string;
}

/** Where the exchange lists an order; `absent` from both of its lists. */
export type State = 'open' | 'canceled' | 'filled' | 'absent';

export interface Whereabouts {
	readonly state: State;
	readonly order?: IDataObject;
}

const ABSENT: Whereabouts = { state: 'absent' };
/** Newest first: who cancels an order that is older than a thousand others is told that it was not found. */
const MOST_HISTORY_ORDERS = 1_000;

/** Whether an order, as an answer returns it, is not shown as open still. */
export function isClosed({ status }: IDataObject): boolean {
	return status === undefined || status === 'CANCELED' || status === 'FILLED';
}

/** Where an order stands that the exchange lists as closed, or returns from a cancellation. */
export function closedState({ status }: IDataObject): State {
	return status === 'FILLED' ? 'filled' : 'canceled';
}

/**
 * Looks for orders among the open ones and then in the history of their symbols
 * (`GET /api/v4/spot/open`, `GET /api/v4/spot/history`). Undefined if the lists cannot be read.
 */
export async function lookFor(
	connection: Connection,
	names: readonly OrderName[],
	timeout: number,
): Promise<Whereabouts[] | undefined> {
	const bySymbol = new Map<string, Map<string, Whereabouts>>();
	for (const { symbol } of names) {
		if (bySymbol.has(symbol)) continue;
		const ids = names.filter((name) => name.symbol === symbol).map((name) => name.displayingId);
		const found = await lookInSymbol(connection, symbol, new Set(ids), timeout).catch(
			() => undefined,
		);
		if (found === undefined) return undefined;
		bySymbol.set(symbol, found);
	}
	return names.map(({ symbol, displayingId }) => bySymbol.get(symbol)?.get(displayingId) ?? ABSENT);
}

async function lookInSymbol(
	connection: Connection,
	symbol: string,
	wanted: Set<string>,
	timeout: number,
): Promise<Map<string, Whereabouts>> {
	const found = new Map<string, Whereabouts>();
	const keep = (order: IDataObject, state: State) => {
		const id = String(order.displayingId);
		if (wanted.delete(id)) found.set(id, { state, order });
	};
	const call = { isSigned: true, timeout };
	const parameters = { filterByPair: symbol };
	const open = await readAs(
		connection,
		{ ...call, path: '/api/v4/spot/open', parameters },
		ordersOf,
	);
	for (const order of open) keep(order, 'open');

	const history = { ...call, path: '/api/v4/spot/history', parameters: { symbol } };
	let count = 0;
	if (wanted.size === 0) return found;
	for await (const order of entriesOf(connection, history)) {
		keep(order, closedState(order));
		count += 1;
		if (wanted.size === 0 || count >= MOST_HISTORY_ORDERS) break;
	}
	return found;
}
