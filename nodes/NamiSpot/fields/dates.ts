import { isoTime, MINUTE_MS } from '../exchange/clock';
import { isRecord } from '../exchange/guards';
import { Refused, type Kind } from './kind';
import { inZone } from './zonedTime';

/**
 * A date in any form that n8n's date field, expressions and people give, in Unix milliseconds:
 * `2025-02-01`, `2025-2-1 9:30`, `2025/02/01 09:30:15`, `2025-02-01T09:30:00.000`, `… 9:30 PM`, in
 * the given time zone unless a zone follows (`Z`, `+07:00`); DateTime and Date objects, and their
 * text; Unix time in milliseconds or seconds. A day that does not exist is refused.
 */
export function dateKind(zone: string): Kind<number> {
	return {
		howToFill:
			'Enter a date such as 2025-02-01 9:30, with the year first, Unix time, or an expression such as {{ $now.minus(1, "day") }}',
		read(given) {
			const text = typeof given === 'object' ? serialized(given) : String(given).trim();
			const time = unixTime(text) ?? writtenTime(text, zone) ?? stampedTime(text);
			return time ?? new Refused('which is not a date');
		},
	};
}

/**
 * Date and DateTime objects become ISO text in JSON. A DateTime that n8n's expression isolate hands
 * out as a plain object, as it may inside a collection, carries that text along.
 */
function serialized(given: unknown): string {
	const json: unknown = JSON.parse(JSON.stringify(given));
	return String(isRecord(json) ? json.__isoString : json);
}

const SECONDS = /^\d{10}$/;
const MILLISECONDS = /^\d{12,15}$/;

function unixTime(text: string): number | undefined {
	if (MILLISECONDS.test(text)) return Number(text);
	return SECONDS.test(text) ? Number(text) * 1000 : undefined;
}

/** Year first: which of two other numbers is the day, `01/02/2025` does not say. */
const DATE = String.raw`(?<year>(?!00)\d{4})([-/.])(?<month>\d{1,2})\2(?<day>\d{1,2})`;
const TIME = String.raw`(?<hour>\d{1,2}):(?<minute>\d{2})(?::(?<second>\d{2})(?:[.,](?<fraction>\d{1,9}))?)?`;
const ZONE = String.raw`(?<utc>Z|UTC|GMT)|(?<sign>[+-])(?<zoneHours>\d{2})(?::?(?<zoneMinutes>\d{2}))?`;
const WRITTEN = new RegExp(
	`^${DATE}(?:(?:T|,? +)${TIME}(?: *(?<half>[AP]M))?(?: ?(?:${ZONE}))?)?$`,
	'i',
);

function writtenTime(text: string, zone: string): number | undefined {
	const found = WRITTEN.exec(text)?.groups;
	if (found === undefined) return undefined;
	const part = (name: string): number => Number(found[name] ?? 0);
	const hour = hourOfDay(part('hour'), found.half);
	if (hour === undefined) return undefined;
	const parts = [part('month'), part('day'), hour, part('minute'), part('second')];
	const [month, day, ...time] = parts.map((value) => String(value).padStart(2, '0'));
	const shown = `${found.year}-${month}-${day}T${time.join(':')}`;
	const fraction = (found.fraction ?? '').padEnd(3, '0').slice(0, 3);
	const wall = Date.parse(`${shown}.${fraction}Z`);
	const exists = !Number.isNaN(wall) && isoTime(wall).startsWith(shown);
	if (!exists) return undefined;
	if (found.utc !== undefined) return wall;
	if (found.sign === undefined) return inZone(wall, zone);
	const [hours, minutes] = [part('zoneHours'), part('zoneMinutes')];
	if (hours > 14 || minutes > 59) return undefined;
	return wall - Number(`${found.sign}1`) * (hours * 60 + minutes) * MINUTE_MS;
}

function hourOfDay(hour: number, half: string | undefined): number | undefined {
	if (half === undefined) return hour;
	if (hour < 1 || hour > 12) return undefined;
	return (hour % 12) + (half.toUpperCase() === 'PM' ? 12 : 0);
}

const DAY_NAME = String.raw`(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)`;
/** As a Date is written in a text (`Sat Feb 01 2025 09:30:00 GMT+0700 (…)`) and in a header. */
const STAMPED = [
	new RegExp(
		`^${DAY_NAME} (?<month>[A-Z][a-z]{2}) (?<day>\\d{2}) (?<year>\\d{4}) (?<time>[\\d:]{8}) GMT(?<offset>[+-]\\d{4})(?: \\([^()]*\\))?$`,
	),
	new RegExp(
		`^${DAY_NAME}, (?<day>\\d{2}) (?<month>[A-Z][a-z]{2}) (?<year>\\d{4}) (?<time>[\\d:]{8}) (?<offset>GMT|[+-]\\d{4})$`,
	),
];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

function stampedTime(text: string): number | undefined {
	const found = STAMPED.map((form) => form.exec(text)?.groups).find((groups) => groups);
	if (found === undefined) return undefined;
	const { year, month = '', day, time, offset = '' } = found;
	const zone = offset === 'GMT' ? 'Z' : offset;
	return writtenTime(`${year}-${MONTHS.indexOf(month) + 1}-${day}T${time}${zone}`, 'UTC');
}
