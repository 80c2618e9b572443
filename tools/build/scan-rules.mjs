// Runs inside the Node that the tools need: see scan.mjs.
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [tools, root, tarball, control] = process.argv.slice(2);
const require = createRequire(join(tools, 'package.json'));
const scanner = join('node_modules', '@n8n', 'scan-community-package', 'scanner', 'scanner.mjs');
const { analyzePackage, SOURCE_FILE_PATTERNS } = await import(pathToFileURL(join(tools, scanner)));

async function lintWithNodeCli(folder) {
	const { ESLint } = require('eslint');
	const { config } = require('@n8n/node-cli/eslint');
	const eslint = new ESLint({
		cwd: folder,
		overrideConfigFile: true,
		overrideConfig: config,
		errorOnUnmatchedPattern: false,
	});
	const results = await eslint.lintFiles(['package.json', 'nodes/**/*.ts', 'credentials/**/*.ts']);
	const problems = results.filter(({ errorCount, warningCount }) => errorCount + warningCount > 0);
	const formatter = await eslint.loadFormatter('stylish');
	return { passed: problems.length === 0, details: formatter.format(problems) };
}

/** Sources that neither tool may pass: a scan that finds nothing there finds nothing anywhere. */
function makeControl() {
	mkdirSync(join(control, 'nodes'), { recursive: true });
	cpSync(join(root, 'package.json'), join(control, 'package.json'));
	writeFileSync(join(control, 'nodes', 'leak.ts'), 'console.log(process.env.SECRET);\n');
	return control;
}

const SCANS = [
	['the scanner on the sources', () => analyzePackage(root, SOURCE_FILE_PATTERNS)],
	['the scanner on the tarball', () => analyzePackage(tarball, ['**/*.js', 'package.json'])],
	["n8n-node's rules on the sources", () => lintWithNodeCli(root)],
];
const CONTROLS = [
	['the scanner', () => analyzePackage(makeControl(), SOURCE_FILE_PATTERNS)],
	['n8n-node', () => lintWithNodeCli(makeControl())],
];

let failures = 0;
for (const [name, scan] of SCANS) {
	const { passed, message = '', details = '' } = await scan();
	console.log(`${passed ? '✓' : '✗'} ${name}`);
	if (!passed) console.log(message, details);
	failures += passed ? 0 : 1;
}
for (const [name, scan] of CONTROLS) {
	const { passed, details = '' } = await scan();
	const refuses = !passed && /no-console/.test(details);
	console.log(`${refuses ? '✓' : '✗'} ${name} refuses a file that it has to refuse`);
	failures += refuses ? 0 : 1;
}
console.log('  provenance is checked by n8n after publishing: it exists on the registry only');
process.exitCode = failures > 0 ? 1 : 0;
