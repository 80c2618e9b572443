import { pbkdf2 } from 'node:crypto';
import { createServer, get } from 'node:http';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import { VirtualClock } from '../../../tools/harness/virtualClock';

const HOUR_MS = 3_600_000;

/** Works in a thread that the event loop does not see until it is done, as an isolate does. */
async function workInThread(): Promise<void> {
	await promisify(pbkdf2)('password', 'salt', 50_000, 32, 'sha256');
}

test('time stands still while work in step goes on where nobody sees it', async () => {
	const clock = new VirtualClock({ start: 0 });
	const seen: number[] = [];
	const work = async () => {
		await workInThread();
		seen.push(clock.now());
		await clock.sleep(10);
		await workInThread();
		seen.push(clock.now());
	};
	await Promise.all([clock.inStep(work), clock.inStep(async () => await clock.sleep(HOUR_MS))]);
	expect(seen).toEqual([0, 10]);
	expect(clock.now()).toBe(HOUR_MS);
});

test('work in step that is over holds nobody up, nor does work that failed', async () => {
	const clock = new VirtualClock({ start: 0 });
	await clock.inStep(async () => {});
	const failing = clock.inStep(async () => {
		throw new Error('failed');
	});
	await expect(failing).rejects.toThrow('failed');
	await clock.sleep(HOUR_MS);
	expect(clock.now()).toBe(HOUR_MS);
});

test('a sleep that is aborted wakes the work', async () => {
	const clock = new VirtualClock({ start: 0 });
	const controller = new AbortController();
	const work = async () => {
		void clock.later(10).then(() => controller.abort());
		await clock.sleep(HOUR_MS, controller.signal);
		await workInThread();
		return clock.now();
	};
	const [woken] = await Promise.all([clock.inStep(work), clock.sleep(20)]);
	expect(woken).toBe(10);
});

test('what happens later does not make the work seem asleep that asked for it', async () => {
	const clock = new VirtualClock({ start: 0 });
	let rang = Infinity;
	const work = async () => {
		void clock.later(10).then(() => (rang = clock.now()));
		await workInThread();
		expect(rang).toBe(Infinity);
		await clock.sleep(20);
	};
	await clock.inStep(work);
	expect(rang).toBe(10);
});

test('work that waits for a server which holds its request lets time move', async () => {
	const clock = new VirtualClock({ start: 0 });
	const server = createServer((_, response) => {
		void clock.hold(500).then(() => response.end());
	}).listen(0, '127.0.0.1');
	await new Promise((resolve) => server.once('listening', resolve));
	const { port } = server.address() as AddressInfo;
	await clock.inStep(
		async () =>
			await new Promise((resolve) => {
				get({ port, agent: false }, (response) => response.resume().on('end', resolve));
			}),
	);
	server.close();
	expect(clock.now()).toBe(500);
});
