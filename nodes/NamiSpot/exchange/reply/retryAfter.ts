import { clock, DAY_MS } from '../clock';
import { SECONDS_END } from '../orderRow';
import type { Answer } from './reply';

/** A longer wait than this is a mistake, and would leave no date to tell. */
const LONGEST_MS = 30 * DAY_MS;
/** Larger numbers are no seconds to wait, but a time: in Unix seconds, or in Unix milliseconds. */
const FIRST_UNIX_SECOND = 1e9;

/**
 * Milliseconds that an answer asks to wait: from `Retry-After`, in seconds, as an HTTP date or as
 * Unix time, whichever makes sense; with HTTP 429 else from `X-RateLimit-Reset`, Unix milliseconds.
 * Times are compared with the answer's own `Date`. Undefined without a usable one; at most 30 days.
 */
export function retryAfterOf({
	httpStatus,
	headers,
}: Pick<Answer, 'httpStatus' | 'headers'>): number | undefined {
	const said = waitFrom(headers['retry-after'], headers.date);
	if (said !== undefined || httpStatus !== 429) return said;
	return waitFrom(headers['x-ratelimit-reset'], headers.date);
}

function waitFrom(header: string | undefined, date: string | undefined): number | undefined {
	const text = header?.trim() ?? '';
	if (text === '') return undefined;
	const number = Number(text);
	const wait = number < FIRST_UNIX_SECOND ? number * 1000 : unixTime(text, number) - sentAt(date);
	return Number.isNaN(wait) ? undefined : Math.min(Math.max(0, wait), LONGEST_MS);
}

function unixTime(text: string, number: number): number {
	if (!Number.isFinite(number)) return Date.parse(text);
	return number < SECONDS_END ? number * 1000 : number;
}

function sentAt(date = ''): number {
	const time = Date.parse(date);
	return Number.isNaN(time) ? clock.now() : time;
}
