import { type ChildProcess, spawn } from 'node:child_process';
import { descendantsOf, isAlive, kill } from './processes';
import { met, until } from '../../../tools/n8n/until';

const READY = /Ctrl\+C ends everything/;
const BOOT_MS = 300_000;

/** `npm start`, as a person runs it in a checkout. */
export class NpmStart {
	output = '';

	private readonly child: ChildProcess;

	private started: readonly number[] = [];

	constructor(checkout: string, options: readonly string[]) {
		const stdio = ['ignore', 'pipe', 'pipe'] as const;
		this.child = spawn('npm', ['start', '--', ...options], { cwd: checkout, stdio: [...stdio] });
		for (const stream of [this.child.stdout, this.child.stderr]) {
			stream?.setEncoding('utf8').on('data', (text: string) => (this.output += text));
		}
	}

	/** @throws Error with what it wrote when it ends or takes too long */
	async waitUntilReady(): Promise<void> {
		const isReady = () => READY.test(this.output) || this.child.exitCode !== null;
		await until('npm start', () => met(isReady()), BOOT_MS);
		if (!READY.test(this.output)) throw new Error(`npm start ended:\n${this.output}`);
		this.started = this.family;
	}

	/** Sends SIGTERM to npm alone. */
	terminate(): void {
		this.child.kill('SIGTERM');
	}

	/** Those of its processes that still run: npm, its shell, and what they have started. */
	get left(): number[] {
		return this.started.filter(isAlive);
	}

	/** Ends whatever is left, without asking. */
	end(): void {
		for (const pid of new Set([...this.started, ...this.family])) kill(pid);
	}

	private get family(): number[] {
		const { pid } = this.child;
		return pid === undefined ? [] : [pid, ...descendantsOf(pid)];
	}
}
