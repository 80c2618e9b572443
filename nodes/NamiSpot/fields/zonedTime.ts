import { DAY_MS } from '../exchange/clock';

/** A time as clocks on a wall show it: no zone, months from 1. */
export interface WallTime {
	readonly year: number;
	readonly month: number;
	readonly day: number;
	readonly hour: number;
	readonly minute: number;
	readonly second: number;
	readonly millisecond: number;
}

/**
 * A wall time as if it were UTC's, in Unix milliseconds; undefined for a time that does not exist,
 * such as February 30 or 24:30.
 */
export function asUtc(wall: WallTime): number | undefined {
	const { year, month, day, hour, minute, second, millisecond } = wall;
	const time = Date.UTC(year, month - 1, day, hour, minute, second, millisecond);
	const date = new Date(time);
	const exists =
		date.getUTCFullYear() === year &&
		date.getUTCMonth() === month - 1 &&
		date.getUTCDate() === day &&
		date.getUTCHours() === hour &&
		date.getUTCMinutes() === minute &&
		date.getUTCSeconds() === second;
	return exists ? time : undefined;
}

/**
 * The moment at which clocks in a time zone show a time, given as if it were UTC's. Where clocks are
 * set back they show it twice: the first of the two. Where they are set forward they skip it: as
 * long after the skip began as the time is, so 2:30 is the 3:30 that follows 1:59.
 *
 * @param wall Unix milliseconds of the same wall time in UTC
 * @param zone an IANA name, e.g. `Asia/Ho_Chi_Minh`
 * @returns Unix milliseconds
 * @throws RangeError for an unknown zone
 */
export function inZone(wall: number, zone: string): number {
	const before = offsetAt(wall - DAY_MS, zone);
	const after = offsetAt(wall + DAY_MS, zone);
	const moments = [before, after].map((offset) => wall - offset);
	const shown = moments.filter((moment) => moment + offsetAt(moment, zone) === wall);
	return shown.length > 0 ? Math.min(...shown) : wall - before;
}

/** How far clocks in a zone are ahead of UTC, in milliseconds. */
function offsetAt(moment: number, zone: string): number {
	const parts = new Intl.DateTimeFormat('en-US', {
		timeZone: zone,
		calendar: 'gregory',
		hourCycle: 'h23',
		year: 'numeric',
		month: 'numeric',
		day: 'numeric',
		hour: 'numeric',
		minute: 'numeric',
		second: 'numeric',
	}).formatToParts(moment);
	const part = (type: Intl.DateTimeFormatPartTypes): number =>
		Number(parts.find((candidate) => candidate.type === type)?.value);
	const shown = Date.UTC(
		part('year'),
		part('month') - 1,
		part('day'),
		part('hour'),
		part('minute'),
		part('second'),
	);
	return shown - Math.floor(moment / 1000) * 1000;
}
