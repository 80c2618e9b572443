import fc from 'fast-check';
import { DateTime } from 'luxon';

import { inZone } from '../../../nodes/NamiSpot/fields/zonedTime';
import { fieldsOf } from './fieldsOf';

const FROM = { name: 'from', displayName: 'From' };
const ZONES = [
	'UTC',
	'Asia/Ho_Chi_Minh',
	'America/New_York',
	'Asia/Kathmandu',
	'Australia/Lord_Howe',
] as const;

const read = (value: unknown, zone = 'UTC') => fieldsOf({ from: value }, 3, zone).date(FROM);
const iso = (value: unknown, zone?: string) => {
	const time = read(value, zone);
	return time === undefined ? undefined : new Date(time).toISOString();
};

describe.each(ZONES)('in %s', (zone) => {
	const at = (hour: number, minute = 0, second = 0, millisecond = 0) =>
		DateTime.fromObject(
			{ year: 2025, month: 2, day: 1, hour, minute, second, millisecond },
			{ zone },
		).toMillis();

	it.each([
		['2025-02-01', at(0)],
		['2025-2-1', at(0)],
		['2025/02/01', at(0)],
		['2025-02-01T09:30:00', at(9, 30)],
		['2025-02-01T09:30:15.250', at(9, 30, 15, 250)],
		['2025-02-01 9:30', at(9, 30)],
		['2025-02-01 09:30', at(9, 30)],
		['2025-2-1, 9:30:15', at(9, 30, 15)],
		['2025-02-01 9:30 PM', at(21, 30)],
		['2025-02-01 12:05am', at(0, 5)],
	])('%p has the workflow’s time zone', (text, time) => {
		expect(read(text, zone)).toBe(time);
		expect(read(` ${text}\u200b\n`, zone)).toBe(time);
	});

	it.each([
		'2025-02-01T02:30:00Z',
		'2025-02-01T02:30Z',
		'2025-02-01 9:30 +07:00',
		'2025-02-01T09:30:00+0700',
		'2025-02-01T09:30:00.000+07',
		'2025-01-31 21:30:00 -05:00',
		'2025-02-01 02:30 UTC',
		'Sat Feb 01 2025 09:30:00 GMT+0700 (Indochina Time)',
		'Sat, 01 Feb 2025 02:30:00 GMT',
		'1738377000000',
		1738377000000,
		'1738377000',
		1738377000,
		new Date(1738377000000),
		DateTime.fromMillis(1738377000000, { zone: 'Asia/Tokyo' }),
		{ __isoString: '2025-02-01T02:30:00.000Z' },
	])('%p has a zone of its own', (given) => {
		expect(iso(given, zone)).toBe('2025-02-01T02:30:00.000Z');
	});
});

test.each([
	'2025-02-29',
	'2025-02-30 9:30',
	'2025-04-31',
	'2025-13-01',
	'2025-00-10',
	'2025-01-00',
	'2025-02-01 24:00',
	'2025-02-01 9:60',
	'2025-02-01 13:00 PM',
	'2025-02-01 0:30 AM',
	'2025-02-01T09:30:00+15:00',
	'01/02/2025',
	'1.2.2025',
	'2025-02/01',
	'25-02-01',
	'2025-02',
	'2025-W05',
	'2025-032',
	'20250201',
	'9:30',
	'2025-02-01 9:30 Hanoi',
	'2025-02-01 or later',
	'Sat, 30 Feb 2025 02:30:00 GMT',
	'tomorrow',
	'17383770',
	true,
	{},
	[],
	Number.NaN,
	DateTime.invalid('by intent'),
	new Date('no date'),
])('%p is refused, since there is no such day or no telling which', (given) => {
	expect(() => read(given)).toThrow(
		expect.objectContaining({
			message: expect.stringMatching(/^From is .*, which is not a date$/),
			facts: { reason: 'invalid_input', field: 'from', item: 3 },
		}),
	);
});

test.each(['', ' ', '\u200b', null, undefined])('%p is no date', (given) => {
	expect(read(given)).toBeUndefined();
});

describe('where clocks are set', () => {
	it.each([
		// forward: the time that is skipped is as long after the skip began
		['America/New_York', '2025-03-09 01:59', '2025-03-09T06:59:00.000Z'],
		['America/New_York', '2025-03-09 02:30', '2025-03-09T07:30:00.000Z'],
		['America/New_York', '2025-03-09 03:30', '2025-03-09T07:30:00.000Z'],
		['Australia/Lord_Howe', '2025-10-05 02:15', '2025-10-04T15:45:00.000Z'],
		['Pacific/Apia', '2011-12-30 12:00', '2011-12-30T22:00:00.000Z'],
		// back: the first of the two
		['America/New_York', '2025-11-02 00:59', '2025-11-02T04:59:00.000Z'],
		['America/New_York', '2025-11-02 01:30', '2025-11-02T05:30:00.000Z'],
		['America/New_York', '2025-11-02 02:00', '2025-11-02T07:00:00.000Z'],
		['Australia/Lord_Howe', '2025-04-06 01:45', '2025-04-05T14:45:00.000Z'],
	])('in %s, %s is %s', (zone, text, expected) => {
		expect(iso(text, zone)).toBe(expected);
	});
});

test('every moment that is shown once is read back, in every zone', () => {
	fc.assert(
		fc.property(
			fc.integer({ min: Date.UTC(1990, 0), max: Date.UTC(2060, 0) }),
			fc.constantFrom(...ZONES, 'Europe/London', 'America/St_Johns', 'Asia/Tehran'),
			(moment, zone) => {
				const shown = DateTime.fromMillis(moment, { zone });
				const again = inZone(moment + shown.offset * 60_000, zone);
				const isShownTwice = shown.getPossibleOffsets().length > 1;
				expect(again).toBe(isShownTwice ? shown.getPossibleOffsets()[0]?.toMillis() : moment);
			},
		),
		{ numRuns: 500 },
	);
});

test('an unknown time zone is not taken for another one', () => {
	expect(() => read('2025-02-01', 'Mars/Olympus')).toThrow(RangeError);
});
