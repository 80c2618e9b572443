import { deadlineIn } from '../../../../nodes/NamiSpot/exchange/wire/deadline';
import { send } from '../../../../nodes/NamiSpot/exchange/wire/request';
import { connectionTo, ok, useStandIn } from '../api/standIn';

const standIn = useStandIn(() => ok());

/** A call that nobody ends would be waited for as long. */
const LONGEST_MS = 10_000;
const never = async (): Promise<never> => await new Promise<never>(() => {});

test(
	'work that does not end is given up in time, and so is its connection',
	async () => {
		const deadline = deadlineIn(20);
		await expect(deadline.race(never())).rejects.toMatchObject({ code: 'ETIMEDOUT' });
		expect(deadline.signal.aborted).toBe(true);
	},
	LONGEST_MS,
);

test(
	'work that ends in time is left alone',
	async () => {
		const deadlines = [1, 2].map(() => deadlineIn(20));
		const [first] = deadlines;
		await expect(first?.race(Promise.resolve('done'))).resolves.toBe('done');
		await expect(deadlines[1]?.race(never())).rejects.toMatchObject({ code: 'ETIMEDOUT' });
		expect(first?.signal.aborted).toBe(false);
	},
	LONGEST_MS,
);

test(
	'an answer that does not end is silence, in time',
	async () => {
		const connection = connectionTo(standIn, 'nami.example');
		standIn.respond = never;
		const call = { path: '/time', parameters: {}, isSigned: false, timeout: 20 } as const;
		const verdict = await send(connection, { ...call, method: 'GET', purpose: 'read' });
		expect(verdict).toMatchObject({ proves: 'unknown', reply: { kind: 'silence' } });
	},
	LONGEST_MS,
);

test('a canceled execution ends the connection of a call that is under way, and of no other', async () => {
	const execution = new AbortController();
	const [over, underWay] = [
		deadlineIn(LONGEST_MS, execution.signal),
		deadlineIn(LONGEST_MS, execution.signal),
	];
	await over.race(Promise.resolve());
	const call = new Promise<void>((end) => {
		underWay.signal.addEventListener('abort', () => end());
	});
	const ended = underWay.race(call);
	execution.abort();
	await ended;
	expect([over, underWay].map(({ signal }) => signal.aborted)).toEqual([false, true]);
});
