import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const root = resolve(__dirname, '../..');

/** Where n8n keeps community packages. */
export function communityFolder(userFolder: string): string {
	return join(userFolder, '.n8n', 'nodes');
}

/** Packs the built package as npm publishes it and installs it as n8n does: without peers. */
export async function installPackage(userFolder: string): Promise<void> {
	const folder = communityFolder(userFolder);
	await mkdir(folder, { recursive: true });
	await writeFile(
		join(folder, 'package.json'),
		'{ "name": "installed-nodes", "private": true }\n',
		{
			flag: 'wx',
		},
	).catch(() => {});
	const packed = await mkdtemp(join(tmpdir(), 'nami-package-'));
	try {
		const tarball = await pack(packed);
		const flags = [
			'--ignore-scripts',
			'--omit=dev',
			'--legacy-peer-deps',
			'--no-audit',
			'--no-fund',
		];
		await run('npm', ['install', tarball, ...flags, '--no-save'], { cwd: folder });
	} finally {
		await rm(packed, { recursive: true, force: true });
	}
}

async function pack(folder: string): Promise<string> {
	const args = ['pack', '--json', '--ignore-scripts', '--pack-destination', folder];
	const { stdout } = await run('npm', args, { cwd: root });
	const [{ filename }] = JSON.parse(stdout) as [{ filename: string }];
	return join(folder, filename);
}
