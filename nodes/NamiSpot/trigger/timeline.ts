import type { IDataObject } from 'n8n-workflow';

import { DAY_MS, HOUR_MS, isoTime, MINUTE_MS } from '../exchange/clock';
import type { PagedName } from '../exchange/api/orders';
import { isRecord, numberOf } from '../exchange/guards';
import type { Failure } from '../exchange/reply/failure';
import { asFailure } from '../nodeError';
import { historyPages, isBefore } from './pages';
import type { Poll } from './source';

/** By how much a list of the exchange may lag behind; 20 seconds have been seen. */
export const LARGEST_LAG_MS = 3 * MINUTE_MS;

const LONG_GAP_MS = HOUR_MS;
const WINDOW_MS = DAY_MS;
const SHORTEST_WINDOW_MS = MINUTE_MS;
const OVERLAP_MS = 1_000;
/** Regular polls read back a few minutes; what reads further waits for everything else. */
const CATCHING_UP_MS = 30 * MINUTE_MS;
/** The exchange's clock is known to about a second: so far back it goes without being set back. */
const CLOCK_JITTER_MS = 5_000;

/** A clock that was set back by up to this much costs nothing: entries are remembered for so long. */
const TOLERATED_SET_BACK_MS = 15 * MINUTE_MS;
/** Times farther in the future are no clock that was set back, but damage. */
const FARTHEST_SET_BACK_MS = DAY_MS;

/**
 * Which stretch of time is settled. Times are Unix milliseconds of the exchange's clock, as far as
 * it was known.
 */
export interface Timeline extends IDataObject {
	/** What happened before is of no interest. */
	since: number;
	/** The last poll, those within the largest lag before it, and the one before them; oldest first. */
	polls: number[];
	/** How long a stretch may be, in milliseconds, after one of a day could not be read in one poll. */
	windowMs?: number;
	/** It was begun while the exchange could not be asked for the time: `since` is this machine's. */
	isByMachine?: boolean;
	/** All that was read of what was created from then on is remembered. It only moves forward. */
	rememberedFrom?: number;
}

/** Whether a memory has a timeline that can be used. */
export function isTimeline(memory: unknown, now: number): memory is Timeline {
	if (!isRecord(memory) || !Array.isArray(memory.polls)) return false;
	const { since, polls, rememberedFrom = 0 } = memory;
	return [since, ...polls, rememberedFrom].every((time: unknown) => {
		const known = numberOf(time);
		return known !== undefined && known >= 0 && known <= now + FARTHEST_SET_BACK_MS;
	});
}

/** Whether nothing has been read yet. */
export function isFirstPoll({ polls }: Timeline): boolean {
	return polls.length === 0;
}

/**
 * From when on entries have to be read, by their creation. What was created before the oldest of
 * the polls was visible to it as an open order, or, closed by then, to the last poll as a settled
 * entry: one that was closed right before a poll may be in neither list at that time. What is not
 * remembered any more is settled too, whatever has become of the clock since.
 */
export function unsettledFrom({ since, polls, rememberedFrom = 0 }: Timeline): number {
	const [oldest = since] = polls;
	return Math.max(oldest - LARGEST_LAG_MS, rememberedFrom);
}

export interface PollProgress {
	/** Unix milliseconds: everything before has been read. */
	readonly until: number;
	/** As in `Timeline`. */
	readonly windowMs: number;
}

/** The timeline after everything up to a time was read, which is now unless there is more to catch up on. */
export function afterPoll(
	before: Timeline,
	now: number,
	{ until, windowMs }: PollProgress,
): Required<Timeline> {
	const polls = until < now ? [until] : pollsWith(now, before);
	const after = { since: before.since, polls, isByMachine: false, windowMs };
	const forgotten = unsettledFrom(after) - TOLERATED_SET_BACK_MS;
	const remembered = before.rememberedFrom ?? unsettledFrom(before);
	return { ...after, rememberedFrom: Math.max(forgotten, remembered) };
}

function pollsWith(now: number, { polls }: Timeline): number[] {
	const isRecent = (time: number) => time > now - LARGEST_LAG_MS;
	const settled = polls.filter((time) => !isRecent(time)).slice(-1);
	return [...settled, ...polls.filter(isRecent), now];
}

/**
 * Reads a list from what is unsettled to now, a day at a time, so that catching up after a long outage can be spread
 * over several polls. A stretch that cannot be read in one poll is read in shorter ones by the next,
 * unless other lists took the time of this one.
 */
export async function readStretches(
	poll: Poll,
	memory: Timeline,
	list: PagedName,
	dateOf: (entry: IDataObject) => number | undefined,
	note: (entry: IDataObject, isOld: boolean) => void,
): Promise<PollProgress> {
	const { now } = poll;
	const { windowMs = WINDOW_MS } = memory;
	const start = unsettledFrom(memory);
	const purpose = now - start > CATCHING_UP_MS ? 'catchUp' : 'read';
	const isLate = poll.budget.isOverdue();
	const readStretch = async (stretch: { from: number; to?: number }) => {
		for await (const entries of historyPages(poll, list, stretch, purpose)) {
			const isOld = isBefore(entries, stretch.from, dateOf);
			for (const entry of entries) note(entry, isOld);
			if (isOld) return;
		}
	};
	let from = start;
	try {
		for (;;) {
			const to = from + windowMs;
			if (to >= now) {
				await readStretch({ from });
				return { until: now, windowMs: WINDOW_MS };
			}
			await readStretch({ from, to: to + OVERLAP_MS });
			if (poll.budget.isOverdue()) return { until: to, windowMs };
			from = to;
		}
	} catch (caught) {
		const failure = asFailure(caught, 'Try again', poll.connection.caller.logger);
		if (!isOutOfTime(poll, failure)) throw failure;
		poll.log('info', 'This poll ran out of time; the next one continues');
		const isTooLong = from === start && !isLate;
		return {
			until: from,
			windowMs: isTooLong ? Math.max(windowMs / 4, SHORTEST_WINDOW_MS) : windowMs,
		};
	}
}

/** Whether its time is up, or a call would have waited longer for its turn than what is left of it. */
function isOutOfTime(poll: Poll, { facts }: Failure): boolean {
	return poll.budget.isOver() || (facts.reason === 'rate_limited' && poll.budget.isOverdue());
}

/** A memory as it is at the time of this poll. Says so when the last one was long ago, or is yet to come. */
export function resume<T extends Timeline>(poll: Poll, saved: T, what: string): T {
	const memory = saved.isByMachine === true ? corrected(saved, poll) : saved;
	const last = Math.max(memory.since, ...memory.polls);
	if (last > poll.now) return setBack(poll, memory, last - poll.now, what);
	if (!isFirstPoll(memory) && poll.now - last >= LONG_GAP_MS) {
		poll.log('info', `Catching up on ${what} since ${isoTime(last)}`);
	}
	return memory;
}

/** The time of this machine as the exchange’s, less what that may be off by. */
function corrected<T extends Timeline>(memory: T, { clockOffset, now, since }: Poll): T {
	return { ...memory, since: memory.since + clockOffset - (now - since), isByMachine: false };
}

/** Nobody knows which clock was right: the times that are yet to come become now. */
function setBack<T extends Timeline>({ now, log }: Poll, memory: T, byMs: number, what: string): T {
	if (byMs > CLOCK_JITTER_MS) {
		const seconds = Math.round(byMs / 1000);
		log('warn', `The clock was set back by at least ${seconds} s; ${what} continue from now`);
	}
	return {
		...memory,
		since: Math.min(memory.since, now),
		polls: memory.polls.map((time) => Math.min(time, now)),
	};
}
