import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { clock } from '../exchange/clock';
import { fromRecord, toRecord, type SpotOrder } from '../exchange/spotOrder';
import type { Connection } from '../exchange/wire/request';
import { ordersOfAccount } from './accountOrders';
import { isOpen, type Asked, type Entry, type OpenEntry } from './entry';
import { isTool } from './execution';
import type { Ledger } from './ledger';
import type { OrderRun } from './orderRun';
import { asksForTheSame } from './sameOrder';

/*
 * What earlier calls of a tool came to in this execution. This process may not know: it was restarted,
 * or another worker goes on since a person has approved the next call.
 */

/** What is kept of a placed order for later calls: nothing outside of tools. */
export function askedFor(
	context: IExecuteFunctions,
	order: SpotOrder,
	name: string | undefined,
): { asked?: Asked } {
	if (!isTool(context)) return {};
	const asked = { order: toRecord(order), at: clock.now(), ...(name !== undefined && { name }) };
	return { asked };
}

/** An equal order that was sent, and whose outcome is open; with a name, only of that. */
export function openInOtherRun(
	ledger: Ledger,
	account: string,
	order: SpotOrder,
	name: string | undefined,
): OpenEntry | undefined {
	return ledger
		.inOtherRuns(account)
		.filter(isOpen)
		.find(
			(entry) =>
				(name === undefined || entry.name === name) &&
				asksForTheSame(fromRecord(entry.order), order),
		);
}

/** An equal order that was placed within so many milliseconds, as this process or the execution remembers it. */
export function justPlaced(
	{ ledger }: OrderRun,
	connection: Connection,
	order: SpotOrder,
	ms: number,
): IDataObject | undefined {
	if (ms === 0) return undefined;
	const known = ordersOfAccount(connection).placedWithin(order, ms);
	if (known !== undefined) return known;
	const since = clock.now() - ms;
	return ledger
		.inOtherRuns(connection.account)
		.filter((entry) => entry.state === 'placed')
		.find(
			({ asked }) =>
				asked !== undefined && asked.at >= since && asksForTheSame(fromRecord(asked.order), order),
		)?.data;
}

/** The order of which there may be one only, as placed, or sent with its outcome open. */
export function namedInOtherRun(ledger: Ledger, account: string, name: string): Entry | undefined {
	const entries = ledger.inOtherRuns(account);
	return (
		entries.find((entry) => entry.state === 'placed' && entry.asked?.name === name) ??
		entries.find((entry) => isOpen(entry) && entry.name === name)
	);
}
