import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { manifest, packageRoot } from '../../engine/harness/package';
import { quartiles, type Quartiles } from '../statistics';

/** n8n has these loaded before it loads the first package. */
const LOADED_BEFORE = ['n8n-workflow', 'node:crypto', 'node:url'];

/** Milliseconds that requiring all nodes and credentials takes, each time in a fresh process. */
export function measureLoading(rounds: number): Quartiles {
	const { n8n } = manifest();
	const files = [...n8n.credentials, ...n8n.nodes].map((file) => join(packageRoot, file));
	const script = `
		for (const name of ${JSON.stringify(LOADED_BEFORE)}) require(name);
		const startedAt = performance.now();
		for (const file of ${JSON.stringify(files)}) {
			const [Class] = Object.values(require(file));
			new Class();
		}
		console.log(performance.now() - startedAt);`;
	// The first time is the disk's.
	runAlone(script);
	return quartiles(Array.from({ length: rounds }, () => Number(runAlone(script))));
}

function runAlone(script: string): string {
	const hook = join(packageRoot, 'scripts', 'engine-hook.cjs');
	const args = ['--require', hook, '--eval', script];
	return execFileSync(process.execPath, args, { cwd: packageRoot, encoding: 'utf8' });
}
