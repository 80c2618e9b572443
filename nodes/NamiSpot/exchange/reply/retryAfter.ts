import { clock } from '../clock';

/** A longer wait than this is a mistake, and would leave no date to tell. */
const LONGEST_RETRY_AFTER_MS = 30 * 24 * 60 * 60_000;

/**
 * Milliseconds from an answer's `Retry-After` header: seconds, or an HTTP date, which is compared
 * with the answer's own. Undefined without a usable one.
 */
export function retryAfterOf(answer: {
	readonly headers: Readonly<Record<string, string>>;
}): number | undefined {
	const { 'retry-after': header = '', date = '' } = answer.headers;
	if (header.trim() === '') return undefined;
	const seconds = Number(header);
	const wait = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(header) - dateOr(date);
	return Number.isNaN(wait) ? undefined : Math.min(Math.max(0, wait), LONGEST_RETRY_AFTER_MS);
}

function dateOr(header: string): number {
	const date = Date.parse(header);
	return Number.isNaN(date) ? clock.now() : date;
}
