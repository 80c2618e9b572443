import type { IDataObject } from 'n8n-workflow';

import { isRecord, numberOf } from '../exchange/guards';
import type { Look } from './source';

/** By how much a list of the exchange may lag behind; 20 seconds have been seen. */
export const LARGEST_LAG_MS = 3 * 60_000;

const LONG_GAP_MS = 60 * 60_000;
const WINDOW_MS = 24 * 60 * 60_000;
const OVERLAP_MS = 1_000;

/** Which stretch of time is settled. Times are Unix milliseconds of this machine. */
export interface Timeline extends IDataObject {
	/** What happened before is of no interest. */
	since: number;
	/** The polls within the largest lag, and the one before them; oldest first. */
	looks: number[];
}

export function isTimeline(memory: unknown, now: number): memory is Timeline {
	if (!isRecord(memory) || !Array.isArray(memory.looks)) return false;
	return [memory.since, ...memory.looks].every((time: unknown) => {
		const known = numberOf(time);
		return known !== undefined && known >= 0 && known <= now + LARGEST_LAG_MS;
	});
}

export function isFirstLook({ looks }: Timeline): boolean {
	return looks.length === 0;
}

/**
 * From when on entries have to be read, by their creation. Anything created before the last poll
 * that is older than the largest lag was visible to it, as an open order or as a settled entry.
 */
export function unsettledFrom({ since, looks }: Timeline, now: number): number {
	const settled = looks.filter((time) => time <= now - LARGEST_LAG_MS).at(-1);
	return (settled ?? Math.min(since, ...looks)) - LARGEST_LAG_MS;
}

/** The timeline after everything up to `until` was read. */
export function afterLook({ since, looks }: Timeline, now: number, until: number): Timeline {
	const isRecent = (time: number) => time > now - LARGEST_LAG_MS;
	const settled = looks.filter((time) => !isRecent(time)).slice(-1);
	return { since, looks: [...settled, ...looks.filter(isRecent), until] };
}

/** A stretch of time as the exchange's lists take it. */
export interface Stretch extends IDataObject {
	timeFrom: string;
	timeTo?: string;
}

/**
 * Reads from `start` to now, a day at a time, so that catching up after a long outage can be spread
 * over several polls. Returns up to when it came.
 */
export async function readStretches(
	{ now, isOverdue }: Look,
	start: number,
	readStretch: (stretch: Stretch) => Promise<void>,
): Promise<number> {
	let from = start;
	for (;;) {
		const to = from + WINDOW_MS;
		const timeFrom = new Date(from).toISOString();
		if (to >= now) {
			await readStretch({ timeFrom });
			return now;
		}
		await readStretch({ timeFrom, timeTo: new Date(to + OVERLAP_MS).toISOString() });
		if (isOverdue()) return to;
		from = to;
	}
}

/** Says so when the last poll was long ago. */
export function announceGap(look: Look, { looks }: Timeline, what: string): void {
	const last = looks.at(-1);
	if (last === undefined || look.now - last < LONG_GAP_MS) return;
	look.log('info', `Catching up on ${what} since ${new Date(last).toISOString()}`);
}
