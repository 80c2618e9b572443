import { DAY_MS } from '../exchange/clock';

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

const OFFSET = /([+-])(\d{2}):(\d{2})(?::(\d{2}))?$/;

/** How far clocks in a zone are ahead of UTC, in milliseconds. */
function offsetAt(moment: number, timeZone: string): number {
	const format = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' });
	const name = format.formatToParts(moment).find(({ type }) => type === 'timeZoneName')?.value;
	const [, sign, hours, minutes, seconds = 0] = OFFSET.exec(name ?? '') ?? [];
	if (sign === undefined) return 0;
	const ms = ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000;
	return sign === '-' ? -ms : ms;
}
