// Runs the benchmark in n8n's engine: `npm run bench [-- options]`; `--help` lists them.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { runCommand } from '../n8n/command';
import { cacheFolder } from './cache';
import { engineFolder, NEWEST_ENGINE } from './engines';
import { nodeBinary } from './nodes';
import { run } from './run';

const INSTALLED = 'installed';
const args = process.argv.slice(2);

/** Ends this process if the engine is none that the benchmark runs in. */
function usesInstalled(): boolean {
	const options = { engine: { type: 'string', default: NEWEST_ENGINE.version } } as const;
	const { engine } = parseArgs({ args, options, strict: false }).values;
	if (engine === INSTALLED) return true;
	if (engine === NEWEST_ENGINE.version) return false;
	console.error(
		`The benchmark runs in n8n's engine ${NEWEST_ENGINE.version}, or in the checkout's own: --engine ${INSTALLED}`,
	);
	process.exit(1);
}

/** A whole n8n if there is one, since only it has the nodes of the chains; else its engine alone. */
async function newestFolder(): Promise<string> {
	const { version, node } = NEWEST_ENGINE;
	const whole = join(cacheFolder(), `n8n-${version}-node${node}`);
	return existsSync(whole) ? whole : await engineFolder(NEWEST_ENGINE);
}

runCommand(async () => {
	const installed = usesInstalled();
	const binary = installed ? process.execPath : await nodeBinary(NEWEST_ENGINE.node);
	const preload = ['--require', join(__dirname, 'engine-hook.cjs')];
	const tsx = ['--import', pathToFileURL(require.resolve('tsx')).href];
	const benchmark = join(__dirname, '../bench/index.ts');
	run(binary, ['--no-warnings', ...preload, ...tsx, benchmark, ...args], {
		NAMI_ENGINE_DIR: installed ? '' : await newestFolder(),
	});
});
