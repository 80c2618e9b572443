import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundle, packageRoot } from '../../../tools/harness/bundle';

const dist = join(packageRoot, 'dist');
const text = readFileSync(join(dist, 'nami.js'), 'utf8');

test('the package has code in one file, and beside it only what n8n looks for', () => {
	const scripts = readdirSync(dist, { recursive: true, encoding: 'utf8' })
		.filter((file) => file.endsWith('.js'))
		.map((file) => file.replaceAll('\\', '/'));
	expect(scripts.sort()).toEqual([
		'credentials/NamiApi.credentials.js',
		'nami.js',
		'nodes/NamiSpot/NamiSpot.node.js',
		'nodes/NamiSpot/NamiSpotTrigger.node.js',
	]);
});

test('it exports what n8n loads, and no hook for tests', () => {
	expect(Object.keys(bundle()).sort()).toEqual(['NamiApi', 'NamiSpot', 'NamiSpotTrigger']);
	expect(text).not.toMatch(/\bforgetAll\b|\bforgetEverything\b|processState/);
});

test('a reviewer can read it: named, indented, in short lines, with the file that each part comes from', () => {
	const lines = text.split('\n');
	const long = lines.filter((line) => line.length > 300);
	expect(long.length / lines.length).toBeLessThan(0.01);
	expect(text).toContain('// nodes/NamiSpot/placement/');
	expect(text).toMatch(/^ {2}async execute\(\) \{$/m);
	execFileSync(process.execPath, ['--check', join(dist, 'nami.js')]);
});
