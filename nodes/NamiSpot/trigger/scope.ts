import type { IDataObject } from 'n8n-workflow';

import { isRecord, numberOf } from '../exchange/guards';

/** What events are chosen by. */
const DIMENSIONS = ['events', 'symbols', 'sides', 'types', 'assets'] as const;

type Dimension = (typeof DIMENSIONS)[number];

/** The values that are let through; none means all. */
export type Filters = Readonly<Record<Dimension, readonly string[]>>;

/** By value: since when it has been let through, in Unix milliseconds of the exchange's clock. */
type Since = Readonly<Record<string, number>>;

type Watched = Readonly<Record<Dimension, Since>>;

/** What an event is about; what it does not name, no filter keeps back. */
type Subject = Readonly<Partial<Record<Dimension, unknown>>>;

/** Stands for all values that are not named. */
const ANY = '*';
/** The memory was made with it. */
const EVER = 0;

/**
 * Which events are wanted, and since when. What a filter did not let through is not history that
 * waits to be told: a value that is added later counts from then on.
 */
export class Scope {
	private constructor(
		private readonly watched: Watched,
		private readonly now: number,
	) {}

	/**
	 * @param remembered the scope of the last poll, whose filters may have been others: what is new
	 * counts from now on. Undefined for a memory that is made now.
	 */
	static of(filters: Filters, now: number, remembered?: unknown): Scope {
		const watched = each((name) =>
			isRecord(remembered)
				? sinceFor(filters[name], now, readSince(remembered[name], now))
				: sinceFor(filters[name], EVER),
		);
		return new Scope(watched, now);
	}

	/**
	 * Whether an event is wanted that happened at a time, in Unix milliseconds. One without a time
	 * happened before this poll, nobody knows how long before.
	 */
	wants(subject: Subject, time: number | undefined): boolean {
		const happenedAt = time ?? this.now - 1;
		return DIMENSIONS.every((name) => {
			const value = subject[name] ?? '';
			return value === '' || this.since(name, String(value)) <= happenedAt;
		});
	}

	/** Whether every value is let through that an event of a time may have, so that none need be known. */
	letsAll(name: Dimension, time: number | undefined): boolean {
		return this.since(name, ANY) <= (time ?? this.now - 1);
	}

	/** What to remember of it: what is settled up to a time need not be told apart any more. */
	remember(settledUntil: number): IDataObject {
		return { ...each((name) => settled(this.watched[name], settledUntil)) };
	}

	private since(name: Dimension, value: string): number {
		const values = this.watched[name];
		return valueIn(values, value) ?? valueIn(values, ANY) ?? Infinity;
	}
}

function each(make: (name: Dimension) => Since): Watched {
	return {
		events: make('events'),
		symbols: make('symbols'),
		sides: make('sides'),
		types: make('types'),
		assets: make('assets'),
	};
}

/** All values but some that were let through earlier than all others, or some values. */
function sinceFor(chosen: readonly string[], now: number, before: Since = {}): Since {
	const values = chosen.length === 0 ? [ANY] : chosen;
	const since = values.map(
		(value) => [value, valueIn(before, value) ?? valueIn(before, ANY) ?? now] as const,
	);
	return { ...(chosen.length === 0 && before), ...Object.fromEntries(since) };
}

function readSince(remembered: unknown, now: number): Since {
	const values = isRecord(remembered) ? remembered : {};
	return Object.fromEntries(
		Object.entries(values).map(([value, since]) => [value, Math.min(numberOf(since) ?? now, now)]),
	);
}

function settled(values: Since, until: number): Since {
	const since = Object.entries(values).map(
		([value, time]) => [value, time <= until ? EVER : time] as const,
	);
	const isAll = since.some(([value, time]) => value === ANY && time === EVER);
	return isAll ? { [ANY]: EVER } : Object.fromEntries(since);
}

function valueIn(values: Since, name: string): number | undefined {
	return Object.hasOwn(values, name) ? values[name] : undefined;
}
