const { execFile } = require('node:child_process');
const { copyFile, mkdir, readFile, rename, rm, writeFile } = require('node:fs/promises');
const { dirname, join, posix } = require('node:path');
const { promisify } = require('node:util');
const { build: bundle } = require('esbuild');
const { dest, parallel, series, src, watch } = require('gulp');

const run = promisify(execFile);
const ASSETS = ['nodes/**/*.{svg,png,json}', 'credentials/**/*.{svg,png}'];
const BUNDLE = 'nami.js';
/** A package of its own, whose dist is moved to its place in one step, so that dist is never half a build. */
const STAGE = '.stage';
const STAGED = `${STAGE}/dist`;
const GENERATE_METADATA = join(
	dirname(require.resolve('n8n-core/package.json')),
	'bin/generate-metadata',
);

const remove = async (folder) => await rm(folder, { recursive: true, force: true });

async function clean() {
	await remove(STAGE);
}

async function checkTypes() {
	try {
		await run(process.execPath, [require.resolve('typescript/bin/tsc'), '-p', 'tsconfig.json']);
	} catch (failed) {
		throw new Error(`The TypeScript compiler refused:\n${failed.stdout || failed.message}`);
	}
}

/** The files that n8n loads, without `dist/` and `.js`: `nodes/NamiSpot/NamiSpot.node`. */
async function entries() {
	const { n8n } = JSON.parse(await readFile('package.json', 'utf8'));
	return [...n8n.credentials, ...n8n.nodes].map((file) => file.replace(/^dist\/(.+)\.js$/, '$1'));
}

/** One file for all, since nodes share the state of the process; readable, for whoever reviews it. */
async function compile() {
	const contents = (await entries()).map((entry) => `export * from './${entry}';`).join('\n');
	await bundle({
		stdin: { contents, resolveDir: __dirname },
		outfile: `${STAGED}/${BUNDLE}`,
		bundle: true,
		format: 'cjs',
		platform: 'node',
		target: 'node20',
		charset: 'utf8',
		external: ['n8n-workflow'],
		logLevel: 'warning',
	});
}

/** n8n looks for each node and credential in a file of its own, with the icons beside it. */
async function entryFiles() {
	for (const entry of await entries()) {
		const file = `${STAGED}/${entry}.js`;
		const toBundle = posix.relative(posix.dirname(`${STAGED}/${entry}`), `${STAGED}/${BUNDLE}`);
		await mkdir(dirname(file), { recursive: true });
		await writeFile(file, `module.exports = require('${toBundle}');\n`);
	}
}

function assets() {
	return src(ASSETS, { base: '.', encoding: false }).pipe(dest(STAGED));
}

/** What n8n reads at its start instead of loading the nodes, as for its own: made by n8n’s own tool. */
async function metadata() {
	await copyFile('package.json', `${STAGE}/package.json`);
	await run(process.execPath, [GENERATE_METADATA], { cwd: STAGE });
	await remove(`${STAGED}/methods`);
}

async function publish() {
	await remove('dist');
	await rename(STAGED, 'dist');
	await remove(STAGE);
}

const emit = series(parallel(compile, entryFiles, assets), metadata);
const build = series(clean, parallel(checkTypes, emit), publish);

function rebuildOnChange() {
	watch(['nodes/**', 'credentials/**'], { ignoreInitial: true }, build);
}

exports.clean = parallel(clean, async () => await remove('dist'));
exports.build = build;
exports.buildUnchecked = series(clean, emit, publish);
exports.watch = series(build, rebuildOnChange);
exports.default = build;
