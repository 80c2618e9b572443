// Lints sources and packed tarball with the two tools that n8n judges community packages by.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installOnce } from './cache.mjs';
import { nodeBinary } from './nodes.mjs';
import { run } from './run.mjs';

const SCANNER = '0.32.0';
const NODE_CLI = '0.48.3';
/** The scanner does not run on the oldest Node that the package itself supports. */
const NODE = 22;

const root = fileURLToPath(new URL('../..', import.meta.url));

function unpackTarball(folder) {
	const args = ['pack', '--json', '--ignore-scripts', '--pack-destination', folder];
	const [{ filename }] = JSON.parse(execFileSync('npm', args, { cwd: root, encoding: 'utf8' }));
	const unpacked = join(folder, 'package');
	mkdirSync(unpacked);
	execFileSync('tar', ['-xzf', join(folder, filename), '-C', unpacked, '--strip-components=1']);
	return unpacked;
}

const node = await nodeBinary(NODE);
const tools = await installOnce(
	`scan-${SCANNER}-node-cli-${NODE_CLI}`,
	{ '@n8n/scan-community-package': SCANNER, '@n8n/node-cli': NODE_CLI },
	{ env: { PATH: [dirname(node), process.env.PATH].join(delimiter) } },
);
const folder = mkdtempSync(join(tmpdir(), 'nami-scan-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
const rules = fileURLToPath(new URL('scan-rules.mjs', import.meta.url));
run(node, [rules, tools, root, unpackTarball(folder), join(folder, 'control')]);
