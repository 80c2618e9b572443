import { clock } from '../../../../nodes/NamiSpot/exchange/clock';
import { retryAfterOf } from '../../../../nodes/NamiSpot/exchange/reply/retryAfter';
import { installClock, VirtualClock } from '../../../../tools/harness/virtualClock';

const MONTH_MS = 30 * 24 * 60 * 60_000;
/** 2025-01-01T00:00:20Z, as the answer's own date. */
const DATE = 'Wed, 01 Jan 2025 00:00:20 GMT';
const NOW_MS = Date.UTC(2025, 0, 1);

let restore = () => {};
beforeEach(() => {
	restore = installClock(new VirtualClock({ start: NOW_MS }), clock);
});
afterEach(() => restore());

test.each([
	['12', undefined, 12_000],
	['1.5', undefined, 1_500],
	['0', undefined, 0],
	['-5', undefined, 0],
	['86400', undefined, 86_400_000],
	['Infinity', undefined, undefined],
	['1e99', undefined, MONTH_MS],
	['Wed, 01 Jan 2025 00:01:00 GMT', DATE, 40_000],
	['Wed, 01 Jan 2025 00:01:00 GMT', undefined, 60_000],
	['Wed, 01 Jan 2025 00:01:00 GMT', 'nonsense', 60_000],
	[String(NOW_MS / 1000 + 50), DATE, 30_000],
	[String(NOW_MS + 50_000), DATE, 30_000],
	[String(NOW_MS + 50_000), undefined, 50_000],
	[String(NOW_MS / 1000 - 50), undefined, 0],
	['soon', undefined, undefined],
	['', undefined, undefined],
])('Retry-After %j in an answer of %s', (retryAfter, date, expected) => {
	const headers = { 'retry-after': retryAfter, ...(date !== undefined && { date }) };
	expect(retryAfterOf({ httpStatus: 503, headers })).toBe(expected);
});

test.each([
	['Unix milliseconds', 429, { 'x-ratelimit-reset': String(NOW_MS + 50_000), date: DATE }, 30_000],
	['Unix seconds', 429, { 'x-ratelimit-reset': String(NOW_MS / 1000 + 50), date: DATE }, 30_000],
	['beside Retry-After', 429, { 'x-ratelimit-reset': '9', 'retry-after': '7' }, 7_000],
	['beside an unreadable one', 429, { 'x-ratelimit-reset': '9', 'retry-after': 'soon' }, 9_000],
	['of an answer that is no 429', 503, { 'x-ratelimit-reset': '9' }, undefined],
	['missing', 429, {}, undefined],
])('X-RateLimit-Reset: %s', (_, httpStatus, headers, expected) => {
	expect(retryAfterOf({ httpStatus, headers })).toBe(expected);
});
