import { pbkdf2 } from 'node:crypto';
import { promisify } from 'node:util';
import { outOfSight } from '../../../tools/harness/outOfSight';
import { VirtualClock } from '../../../tools/harness/virtualClock';
import { runProbe } from './facts/probe';

const HOUR_MS = 3_600_000;

/** Works in a thread that the event loop does not see until it is done, as an isolate does. */
async function workInThread(): Promise<void> {
	await promisify(pbkdf2)('password', 'salt', 50_000, 32, 'sha256');
}

test('time stands still while work goes on out of sight', async () => {
	const clock = new VirtualClock({ start: 0 });
	const seen: number[] = [];
	const work = async () =>
		await outOfSight(async (inSight) => {
			await workInThread();
			seen.push(clock.now());
			await inSight(async () => await clock.sleep(10));
			await workInThread();
			seen.push(clock.now());
		});
	await Promise.all([work(), clock.sleep(HOUR_MS)]);
	expect(seen).toEqual([0, 10]);
	expect(clock.now()).toBe(HOUR_MS);
});

test('work out of sight that is over holds nobody up, nor does work that failed', async () => {
	const clock = new VirtualClock({ start: 0 });
	await outOfSight(async () => {});
	const failing = outOfSight(async (inSight) => {
		await inSight(async () => {
			throw new Error('failed');
		});
	});
	await expect(failing).rejects.toThrow('failed');
	await clock.sleep(HOUR_MS);
	expect(clock.now()).toBe(HOUR_MS);
});

test('who waits for what another execution has begun does not stop the time', async () => {
	const clock = new VirtualClock({ start: 0 });
	let reading: Promise<void> | undefined;
	const readOnce = async () => {
		reading ??= clock.sleep(HOUR_MS);
		await reading;
		return [];
	};
	await Promise.all([runProbe(readOnce), runProbe(readOnce)]);
	expect(clock.now()).toBe(HOUR_MS);
});

test('time stands still between the tries of a node', async () => {
	const clock = new VirtualClock({ start: 0 });
	const seen: number[] = [];
	const failOnce = async () => {
		seen.push(clock.now());
		if (seen.length === 1) throw new Error('the first try');
		return [];
	};
	const tries = runProbe(failOnce, { retryOnFail: true, waitBetweenTries: 50 });
	await Promise.all([tries, clock.sleep(HOUR_MS)]);
	expect(seen).toEqual([0, 0]);
});
