/** What has to hold after a scene, by its name. */
export type Checks<Scene> = Readonly<Record<string, (scene: Scene) => void | Promise<void>>>;

/** Runs a command to its end. An interrupt ends it at once, with every process that it has started. */
export function runCommand(main: () => Promise<void>): void {
	for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
	main().catch((failed: unknown) => {
		console.error(failed);
		process.exit(1);
	});
}

/** Prints which checks hold; the process will end with 1 if one does not. */
export async function report<Scene>(checks: Checks<Scene>, scene: Scene): Promise<void> {
	for (const [name, check] of Object.entries(checks)) {
		try {
			await check(scene);
			console.log(`✓ ${name}`);
		} catch (failed) {
			console.log(`✗ ${name}\n${String(failed)}`);
			process.exitCode = 1;
		}
	}
}
