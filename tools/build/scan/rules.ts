// Runs inside the Node that the tools need: see run.ts.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { runCommand } from '../../n8n/command';

interface Verdict {
	readonly passed: boolean;
	readonly message?: string;
	readonly details?: string;
}

interface Scanner {
	analyzePackage(folder: string, patterns: readonly string[]): Promise<Verdict>;
	readonly SOURCE_FILE_PATTERNS: readonly string[];
}

const [tools = '', root = '', tarball = '', control = ''] = process.argv.slice(2);
const fromTools = createRequire(join(tools, 'package.json'));
const scannerFile = join(tools, 'node_modules/@n8n/scan-community-package/scanner/scanner.mjs');

async function lintWithNodeCli(folder: string): Promise<Verdict> {
	const { ESLint } = fromTools('eslint');
	const { config } = fromTools('@n8n/node-cli/eslint');
	const eslint = new ESLint({
		cwd: folder,
		overrideConfigFile: true,
		overrideConfig: config,
		errorOnUnmatchedPattern: false,
	});
	const results: Array<{ errorCount: number; warningCount: number }> = await eslint.lintFiles([
		'package.json',
		'nodes/**/*.ts',
		'credentials/**/*.ts',
	]);
	const problems = results.filter(({ errorCount, warningCount }) => errorCount + warningCount > 0);
	const formatter = await eslint.loadFormatter('stylish');
	return { passed: problems.length === 0, details: formatter.format(problems) };
}

/** Sources that neither tool may pass: a scan that finds nothing there finds nothing anywhere. */
function makeControl(): string {
	mkdirSync(join(control, 'nodes'), { recursive: true });
	cpSync(join(root, 'package.json'), join(control, 'package.json'));
	writeFileSync(join(control, 'nodes', 'leak.ts'), 'console.log(process.env.SECRET);\n');
	return control;
}

/** `n8n-node lint` as it is: in strict mode it wants n8n's own ESLint configuration, word for word. */
function runNodeLint(folder: string): Verdict {
	const command = join(tools, 'node_modules/@n8n/node-cli/bin/n8n-node.mjs');
	const { status, stdout, stderr } = spawnSync(process.execPath, [command, 'lint'], {
		cwd: folder,
		encoding: 'utf8',
	});
	return { passed: status === 0, details: `${stdout}${stderr}` };
}

/** A checkout with a configuration of its own, which strict mode must refuse. */
function makeLooseCheckout(): string {
	writeFileSync(join(makeControl(), 'eslint.config.mjs'), 'export default [];\n');
	return control;
}

/** Prints whether a tool says what it has to say. */
function tell(name: string, holds: boolean, { message = '', details = '' }: Verdict): void {
	console.log(`${holds ? '✓' : '✗'} ${name}`);
	if (holds) return;
	console.log(message, details);
	process.exitCode = 1;
}

const refuses = ({ passed, details = '' }: Verdict) => !passed && /no-console/.test(details);

runCommand(async () => {
	const { analyzePackage, SOURCE_FILE_PATTERNS }: Scanner = await import(
		pathToFileURL(scannerFile).href
	);
	const scans: ReadonlyArray<[string, Verdict]> = [
		['the scanner on the sources', await analyzePackage(root, SOURCE_FILE_PATTERNS)],
		['the scanner on the tarball', await analyzePackage(tarball, ['**/*.js', 'package.json'])],
		["n8n-node's rules on the sources", await lintWithNodeCli(root)],
		['n8n-node lint on the checkout, in strict mode', runNodeLint(root)],
	];
	for (const [name, verdict] of scans) tell(name, verdict.passed, verdict);
	const controls: ReadonlyArray<[string, Verdict]> = [
		['the scanner', await analyzePackage(makeControl(), SOURCE_FILE_PATTERNS)],
		['n8n-node', await lintWithNodeCli(makeControl())],
	];
	for (const [name, verdict] of controls) {
		tell(`${name} refuses a file that it has to refuse`, refuses(verdict), verdict);
	}
	const loose = runNodeLint(makeLooseCheckout());
	const isRefused = !loose.passed && /Strict mode violation/.test(loose.details ?? '');
	tell('strict mode refuses a configuration that it has to refuse', isRefused, loose);
	console.log('  provenance is checked by n8n after publishing: it exists on the registry only');
});
