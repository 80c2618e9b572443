// Runs the test suite on each version of n8n's engine: `npm run test:engines [version] [-- jest options]`
import { createRequire } from 'node:module';
import { installOnce } from './cache.mjs';
import { nodeBinary } from './nodes.mjs';
import { run } from './run.mjs';

const require = createRequire(import.meta.url);

const ENGINES = [
	{ version: '2.8.1', installed: true },
	{ version: '2.41.1', workflow: '2.41.0', node: 24 },
];

async function engineFolder({ version, workflow, installed }) {
	if (installed) return '';
	return await installOnce(`n8n-core-${version}`, {
		'n8n-core': version,
		'n8n-workflow': workflow,
	});
}

async function test(engine, jestOptions) {
	const binary = engine.node ? await nodeBinary(engine.node) : process.execPath;
	const folder = await engineFolder(engine);
	console.log(`\nTesting on n8n-core ${engine.version}`);
	// Newer engines load their expression runtime with a dynamic import, which Jest runs only so.
	const jest = ['--experimental-vm-modules', require.resolve('jest/bin/jest'), ...jestOptions];
	run(binary, ['--no-warnings', ...jest], {
		NAMI_ENGINE_DIR: folder,
		NAMI_ENGINE_VERSION: engine.version,
	});
}

const [first, ...rest] = process.argv.slice(2);
const chosen = ENGINES.filter(({ version }) => version === first);
const engines = chosen.length > 0 ? chosen : ENGINES;
const jestOptions = chosen.length > 0 || !first ? rest : [first, ...rest];

for (const engine of engines) await test(engine, jestOptions);
console.log(
	`\nThe suite passed on n8n-core ${engines.map(({ version }) => version).join(' and ')}`,
);
