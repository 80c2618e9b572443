import type { IDataObject } from 'n8n-workflow';

import { keepNewest, storeOf } from '../../exchange/memory';
import { orderIdOf, symbolOf } from '../../exchange/orderRow';
import { exitOf } from '../../placement/entry';
import type { PlacedOrder } from '../../placement/orderRun';
import { namedInOtherRun } from '../../placement/otherRuns';
import { isSameOrder } from '../../placement/sameOrder';
import type { Run } from '../run';
import type { PreparedOrder } from './prepareOrder';

/** The exit of an entry: as it was sent, and as it was placed, where that is known. */
export interface Exit {
	readonly prepared?: PreparedOrder;
	readonly placed?: PlacedOrder;
}

const EXITS_KEPT = 1_000;
/** The exits of each account that this process remembers, by the names of their entries. */
export const exitsOf = storeOf(() => new Map<string, Exit>());

export function noteExit(account: string, entry: string, exit: Exit): void {
	keepNewest(exitsOf(account), entry, exit, EXITS_KEPT);
}

export function entryName(entry: IDataObject): string {
	return `${String(symbolOf(entry))} ${String(orderIdOf(entry))}`;
}

/** What the exit of an entry is called where there may be one only. */
export function exitName(entry: string): string {
	return `exit of ${entry}`;
}

/** The exit as an earlier call of a tool has placed or sent it, where only the execution remembers that. */
export function adoptExit({ ledger, item }: Run, account: string, name: string): Exit | undefined {
	if (ledger.find(exitOf(item)) !== undefined) return undefined;
	const entry = namedInOtherRun(ledger, account, exitName(name));
	if (entry?.state === 'placed') return { placed: { data: entry.data, isReconciled: false } };
	if (entry !== undefined) ledger.write(exitOf(item), entry);
	return undefined;
}

/** Exits of other entries: as they were placed, and those of some orders that are one on its way. */
export function exitsOfOthers(
	account: string,
	entry: IDataObject,
	rows: readonly IDataObject[],
): IDataObject[] {
	const own = entryName(entry);
	return [...exitsOf(account)].flatMap(([name, { placed, prepared }]) => {
		if (name === own) return [];
		if (placed !== undefined) return [placed.data];
		return prepared === undefined ? [] : rows.filter((row) => isSameOrder(row, prepared.order));
	});
}
