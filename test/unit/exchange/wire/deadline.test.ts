import { withinDeadline } from '../../../../nodes/NamiSpot/exchange/wire/deadline';
import { send } from '../../../../nodes/NamiSpot/exchange/wire/request';
import { connectionTo, ok, useStandIn } from '../api/standIn';

const standIn = useStandIn(() => ok());

/** A call that nobody ends would be waited for as long. */
const LONGEST_MS = 10_000;
const never = async (): Promise<never> => await new Promise<never>(() => {});

/** Some work, and whether the connection that it has is given up. */
class Call {
	private signal: AbortSignal | undefined;

	constructor(private readonly work: Promise<unknown>) {}

	get isGivenUp(): boolean | undefined {
		return this.signal?.aborted;
	}

	/** @param endsThen the work ends, too, when its connection is given up */
	async within(ms: number, canceled?: AbortSignal, endsThen = false): Promise<unknown> {
		return await withinDeadline(ms, canceled, async (signal) => {
			this.signal = signal;
			const givenUp = new Promise((end) => signal.addEventListener('abort', end));
			return await (endsThen ? givenUp : this.work);
		});
	}
}

test(
	'work that does not end is given up in time, and so is its connection',
	async () => {
		const call = new Call(never());
		await expect(call.within(20)).rejects.toMatchObject({ code: 'ETIMEDOUT' });
		expect(call.isGivenUp).toBe(true);
	},
	LONGEST_MS,
);

test(
	'work that ends in time is left alone',
	async () => {
		const [first, second] = [new Call(Promise.resolve('done')), new Call(never())];
		const [done, late] = [first, second].map(async (call) => await call.within(20));
		await expect(done).resolves.toBe('done');
		await expect(late).rejects.toMatchObject({ code: 'ETIMEDOUT' });
		expect([first, second].map(({ isGivenUp }) => isGivenUp)).toEqual([false, true]);
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
	const [over, underWay] = [new Call(Promise.resolve()), new Call(never())];
	await over.within(LONGEST_MS, execution.signal);
	const ended = underWay.within(LONGEST_MS, execution.signal, true);
	execution.abort();
	await ended;
	expect([over, underWay].map(({ isGivenUp }) => isGivenUp)).toEqual([false, true]);
});
