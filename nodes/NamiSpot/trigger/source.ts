import type { IDataObject, INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import type { Connection } from '../exchange/wire/request';
import type { Budget } from './budget';
import type { Scope } from './scope';
import type { Settings } from './settings';

/** One event of the trigger, as the workflow gets it. */
export interface TriggerEvent extends IDataObject {
	/** The event's name, e.g. `orderFilled`. */
	event: string;
	/** The same whenever the same event is told again. */
	eventId: string;
	/** ISO date-time; null if the exchange's date cannot be read. */
	time: string | null;
	changed: IDataObject;
}

export interface Poll {
	readonly connection: Connection;
	readonly settings: Settings;
	/** Which events are wanted, and since when. */
	readonly scope: Scope;
	/** When it began, in Unix milliseconds of the exchange's clock, as far as that is known. */
	readonly now: number;
	/** The same, less what it may be off by: from then on something begins that begins with this poll. */
	readonly since: number;
	/** How far that clock is ahead of this machine's, in milliseconds. */
	readonly clockOffset: number;
	/** Whether a person has just activated or published the workflow. */
	readonly isActivation: boolean;
	readonly budget: Budget;
	/** Writes a line to n8n's log. */
	log(level: 'info' | 'warn', sentence: string): void;
	/** Rows that name the account's user are noted, to know the account by. */
	noteAccount(rows: readonly IDataObject[]): void;
}

export interface PollResult {
	/** What to remember until the next poll, as plain JSON. */
	readonly memory: IDataObject;
	readonly events: TriggerEvent[];
}

/** Where events of one kind come from: what is read for them, and what is remembered of it. */
export interface Source {
	/** The memory's name in the static data, and a word for messages: `orders`. */
	readonly name: string;
	readonly options: readonly INodePropertyOptions[];
	/** JavaScript expressions for the node's subtitle, by event; the event's name where there is none. */
	readonly subtitles?: Readonly<Record<string, string>>;
	/** Fields of its events, beside the filters. */
	readonly fields: readonly INodeProperties[];
	/** Symbols that its own fields name, beside the filter. */
	readonly symbolsIn?: (settings: Settings) => readonly string[];
	/** Whether a memory is one of its own, and not from the future. */
	readonly isUsable: (memory: unknown, now: number) => boolean;
	/** The memory before the first poll: events from `since` on, in Unix milliseconds, are of interest. */
	readonly begin: (since: number) => IDataObject;
	/** Up to when all is known that has happened, in Unix milliseconds. */
	readonly settledUntil: (memory: unknown) => number;
	/**
	 * Reads what has happened since the poll that left this memory.
	 *
	 * @throws Failure when the exchange could not be read: the memory stays as it was
	 */
	poll(poll: Poll, memory: unknown): Promise<PollResult>;
	/** Recent events, whatever has been told before, or made-up ones with `sample: true`. */
	sample(poll: Poll): Promise<TriggerEvent[]>;
}
