import type { IDataObject, INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import type { Connection } from '../exchange/wire/request';
import type { Settings } from './settings';

/** One event of the trigger, as the workflow gets it. */
export interface Happening extends IDataObject {
	/** The event's name, e.g. `orderFilled`. */
	event: string;
	/** The same whenever the same event is told again. */
	eventId: string;
	/** ISO date-time. */
	time: string;
	symbol: string;
	changed: IDataObject;
}

/** One poll. */
export interface Look {
	readonly connection: Connection;
	readonly settings: Settings;
	/** When it began, in Unix milliseconds of this machine. */
	readonly now: number;
	/** Whether it has taken so long that what can wait should wait for the next poll. */
	isOverdue(): boolean;
	/** Writes a line to n8n's log. */
	log(level: 'info' | 'warn', sentence: string): void;
}

export interface Sighting {
	/** What to remember until the next poll, as plain JSON. */
	readonly memory: IDataObject;
	readonly happenings: Happening[];
}

/** Where events of one kind come from: what is read for them, and what is remembered of it. */
export interface Source {
	/** The memory's name in the static data. */
	readonly name: string;
	readonly events: readonly INodePropertyOptions[];
	/** Fields of its events, beside the filters. */
	readonly fields: readonly INodeProperties[];
	isUsable(memory: unknown, now: number): boolean;
	/** The memory before the first poll: events from `since` on, in Unix milliseconds, are of interest. */
	begin(since: number): IDataObject;
	/**
	 * Reads what has happened since the poll that left this memory.
	 *
	 * @throws Failure when the exchange could not be read: the memory stays as it was
	 */
	look(look: Look, memory: unknown): Promise<Sighting>;
	/** Recent events, whatever has been told before. */
	sample(look: Look): Promise<Happening[]>;
}
