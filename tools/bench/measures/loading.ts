import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { packageRoot } from '../../harness/package';
import { quartiles, type Quartiles } from '../statistics';

/** Milliseconds, each time in a fresh process. */
export interface LoadingTimes {
	/** What n8n does with the package when it starts. */
	readonly atStart: Quartiles;
	/** Loading the nodes and the credential, when the first workflow needs them. */
	readonly atFirstUse: Quartiles;
}

/**
 * Loads the package with n8n's own loader, which has loaded another one before: n8n's own packages
 * come first.
 */
const SCRIPT = `
	const { mkdirSync, mkdtempSync, rmSync, writeFileSync } = require('node:fs');
	const { tmpdir } = require('node:os');
	const { join } = require('node:path');
	const { LazyPackageDirectoryLoader } = require('n8n-core');

	const other = mkdtempSync(join(tmpdir(), 'nami-other-'));
	const write = (file, data) => writeFileSync(join(other, file), JSON.stringify(data));
	for (const folder of ['dist', 'dist/known', 'dist/types']) mkdirSync(join(other, folder));
	write('package.json', { name: 'other', version: '1.0.0', n8n: { nodes: [], credentials: [] } });
	for (const kind of ['nodes', 'credentials']) {
		write('dist/known/' + kind + '.json', {});
		write('dist/types/' + kind + '.json', []);
	}

	async function load(folder) {
		const loader = new LazyPackageDirectoryLoader(folder, [], []);
		await loader.loadAll();
		return loader;
	}

	async function measure() {
		await load(other);
		rmSync(other, { recursive: true });
		const times = [performance.now()];
		const loader = await load(process.cwd());
		times.push(performance.now());
		if (!loader.isLazyLoaded) throw new Error('The package was not loaded lazily');
		for (const name in loader.known.nodes) loader.getNode(name);
		for (const name in loader.known.credentials) loader.getCredential(name);
		times.push(performance.now());
		console.log(JSON.stringify({ atStart: times[1] - times[0], atFirstUse: times[2] - times[1] }));
		process.exit();
	}

	void measure();`;

export function measureLoading(rounds: number): LoadingTimes {
	// The first time is the disk's.
	runAlone();
	const samples = Array.from({ length: rounds }, runAlone);
	return {
		atStart: quartiles(samples.map(({ atStart }) => atStart)),
		atFirstUse: quartiles(samples.map(({ atFirstUse }) => atFirstUse)),
	};
}

function runAlone(): Record<keyof LoadingTimes, number> {
	const hook = join(packageRoot, 'tools', 'build', 'engine-hook.cjs');
	const args = ['--require', hook, '--eval', SCRIPT];
	return JSON.parse(execFileSync(process.execPath, args, { cwd: packageRoot, encoding: 'utf8' }));
}
