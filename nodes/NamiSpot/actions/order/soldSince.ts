import type { IDataObject } from 'n8n-workflow';

import { idNumber } from '../../exchange/api/descent';
import { ordersDownTo } from '../../exchange/api/orders';
import { clock } from '../../exchange/clock';
import { cameToNothing, createdAt, orderIdOf, symbolOf, wordIn } from '../../exchange/orderRow';
import { Failure } from '../../exchange/reply/failure';
import type { Connection } from '../../exchange/wire/request';
import { ordersOfAccount } from '../../placement/accountOrders';
import type { OthersAmong } from '../../placement/reconcile';

interface Known {
	/** Those of orders that are exits of other entries by what this process knows: they sell nothing of this one. */
	readonly exitsAmong: (rows: readonly IDataObject[]) => IDataObject[];
	/** Those of orders that are exits of other entries by what outlives this process. */
	readonly othersAmong: OthersAmong;
	/** Milliseconds. */
	readonly timeout: number;
	/** Where the lists cannot be read, nothing is said. */
	readonly unlessUnreadable: boolean;
}

const MOST_NAMED = 20;
/** Milliseconds until one looks again: another worker's exit is listed a moment before it can be told whose it is. */
const LOOK_AGAIN_AFTER_MS = 2_000;

/**
 * Makes sure that nothing has been sold, or put up for sale, on the symbol of an entry since, but by
 * exits of other entries: what it bought may be gone, and an exit would sell other holdings.
 *
 * @throws Failure with the outcome `unknown`: `sold_meanwhile`, or why the lists cannot be read
 */
export async function requireNotSoldSince(
	connection: Connection,
	entry: IDataObject,
	known: Known,
): Promise<void> {
	const first = await salesSince(connection, entry, known);
	if (first === undefined || (first.ids.length === 0 && first.isComplete)) return;
	await clock.sleep(LOOK_AGAIN_AFTER_MS, connection.signal);
	const { ids, isComplete } = (await salesSince(connection, entry, known)) ?? first;
	if (ids.length === 0 && (isComplete || known.unlessUnreadable)) return;
	throw new Failure(
		{ outcome: 'unknown', reason: 'sold_meanwhile', soldBy: ids.slice(0, MOST_NAMED) },
		ids.length === 0
			? `so much was traded since that it cannot be told whether it is still held, so no exit was placed`
			: `since then, ${symbolOf(entry)} was sold or put up for sale by order ${ids.slice(0, MOST_NAMED).join(', ')}, so it may not be held any more, and no exit was placed`,
		'Look at these orders: if they sold it, nothing is left to do; if it is still held, protect it by hand with an OCO',
	);
}

/** Orders that may have sold what an entry bought, by id; undefined where the lists cannot be read. */
async function salesSince(
	connection: Connection,
	entry: IDataObject,
	{ exitsAmong, othersAmong, timeout, unlessUnreadable }: Known,
): Promise<{ ids: string[]; isComplete: boolean } | undefined> {
	const symbol = symbolOf(entry) ?? '';
	const call = { timeout, purpose: 'lookup' } as const;
	const seen = await ordersDownTo(connection, orderIdOf(entry) ?? '', call).catch(
		async (caught: unknown) => {
			if (!(caught instanceof Failure)) return await Promise.reject(caught);
			return unlessUnreadable ? undefined : await Promise.reject(untold(caught));
		},
	);
	if (seen === undefined) return undefined;
	const unlisted = ordersOfAccount(connection).placedLately(symbol);
	const rows = new Map(
		// What the lists say of an order is newer.
		[...unlisted, ...seen.orders].map((row) => [orderIdOf(row), row]),
	);
	const sales = [...rows.values()].filter((row) => isSaleSince(row, entry));
	const others = [...(await othersAmong(sales)), ...exitsAmong(sales)];
	const accounted = new Set(others.flatMap(idsOf));
	const open = sales.filter((row) => !idsOf(row).some((id) => accounted.has(id)));
	return { ids: open.map((row) => String(orderIdOf(row))), isComplete: seen.isComplete };
}

function untold(failure: Failure): Failure {
	return failure.and(
		{ outcome: 'unknown' },
		`it cannot be told whether it is still held, so no exit was placed: ${failure.message}`,
	);
}

function isSaleSince(row: IDataObject, entry: IDataObject): boolean {
	if (symbolOf(row) !== symbolOf(entry) || wordIn(row.side) !== 'SELL') return false;
	return !cameToNothing(row) && mayBeAfter(row, entry);
}

/** Whether an order of the same symbol may have been placed after another. */
export function mayBeAfter(row: IDataObject, entry: IDataObject): boolean {
	const [id, since] = [idNumber(orderIdOf(row)), idNumber(orderIdOf(entry))];
	if (id !== undefined && since !== undefined) return id > since;
	return (createdAt(row) ?? Infinity) >= (createdAt(entry) ?? 0);
}

/** An order's own id, and those of the orders that it is one with. */
function idsOf({
	displayingId,
	ocoOrderId,
	limitOrderId,
	stopLimitOrderId,
}: IDataObject): string[] {
	return [displayingId, ocoOrderId, limitOrderId, stopLimitOrderId].flatMap(
		(id) => orderIdOf({ displayingId: id }) ?? [],
	);
}
