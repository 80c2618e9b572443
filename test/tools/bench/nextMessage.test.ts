import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { nextMessage } from '../../../tools/bench/nextMessage';

const run = (script: string): ChildProcess =>
	spawn(process.execPath, ['--eval', script], { stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });

test('gives what a child says, one message after another', async () => {
	const child = run('process.on("message", (said) => process.send(said + 1))');
	for (const number of [1, 2]) {
		const answer = nextMessage<number>(child);
		child.send(number);
		expect(await answer).toBe(number + 1);
	}
	const ended = once(child, 'exit');
	child.disconnect();
	await ended;
});

test('says so when a child ends without a message', async () => {
	await expect(nextMessage(run('process.exit(3)'))).rejects.toThrow(/answer \(exit code 3\)/);
	await expect(nextMessage(run('process.kill(process.pid, "SIGKILL")'))).rejects.toThrow(/SIGKILL/);
});

test('says so when a child has ended before', async () => {
	const child = run('process.exit(3)');
	await once(child, 'exit');
	await expect(nextMessage(child)).rejects.toThrow(/exit code 3/);
});
