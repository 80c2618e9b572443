import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
	copyFileSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	readFileSync,
	renameSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

const ATTEMPTS = 3;
const PROGRESS_MS = 1_000;
/** Characters of npm's output that are kept, to be shown if it fails. */
const KEPT = 20_000;

/** Where downloads are kept: outside of the checkout, shared by all checkouts of the user. */
export function cacheFolder(): string {
	const { NAMI_CACHE, XDG_CACHE_HOME } = process.env;
	return NAMI_CACHE ?? join(XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'n8n-nodes-nami');
}

interface InstallOptions {
	readonly env?: NodeJS.ProcessEnv;
	readonly overrides?: Readonly<Record<string, string>>;
	readonly finish?: (folder: string) => Promise<void>;
}

/**
 * Installs npm packages once and returns their folder. An interrupted install leaves nothing that
 * a later one could take for complete, and parallel installs do not disturb each other: each works
 * in a folder of its own, and the first to finish moves it into place. No package runs a script of
 * its own; `finish` does to the installed folder what is needed of that. `overrides` are npm's.
 */
export async function installOnce(
	key: string,
	dependencies: Readonly<Record<string, string>>,
	{ env = {}, overrides = {}, finish = async () => {} }: InstallOptions = {},
): Promise<string> {
	return await once(key, async (folder) => {
		const manifest = { private: true, dependencies, overrides };
		writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
		await install(folder, key, ['install', '--no-package-lock'], env);
		await finish(folder);
	});
}

/** As `installOnce`, the very versions of a lockfile that lies beside a package.json in `source`. */
export async function installLocked(
	name: string,
	source: string,
	env: NodeJS.ProcessEnv = {},
): Promise<string> {
	const lock = readFileSync(join(source, 'package-lock.json'));
	const key = `${name}-${createHash('sha256').update(lock).digest('hex').slice(0, 12)}`;
	return await once(key, async (folder) => {
		for (const file of ['package.json', 'package-lock.json']) {
			copyFileSync(join(source, file), join(folder, file));
		}
		await install(folder, key, ['ci'], env);
	});
}

async function once(key: string, fill: (folder: string) => Promise<void>): Promise<string> {
	const folder = join(cacheFolder(), key);
	if (existsSync(folder)) return folder;
	mkdirSync(cacheFolder(), { recursive: true });
	const workFolder = mkdtempSync(`${folder}.partial-`);
	const removeWorkFolder = () => rmSync(workFolder, { recursive: true, force: true });
	process.once('exit', removeWorkFolder);
	try {
		await fill(workFolder);
		moveIntoPlace(workFolder, folder);
	} finally {
		removeWorkFolder();
		process.removeListener('exit', removeWorkFolder);
	}
	return folder;
}

async function install(
	folder: string,
	key: string,
	command: readonly string[],
	env: NodeJS.ProcessEnv,
): Promise<void> {
	const args = [...command, '--ignore-scripts', '--no-audit', '--no-fund'];
	for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
		const again = attempt > 1 ? `, attempt ${attempt} of ${ATTEMPTS}` : '';
		console.log(`Fetching ${key} into ${cacheFolder()}${again} …`);
		if ((await npm(folder, args, env)) === 0) return;
	}
	throw new Error(`Could not fetch ${key}: npm ${command[0]} failed ${ATTEMPTS} times`);
}

/**
 * Runs npm in a folder; returns its exit code. What npm writes is shown only if it fails: installing
 * n8n makes hundreds of lines about packages that are none of ours. A terminal shows for how long it runs.
 */
export async function npm(
	folder: string,
	args: readonly string[],
	env: NodeJS.ProcessEnv = {},
): Promise<number> {
	const child = spawn('npm', args, {
		cwd: folder,
		stdio: ['ignore', 'pipe', 'pipe'],
		env: { ...process.env, ...env },
		shell: process.platform === 'win32',
	});
	let output = '';
	for (const stream of [child.stdout, child.stderr]) {
		stream
			.setEncoding('utf8')
			.on('data', (text: string) => (output = (output + text).slice(-KEPT)));
	}
	const endProgress = showProgress(`npm ${args[0] ?? ''}`);
	const end = () => void child.kill();
	process.once('exit', end);
	try {
		const code = await new Promise<number>((resolve, reject) => {
			child.once('error', reject);
			child.once('close', (closed) => resolve(closed ?? 1));
		});
		endProgress();
		if (code !== 0) process.stderr.write(output);
		return code;
	} finally {
		endProgress();
		process.removeListener('exit', end);
	}
}

/** One line of a terminal that says for how long something runs. Returns a function that takes it away. */
function showProgress(what: string): () => void {
	const { stdout } = process;
	if (!stdout.isTTY) return () => {};
	const startedAt = Date.now();
	const timer = setInterval(() => {
		stdout.write(`\r  ${what}: ${Math.round((Date.now() - startedAt) / 1000)} s`);
	}, PROGRESS_MS);
	return () => {
		clearInterval(timer);
		stdout.write('\r\x1b[K');
	};
}

function moveIntoPlace(workFolder: string, folder: string): void {
	try {
		renameSync(workFolder, folder);
	} catch (failed) {
		if (!existsSync(folder)) throw failed;
		console.log(`Another process has fetched ${folder} in the meantime`);
	}
}
