import { type ChildProcess, spawn } from 'node:child_process';

const PATIENCE_MS = 15_000;

export interface Command {
	readonly file: string;
	readonly args: readonly string[];
	readonly env: NodeJS.ProcessEnv;
	readonly cwd: string;
	/** Is given every piece of output as it comes. */
	readonly onOutput?: (text: string) => void;
}

/**
 * A process with children of its own (n8n starts a task runner), in a process group that ends with
 * this process whatever happens.
 */
export class ProcessGroup {
	output = '';

	readonly ended: Promise<number>;

	private readonly child: ChildProcess;

	private readonly killAll = () => this.signal('SIGKILL');

	constructor({ file, args, env, cwd, onOutput = () => {} }: Command) {
		this.child = spawn(file, args, { env, cwd, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
		for (const stream of [this.child.stdout, this.child.stderr]) {
			stream?.setEncoding('utf8').on('data', (text: string) => {
				this.output += text;
				onOutput(text);
			});
		}
		process.once('exit', this.killAll);
		this.ended = new Promise((resolve, reject) => {
			this.child.once('error', reject);
			this.child.once('close', (code, signal) => resolve(signal ? 1 : (code ?? 1)));
		});
	}

	get isRunning(): boolean {
		return this.child.exitCode === null && this.child.signalCode === null;
	}

	/** Asks the process to end, makes it end if it does not, and leaves none of its children. */
	async stop(): Promise<void> {
		const impatience = setTimeout(this.killAll, PATIENCE_MS);
		if (this.isRunning) this.signal('SIGTERM');
		await this.ended.catch(() => {});
		clearTimeout(impatience);
		this.killAll();
		process.removeListener('exit', this.killAll);
	}

	/** Ends the process and its children without a warning, as a crash of the machine does. */
	async kill(): Promise<void> {
		this.killAll();
		await this.ended.catch(() => {});
	}

	private signal(name: NodeJS.Signals): void {
		if (this.child.pid === undefined) return;
		try {
			process.kill(-this.child.pid, name);
		} catch {
			// Nothing of the group is left.
		}
	}
}
