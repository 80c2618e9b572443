import { execFile } from 'node:child_process';
import { type FSWatcher, watch } from 'node:fs';
import { cp } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { communityFolder } from './packageInstall';

const run = promisify(execFile);
const root = resolve(__dirname, '../..');
const SETTLE_MS = 200;

/** Builds the package into `dist`. */
export async function buildPackage(): Promise<void> {
	try {
		await run('npm', ['run', 'build', '--silent'], { cwd: root });
	} catch (failed) {
		const { stdout = '', message } = failed as { stdout?: string; message: string };
		throw new Error(stdout || message);
	}
}

/**
 * Builds the package whenever its sources change and puts it where it is installed; an n8n that
 * runs with `N8N_DEV_RELOAD` takes it from there. Returns a function that ends this.
 */
export function reloadOnChange(userFolder: string, say: (text: string) => void): () => void {
	let timer: NodeJS.Timeout | undefined;
	let build = Promise.resolve();
	const rebuild = async () => {
		try {
			await buildPackage();
			const installed = join(communityFolder(userFolder), 'node_modules', 'n8n-nodes-nami', 'dist');
			await cp(join(root, 'dist'), installed, { recursive: true });
			say('Rebuilt the node; n8n takes it over at once');
		} catch (failed) {
			say(`The node could not be built, n8n keeps the last one:\n${String(failed)}`);
		}
	};
	const changed = () => {
		clearTimeout(timer);
		timer = setTimeout(() => (build = build.then(rebuild)), SETTLE_MS);
	};
	const watchers: FSWatcher[] = ['nodes', 'credentials'].map((folder) =>
		watch(join(root, folder), { recursive: true }, changed),
	);
	return () => {
		clearTimeout(timer);
		for (const watcher of watchers) watcher.close();
	};
}
