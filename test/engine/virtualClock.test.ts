import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { get } from 'node:http';
import { installClock, VirtualClock } from '../../tools/harness/virtualClock';

test('sleepers wake in the order of their deadlines, and time follows them', async () => {
	const clock = new VirtualClock({ start: 0 });
	const woken: Array<[string, number]> = [];
	const sleeper = async (name: string, ms: number) => {
		await clock.sleep(ms);
		woken.push([name, clock.now()]);
	};
	await Promise.all([sleeper('late', 60_000), sleeper('soon', 1), sleeper('later', 3_600_000)]);
	expect(woken).toEqual([
		['soon', 1],
		['late', 60_000],
		['later', 3_600_000],
	]);
});

test('a sleeper that wakes may sleep again before others', async () => {
	const clock = new VirtualClock({ start: 0 });
	const woken: number[] = [];
	const short = async () => {
		for (let i = 0; i < 5; i += 1) {
			await clock.sleep(10);
			woken.push(clock.now());
		}
	};
	await Promise.all([short(), clock.sleep(35).then(() => woken.push(clock.now()))]);
	expect(woken).toEqual([10, 20, 30, 35, 40, 50]);
});

test('an aborted sleep ends at once and leaves time alone', async () => {
	const clock = new VirtualClock({ start: 0 });
	const controller = new AbortController();
	const sleeping = clock.sleep(1000, controller.signal);
	controller.abort();
	await sleeping;
	await clock.sleep(1000, controller.signal);
	expect(clock.now()).toBe(0);
});

test('time stands still while a request is in flight, unless the server holds it', async () => {
	const clock = new VirtualClock({ start: 0 });
	const seen: number[] = [];
	const server = createServer((request, response) => {
		const wait = request.url === '/hold' ? clock.hold(500) : realTime(20);
		void wait.then(() => {
			seen.push(clock.now());
			response.end();
		});
	}).listen(0, '127.0.0.1');
	await new Promise((resolve) => server.once('listening', resolve));
	const { port } = server.address() as AddressInfo;
	const fetchOnce = async (path: string) =>
		await new Promise((resolve) => {
			get({ port, path, agent: false }, (response) => response.resume().on('end', resolve));
		});
	await Promise.all([fetchOnce('/'), clock.sleep(100)]);
	await fetchOnce('/hold');
	server.close();
	expect(seen).toEqual([0, 600]);
});

test('ten thousand simulated minutes pass quickly', async () => {
	const clock = new VirtualClock({ start: 0 });
	for (let i = 0; i < 10_000; i += 1) await clock.sleep(60_000);
	expect(clock.now()).toBe(600_000_000);
});

test('a clock can be put in and taken out again', async () => {
	const target = { now: () => 1, monotonic: () => 1, sleep: async () => {} };
	const before = { ...target };
	const remove = installClock(new VirtualClock({ start: 7 }), target);
	expect(target.now()).toBe(7);
	remove();
	expect(target).toEqual(before);
});

async function realTime(ms: number): Promise<void> {
	await new Promise((resolve) => setTimeout(resolve, ms));
}
