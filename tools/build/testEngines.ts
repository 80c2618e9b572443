// Runs the test suite on n8n's engines: `npm run test:engines [-- version] [jest options]`. The
// version is one of ours, or `next` for the newest engine of n8n 3 that npm has.
import { execFileSync } from 'node:child_process';
import { runCommand } from '../n8n/command';
import { engineFolder, NEWEST_ENGINE, OLDEST_VERSION, type Engine } from './engines';
import { nodeBinary } from './nodes';
import { run } from './run';

const NEXT_MAJOR = 3;

/** `undefined` is the checkout's own engine, on the Node that runs this. */
type Tested = Engine | undefined;

const KNOWN: Readonly<Record<string, () => Tested>> = {
	[OLDEST_VERSION]: () => undefined,
	[NEWEST_ENGINE.version]: () => NEWEST_ENGINE,
	next: nextEngine,
};

function view(spec: string, field: string): unknown {
	const args = ['view', spec, field, '--json'];
	const shell = process.platform === 'win32';
	return JSON.parse(execFileSync('npm', args, { encoding: 'utf8', shell }));
}

/** The newest engine of the next major version, early releases included; ends this process without one. */
function nextEngine(): Engine {
	const versions = [view('n8n-core', 'versions')].flat().map(String);
	const version = versions.filter((candidate) => parseInt(candidate, 10) === NEXT_MAJOR).at(-1);
	if (version === undefined) {
		console.log(
			`There is none yet: npm has no engine (n8n-core) of n8n ${NEXT_MAJOR} among ${versions.length} versions`,
		);
		process.exit(0);
	}
	const workflow = String(view(`n8n-core@${version}`, 'dependencies.n8n-workflow'));
	return { version, workflow, node: NEWEST_ENGINE.node };
}

async function testOn(engine: Tested, jestOptions: readonly string[]): Promise<string> {
	const version = engine?.version ?? OLDEST_VERSION;
	console.log(`\nTesting on n8n-core ${version}`);
	const binary = engine ? await nodeBinary(engine.node) : process.execPath;
	// Newer engines load their expression runtime with a dynamic import, which Jest runs only so.
	const jest = ['--experimental-vm-modules', require.resolve('jest/bin/jest'), ...jestOptions];
	run(binary, ['--no-warnings', ...jest], {
		NAMI_ENGINE_DIR: engine ? await engineFolder(engine) : '',
		NAMI_ENGINE_VERSION: version,
	});
	return version;
}

runCommand(async () => {
	const [first = '', ...rest] = process.argv.slice(2);
	const chosen = KNOWN[first];
	const engines = chosen ? [chosen()] : [undefined, NEWEST_ENGINE];
	const jestOptions = chosen || first === '' ? rest : [first, ...rest];
	const passed: string[] = [];
	for (const engine of engines) passed.push(await testOn(engine, jestOptions));
	console.log(`\nThe suite passed on n8n-core ${passed.join(' and ')}`);
});
