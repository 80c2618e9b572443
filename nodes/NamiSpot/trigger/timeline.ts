import type { IDataObject } from 'n8n-workflow';

import { isRecord, numberOf } from '../exchange/guards';
import type { Look } from './source';

/** By how much a list of the exchange may lag behind; 20 seconds have been seen. */
export const LARGEST_LAG_MS = 3 * 60_000;

const LONG_GAP_MS = 60 * 60_000;
const WINDOW_MS = 24 * 60 * 60_000;
const OVERLAP_MS = 1_000;

/** A clock that was set back by up to this much costs nothing: entries are remembered for so long. */
const TOLERATED_SET_BACK_MS = 15 * 60_000;
/** Times farther in the future are no clock that was set back, but damage. */
const FARTHEST_SET_BACK_MS = 24 * 60 * 60_000;

/** Which stretch of time is settled. Times are Unix milliseconds of this machine. */
export interface Timeline extends IDataObject {
	/** What happened before is of no interest. */
	since: number;
	/** The last poll, those within the largest lag before it, and the one before them; oldest first. */
	looks: number[];
	/** All that was read of what was created from then on is remembered. It only moves forward. */
	rememberedFrom?: number;
}

/** Whether a memory has a timeline that can be used. */
export function isTimeline(memory: unknown, now: number): memory is Timeline {
	if (!isRecord(memory) || !Array.isArray(memory.looks)) return false;
	const { since, looks, rememberedFrom = 0 } = memory;
	return [since, ...looks, rememberedFrom].every((time: unknown) => {
		const known = numberOf(time);
		return known !== undefined && known >= 0 && known <= now + FARTHEST_SET_BACK_MS;
	});
}

/** Whether nothing has been read yet. */
export function isFirstLook({ looks }: Timeline): boolean {
	return looks.length === 0;
}

/**
 * From when on entries have to be read, by their creation. What was created before the oldest of
 * the polls was visible to it as an open order, or, closed by then, to the last poll as a settled
 * entry: one that was closed right before a poll may be in neither list at that time. What is not
 * remembered any more is settled too, whatever has become of the clock since.
 */
export function unsettledFrom({ since, looks, rememberedFrom = 0 }: Timeline): number {
	const [oldest = since] = looks;
	return Math.max(oldest - LARGEST_LAG_MS, rememberedFrom);
}

/** The timeline after everything up to `until` was read, which is now unless there is more to catch up on. */
export function afterLook(before: Timeline, now: number, until: number): Required<Timeline> {
	const after = { since: before.since, looks: until < now ? [until] : looksWith(now, before) };
	const forgotten = unsettledFrom(after) - TOLERATED_SET_BACK_MS;
	const remembered = before.rememberedFrom ?? unsettledFrom(before);
	return { ...after, rememberedFrom: Math.max(forgotten, remembered) };
}

function looksWith(now: number, { looks }: Timeline): number[] {
	const isRecent = (time: number) => time > now - LARGEST_LAG_MS;
	const settled = looks.filter((time) => !isRecent(time)).slice(-1);
	return [...settled, ...looks.filter(isRecent), now];
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

/** A memory as it is at the time of this poll. Says so when the last one was long ago, or is yet to come. */
export function resume<T extends Timeline>(look: Look, memory: T, what: string): T {
	const last = Math.max(memory.since, ...memory.looks);
	if (last > look.now) return setBack(look, memory, last - look.now, what);
	if (!isFirstLook(memory) && look.now - last >= LONG_GAP_MS) {
		look.log('info', `Catching up on ${what} since ${new Date(last).toISOString()}`);
	}
	return memory;
}

/** Nobody knows which clock was right: the times that are yet to come become now. */
function setBack<T extends Timeline>({ now, log }: Look, memory: T, byMs: number, what: string): T {
	const seconds = Math.round(byMs / 1000);
	log('warn', `This machine’s clock was set back by at least ${seconds} s: ${what} go on from now`);
	return {
		...memory,
		since: Math.min(memory.since, now),
		looks: memory.looks.map((time) => Math.min(time, now)),
	};
}
