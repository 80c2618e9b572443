import { spawnSync } from 'node:child_process';

/** Runs a command with its output shown; ends this process if it fails. */
export function run(command: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): void {
	console.log(`\n$ ${[command, ...args].join(' ')}`);
	const { status, error } = spawnSync(command, args, {
		stdio: ['ignore', 'inherit', 'inherit'],
		env: { ...process.env, ...env },
	});
	if (error) console.error(error.message);
	if (status !== 0) process.exit(status ?? 1);
}
