import { spawnSync } from 'node:child_process';
import { dirname, delimiter, join } from 'node:path';
import { env } from 'node:process';
import { installOnce, npm } from './cache';
import { headersOf, nodeBinary } from './nodes';

export const NEWEST = '2.41.1';

/** The versions of n8n that the package is tested on, oldest first, each on a Node that it runs on. */
export const N8N_VERSIONS: ReadonlyArray<{ readonly version: string; readonly node: number }> = [
	{ version: '1.123.81', node: 22 },
	{ version: '2.8.4', node: 22 },
	{ version: NEWEST, node: 24 },
];

/**
 * Older versions take this from a site of its own, not from npm, so that a second host has to be
 * up and reachable. Newer ones use the same package from npm.
 */
const OVERRIDES = { xlsx: 'npm:@e965/xlsx@^0.20.3' };

/** An n8n in the cache, ready to run. */
export interface FetchedN8n {
	readonly version: string;
	/** The Node binary that it runs on. */
	readonly node: string;
	/** n8n's own command, a script for that binary. */
	readonly command: string;
	/** `PATH` with that Node first. */
	readonly PATH: string;
}

/**
 * Fetches an n8n once. Of its many native modules only the database driver is built: the others
 * are optional to n8n, and their builds need tools that not every machine has.
 */
export async function fetchN8n(version: string): Promise<FetchedN8n> {
	const known = N8N_VERSIONS.find((candidate) => candidate.version === version);
	if (!known)
		throw new Error(`Known versions of n8n: ${N8N_VERSIONS.map((v) => v.version).join(', ')}`);
	const node = await nodeBinary(known.node);
	const PATH = [dirname(node), env.PATH].join(delimiter);
	const key = `n8n-${version}-node${known.node}`;
	const folder = await installOnce(
		key,
		{ n8n: version },
		{
			env: { PATH },
			overrides: OVERRIDES,
			finish: async (installed) => await ensureDatabaseDriver(installed, node, PATH),
		},
	);
	await ensureDatabaseDriver(folder, node, PATH);
	return { version, node, command: join(folder, 'node_modules', 'n8n', 'bin', 'n8n'), PATH };
}

/**
 * Builds the database driver unless it loads already. That of a cached folder may have been built
 * with another Node or other libraries than the machine has now.
 */
export async function ensureDatabaseDriver(
	folder: string,
	node: string,
	PATH: string,
): Promise<void> {
	if (loadsDatabaseDriver(folder, node, 'ignore')) return;
	const headers = headersOf(node);
	// `npm run` hands the checkout's own `ignore-scripts` on; a rebuild is nothing but scripts.
	await npm(folder, ['rebuild', 'sqlite3', '--ignore-scripts=false'], {
		PATH,
		...(headers && { npm_config_nodedir: headers }),
	});
	if (!loadsDatabaseDriver(folder, node, 'inherit'))
		throw new Error('Could not build sqlite3, which n8n keeps its data with');
}

function loadsDatabaseDriver(folder: string, node: string, stdio: 'ignore' | 'inherit'): boolean {
	return spawnSync(node, ['--eval', "require('sqlite3')"], { cwd: folder, stdio }).status === 0;
}
