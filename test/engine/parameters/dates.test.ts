import { DateTime } from 'luxon';
import type { INodeParameters } from 'n8n-workflow';
import { RunParameters } from '../../../nodes/NamiSpot/fields/parameters';
import { runWorkflowJson } from '../../../tools/harness';
import { readerNode } from './readerNode';

const ZONES = [
	'UTC',
	'Asia/Ho_Chi_Minh',
	'America/New_York',
	'Asia/Kathmandu',
	'Australia/Lord_Howe',
];

/** 9:30 on a clock in the workflow's zone, in ways of n8n's date field, of expressions and of people. */
const IN_THE_WORKFLOWS_ZONE = [
	'2025-02-01T09:30:00',
	'2025-02-01 9:30',
	'2025-02-01 09:30',
	'2025/2/1 9:30 AM',
	'={{ "2025-02-01 9:30" }}',
	'={{ $json.day }} 9:30',
	'={{ $json.day + " 09:30:00" }}',
	'={{ DateTime.fromISO("2025-02-01T09:30") }}',
	'={{ DateTime.fromObject({ year: 2025, month: 2, day: 1 }).plus({ minutes: 570 }) }}',
	'={{ DateTime.fromISO("2025-02-01T09:30").toISO() }}',
	'={{ DateTime.fromISO("2025-02-01T09:30").toMillis() }}',
	'= {{ DateTime.fromISO("2025-02-01T09:30") }}',
];

/** The same moment everywhere, 2025-02-01T02:30:00Z. */
const OF_ITS_OWN_ZONE = [
	'2025-02-01T02:30:00.000Z',
	'2025-02-01 9:30 +07:00',
	'={{ DateTime.fromISO("2025-02-01T09:30", { zone: "Asia/Ho_Chi_Minh" }) }}',
	'={{ new Date(1738377000000) }}',
	'={{ new Date(1738377000000).toString() }}',
	'={{ new Date(1738377000000).toUTCString() }}',
	'={{ $json.ms }}',
	'={{ $json.ms / 1000 }}',
];

const FIELD = { name: 'from', displayName: 'From' };

/** What a filter holds is read as in the node, on its own and in a collection. */
async function readDates(zone: string, values: readonly string[]): Promise<Array<string | null>> {
	const times: Array<number | undefined> = [];
	const parameters: INodeParameters = Object.fromEntries(
		values.flatMap((value, no) => [
			[`alone${no}`, value],
			[`filters${no}`, { from: value }],
		]),
	);
	const node = readerNode(Object.keys(parameters), (context) => {
		const fields = new RunParameters(context).of(0);
		values.forEach((_, no) => {
			const alone = fields.date({ ...FIELD, name: `alone${no}` });
			const filters = fields.collection({ ...FIELD, name: `filters${no}` });
			expect(filters.date(FIELD)).toBe(alone);
			times.push(alone);
		});
	});
	const run = await runWorkflowJson(
		{
			nodes: [
				{
					id: 't',
					name: 'Trigger',
					type: 'n8n-nodes-base.manualTrigger',
					typeVersion: 1,
					position: [0, 0],
					parameters: {},
				},
				{ id: 'r', name: 'R', type: 'test.reader', typeVersion: 1, position: [0, 0], parameters },
			],
			connections: { Trigger: { main: [[{ node: 'R', type: 'main', index: 0 }]] } },
			settings: { timezone: zone },
		},
		{
			items: [{ json: { day: '2025-02-01', ms: 1738377000000 } }],
			nodeTypes: { 'test.reader': node },
		},
	);
	expect(run.error).toBeUndefined();
	return times.map((time) => (time === undefined ? null : new Date(time).toISOString()));
}

test.each(ZONES)('dates are read in the workflow’s time zone, %s', async (zone) => {
	const time = DateTime.fromISO('2025-02-01T09:30', { zone }).toUTC().toISO();
	expect(await readDates(zone, IN_THE_WORKFLOWS_ZONE)).toEqual(
		IN_THE_WORKFLOWS_ZONE.map(() => time),
	);
	expect(await readDates(zone, OF_ITS_OWN_ZONE)).toEqual(
		OF_ITS_OWN_ZONE.map(() => '2025-02-01T02:30:00.000Z'),
	);
});
