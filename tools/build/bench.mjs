// Runs the benchmark in n8n's engine: `npm run bench [-- options]`; `--help` lists them.
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { cacheFolder, installOnce } from './cache.mjs';
import { nodeBinary } from './nodes.mjs';
import { run } from './run.mjs';

const NEWEST = { version: '2.41.1', workflow: '2.41.0', node: 24 };

const require = createRequire(import.meta.url);
const root = fileURLToPath(new URL('../..', import.meta.url));
const args = process.argv.slice(2);
const INSTALLED = 'installed';
const usesInstalled = chosenEngine() === INSTALLED;

/** Ends this process if the engine is none that the benchmark runs in. */
function chosenEngine() {
	const options = { engine: { type: 'string', default: NEWEST.version } };
	const { engine } = parseArgs({ args, options, strict: false }).values;
	if (engine === INSTALLED || engine === NEWEST.version) return engine;
	console.error(
		`The benchmark runs in n8n's engine ${NEWEST.version}, or in the checkout's own: --engine ${INSTALLED}`,
	);
	process.exit(1);
}

/** A whole n8n if there is one, since only it has the nodes of the chains; else its engine alone. */
async function engineFolder() {
	if (usesInstalled) return '';
	const { version, workflow, node } = NEWEST;
	const whole = join(cacheFolder(), `n8n-${version}-node${node}`);
	if (existsSync(whole)) return whole;
	return await installOnce(`n8n-core-${version}`, {
		'n8n-core': version,
		'n8n-workflow': workflow,
	});
}

const binary = usesInstalled ? process.execPath : await nodeBinary(NEWEST.node);
const preload = ['--require', join(root, 'tools', 'build', 'engine-hook.cjs')];
const tsx = ['--import', `file://${require.resolve('tsx')}`];
run(
	binary,
	['--no-warnings', ...preload, ...tsx, join(root, 'tools', 'bench', 'index.ts'), ...args],
	{
		NAMI_ENGINE_DIR: await engineFolder(),
	},
);
