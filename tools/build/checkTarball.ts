// Packs the package as npm publishes it and checks what is inside.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { builtinModules, createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, dirname, join, posix, resolve } from 'node:path';

/**
 * Bytes, packed. The aim was 120,000; code that can be read comes first, and the bundle alone is
 * 125,000 since positions are sized, protected and closed.
 */
const SIZE_LIMIT = 160_000;
const ALLOWED = [
	/^dist\/.+\.(js|json|svg|png|d\.ts)$/,
	/^README\.md$/,
	/^LICENSE$/,
	/^package\.json$/,
];
/** What n8n reads at its start instead of loading the nodes. */
const METADATA = ['known', 'types'].flatMap((folder) =>
	['nodes', 'credentials'].map((kind) => `dist/${folder}/${kind}.json`),
);
const INSTALL_SCRIPTS = ['preinstall', 'install', 'postinstall', 'prepare', 'prepublish'];
const DEPENDENCIES = [
	'dependencies',
	'optionalDependencies',
	'bundleDependencies',
	'bundledDependencies',
];

const root = resolve(__dirname, '../..');
const load = createRequire(__filename);
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const problems: string[] = [];

function check(condition: boolean, problem: string): void {
	if (!condition) problems.push(problem);
}

interface Packed {
	readonly files: ReadonlyArray<{ readonly path: string }>;
	/** Bytes. */
	readonly size: number;
	readonly filename: string;
}

function pack(): Packed {
	const folder = mkdtempSync(join(tmpdir(), 'nami-pack-'));
	try {
		const args = ['pack', '--json', '--pack-destination', folder];
		return JSON.parse(execFileSync('npm', args, { cwd: root, encoding: 'utf8' }))[0];
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

/** Icons that a node or credential names, as paths inside the package. */
function iconsOf(file: string): string[] {
	const exported = load(join(root, file))[basename(file).split('.')[0] ?? ''];
	const instance = new exported();
	const icon = instance.description?.icon ?? instance.icon ?? '';
	const named: string[] = typeof icon === 'string' ? [icon] : [icon.light, icon.dark];
	check(named.length === 2, `${file}: names no light and dark icon`);
	return named.map((name) => posix.join(dirname(file), name.replace(/^file:/, '')));
}

function checkManifest(): void {
	for (const field of DEPENDENCIES) {
		check(!(field in manifest), `package.json: ${field} must not be there`);
	}
	for (const script of INSTALL_SCRIPTS) {
		check(!(script in manifest.scripts), `package.json: script ${script} must not be there`);
	}
}

function checkImports(file: string): void {
	const text = readFileSync(join(root, file), 'utf8');
	for (const [, name = ''] of text.matchAll(/\brequire\(["']([^"']+)["']\)/g)) {
		const builtin = builtinModules.includes(name.replace(/^node:/, ''));
		check(
			name.startsWith('.') || name === 'n8n-workflow' || builtin,
			`${file}: requires ${name}, which nobody installs`,
		);
	}
}

function checkContents(files: readonly string[]): void {
	const packed = new Set(files);
	for (const file of files) {
		check(
			ALLOWED.some((pattern) => pattern.test(file)),
			`${file}: does not belong into the tarball`,
		);
		if (file.startsWith('dist/') && file.endsWith('.js')) checkImports(file);
	}
	const { nodes, credentials }: Record<'nodes' | 'credentials', string[]> = manifest.n8n;
	const needed = [
		'README.md',
		'LICENSE',
		...METADATA,
		...nodes,
		...nodes.map((file) => file.replace(/\.js$/, '.json')),
		...credentials,
		...[...nodes, ...credentials].flatMap(iconsOf),
	];
	for (const file of needed) check(packed.has(file), `${file}: is missing in the tarball`);
}

const { files, size, filename } = pack();
checkManifest();
check(size <= SIZE_LIMIT, `${filename}: ${size} bytes, more than ${SIZE_LIMIT}`);
checkContents(files.map(({ path }) => path));

console.log(`${filename}: ${files.length} files, ${size} bytes packed`);
for (const problem of problems) console.error(`- ${problem}`);
process.exitCode = problems.length > 0 ? 1 : 0;
