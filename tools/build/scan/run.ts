// Judges sources and packed tarball with the two tools that n8n judges community packages by, in the
// very versions of the lockfile beside this file: `npm run scan`
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { runCommand } from '../../n8n/command';
import { installLocked } from '../cache';
import { nodeBinary } from '../nodes';
import { run } from '../run';

/** The scanner does not run on the oldest Node that the package itself supports. */
const NODE = 22;

const root = resolve(__dirname, '../../..');

function unpackTarball(folder: string): string {
	const args = ['pack', '--json', '--ignore-scripts', '--pack-destination', folder];
	const [{ filename }] = JSON.parse(execFileSync('npm', args, { cwd: root, encoding: 'utf8' }));
	const unpacked = join(folder, 'package');
	mkdirSync(unpacked);
	execFileSync('tar', ['-xzf', join(folder, filename), '-C', unpacked, '--strip-components=1']);
	return unpacked;
}

runCommand(async () => {
	const node = await nodeBinary(NODE);
	const PATH = [dirname(node), process.env['PATH']].join(delimiter);
	const tools = await installLocked('scan', __dirname, { PATH });
	const folder = mkdtempSync(join(tmpdir(), 'nami-scan-'));
	process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
	const tsx = ['--import', pathToFileURL(require.resolve('tsx')).href];
	const rules = join(__dirname, 'rules.ts');
	run(node, [...tsx, rules, tools, root, unpackTarball(folder), join(folder, 'control')], {
		PATH,
	});
});
