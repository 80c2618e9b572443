import type { IDataObject } from 'n8n-workflow';

import type { FailureRecord } from '../exchange/reply/failure';
import type { OrderRecord } from '../exchange/spotOrder';
import type { IntentRecord } from './intent';

/** An order of an item: its own, or the exit that protects what it bought. */
export type Slot = number | `${number}/exit`;

/** The exit of an item's order. */
export function exitOf(item: number): Slot {
	return `${item}/exit`;
}

/** The item that an order is of. */
export function itemOf(slot: Slot | string): number {
	return Number.parseInt(String(slot), 10);
}

/** What a run knows about one order of an item. */
export type Entry =
	/** The POST may be under way: written before it leaves. */
	| ({ readonly state: 'sending' } & IntentRecord)
	| ({ readonly state: 'unknown'; readonly failure: FailureRecord } & IntentRecord)
	/** Not placed as far as a look in an earlier execution could tell; looked for again before it is sent. */
	| ({ readonly state: 'refused'; readonly failure: FailureRecord } & RefusedRecord)
	| PlacedEntry
	| NotPlacedEntry;

/** An order that may exist, though nobody knows it. */
export type OpenEntry = Extract<Entry, IntentRecord>;

export function isOpen(entry: Entry): entry is OpenEntry {
	return entry.state !== 'placed' && entry.state !== 'not_placed';
}

/** An order as a tool was asked for it. */
export interface Asked {
	readonly order: OrderRecord;
	/** What its amounts and prices were made of. */
	readonly asked?: string;
	/** Of what it is the only one, where it has to be. */
	readonly name?: string;
	readonly at: number;
}

export interface PlacedEntry {
	readonly state: 'placed';
	readonly data: IDataObject;
	readonly isReconciled?: true;
	/** What a tool was asked for, and when it was placed, in Unix milliseconds: a later call may ask for the same. */
	readonly asked?: Asked;
}

/** A placed order as the ledger records it. */
export function placedEntry(data: IDataObject, isReconciled: boolean): PlacedEntry {
	return { state: 'placed', data, ...(isReconciled && { isReconciled }) };
}

export interface NotPlacedEntry {
	readonly state: 'not_placed';
	readonly failure: FailureRecord;
	/** Nothing stands in the way of sending it again on a later try. */
	readonly maySucceedLater: boolean;
	/** What it takes to look again: the exchange had answered no, and only a look said that it meant it. */
	readonly sent?: RefusedRecord;
}

interface RefusedRecord extends IntentRecord {
	/** What it was remembered under until it was taken for not placed. */
	readonly keys: readonly string[];
}

/** What an item's order came to before it was sent, so that no try works it out anew. */
export interface PreparedOrderRecord {
	/** What it was made of: for other fields it is not taken again. */
	readonly asked: string;
	readonly order: OrderRecord;
	/** What its item says beside the order. */
	readonly remarks: IDataObject;
}

export type FillResult = 'filled' | 'partly_filled' | 'open' | 'canceled';

export interface WaitRecord {
	/** When it began, in Unix milliseconds. */
	readonly since: number;
	/** Undefined while it goes on. */
	readonly result?: FillResult;
}

export interface LedgerPage {
	executionId: string;
	/** The execution that began it, which all its manual retries have in common; empty if a retry did. */
	readonly beganIn?: string;
	entries: Record<string, Entry>;
	/** By slot, the account that its order was for (see `Connection`). */
	accounts?: Record<string, string>;
	prepared?: Record<string, PreparedOrderRecord>;
	waits?: Record<string, WaitRecord>;
	/** By item, what became of the orders that all its tries have canceled so that it could sell. */
	canceled?: Record<string, IDataObject[]>;
	/** Items that bought something of which it is not known that it is protected. */
	naked?: Record<string, true>;
}

/** The entries of a page; with an account, those that are not known to be for another one. */
export function entriesOf(
	{ entries, accounts = {} }: LedgerPage,
	account?: string,
): Array<[string, Entry]> {
	const all = Object.entries(entries);
	if (account === undefined) return all;
	return all.filter(([slot]) => (accounts[slot] ?? account) === account);
}
