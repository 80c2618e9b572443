import type { IDataObject } from 'n8n-workflow';
import type { Exchange, Order } from '../../../tools/exchange';

/** Which orders and trades a trigger's filters let pass. */
export interface Passing {
	readonly symbol?: string;
	readonly side?: string;
	readonly type?: string | undefined;
}

/** A trade whose order no list shows comes whatever its type. */
const OF_ANY_TYPE = { type: undefined };

/** The ids of all events of the account that can only happen once, as the exchange itself has them. */
export function trueEvents(exchange: Exchange, passing: Passing): string[] {
	const { trades } = exchange.state.account();
	return [
		...listedOrders(exchange)
			.filter((order) => passes(order, passing))
			.flatMap(({ displayingId: id, status }) => [
				`orderPlaced:${id}`,
				...(status === 'FILLED' ? [`orderFilled:${id}`] : []),
				...(status === 'CANCELED' ? [`orderCanceled:${id}`] : []),
			]),
		...trades
			.filter(({ order }) =>
				passes(order, isListed(order, exchange) ? passing : { ...passing, ...OF_ANY_TYPE }),
			)
			.map(({ recordId }) => `tradeExecuted:${recordId}`),
	].sort();
}

function listedOrders(exchange: Exchange): Order[] {
	const { open, closed } = exchange.state.account();
	return [...open.values(), ...closed].filter((order) => isListed(order, exchange));
}

function isListed({ parent }: Order, { settings }: Exchange): boolean {
	return settings.ocoLegs === 'listed' || parent === undefined;
}

function passes({ market, side, type }: Order, passing: Passing): boolean {
	return (
		market.symbol === (passing.symbol ?? market.symbol) &&
		side === (passing.side ?? side) &&
		type === (passing.type ?? type)
	);
}

/**
 * What is wrong with the partial fills that were told: each order's have to follow one another
 * without a gap, up to what was executed unless the rest was filled at once.
 */
export function faultsInPartialFills(
	exchange: Exchange,
	items: readonly IDataObject[],
	passing: Passing,
): string[] {
	const reached = new Map<string, string>();
	const faults: string[] = [];
	for (const { event, changed, order } of items) {
		if (event !== 'orderPartlyFilled') continue;
		const { displayingId: id } = Object(order);
		const { from, to } = Object(Object(changed).executedQty);
		if ((reached.get(String(id)) ?? '0') !== String(from ?? '0'))
			faults.push(`${id}: gap before ${to}`);
		reached.set(String(id), String(to));
	}
	for (const order of listedOrders(exchange)) {
		if (order.status === 'FILLED' || !passes(order, passing)) continue;
		const told = reached.get(String(order.displayingId)) ?? '0';
		if (!order.executedQty.eq(told)) faults.push(`${order.displayingId}: ${told} told`);
	}
	return faults;
}
