import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
	copyFileSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	renameSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

const ATTEMPTS = 3;
const PROGRESS_MS = 10_000;

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
		console.log(`Fetching ${key} into ${cacheFolder()} (attempt ${attempt} of ${ATTEMPTS}) …`);
		if ((await npm(folder, args, env)) === 0) return;
	}
	throw new Error(`Could not fetch ${key}: npm ${command[0]} failed ${ATTEMPTS} times`);
}

/** Runs npm in a folder, saying every few seconds how far it is; returns its exit code. */
export async function npm(
	folder: string,
	args: readonly string[],
	env: NodeJS.ProcessEnv = {},
): Promise<number> {
	const child = spawn('npm', args, {
		cwd: folder,
		stdio: ['ignore', 'inherit', 'inherit'],
		env: { ...process.env, ...env },
		shell: process.platform === 'win32',
	});
	const startedAt = Date.now();
	const progress = setInterval(() => report(folder, args[0] ?? '', startedAt), PROGRESS_MS);
	const end = () => void child.kill();
	process.once('exit', end);
	try {
		return await new Promise((resolve, reject) => {
			child.once('error', reject);
			child.once('exit', (code) => resolve(code ?? 1));
		});
	} finally {
		clearInterval(progress);
		process.removeListener('exit', end);
	}
}

function report(folder: string, command: string, startedAt: number): void {
	const modules = join(folder, 'node_modules');
	const unpacked = existsSync(modules) ? readdirSync(modules).length : 0;
	const seconds = Math.round((Date.now() - startedAt) / 1000);
	console.log(`  npm ${command}: ${seconds} s, ${unpacked} top-level packages unpacked`);
}

function moveIntoPlace(workFolder: string, folder: string): void {
	try {
		renameSync(workFolder, folder);
	} catch (failed) {
		if (!existsSync(folder)) throw failed;
		console.log(`Another process has fetched ${folder} in the meantime`);
	}
}
