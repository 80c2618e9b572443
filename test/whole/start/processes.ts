import { execFileSync } from 'node:child_process';

/** The processes that a process has started, and those that they have, by their ids. */
export function descendantsOf(pid: number): number[] {
	const table = execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' });
	const pairs = table
		.trim()
		.split('\n')
		.map((line) => line.trim().split(/\s+/).map(Number));
	const childrenOf = (parent: number): number[] =>
		pairs.flatMap(([child = 0, of]) => (of === parent ? [child, ...childrenOf(child)] : []));
	return childrenOf(pid);
}

export function isAlive(pid: number): boolean {
	return signal(pid, 0);
}

export function kill(pid: number): void {
	signal(pid, 'SIGKILL');
}

function signal(pid: number, name: NodeJS.Signals | 0): boolean {
	try {
		return process.kill(pid, name);
	} catch {
		return false;
	}
}
