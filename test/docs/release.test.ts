import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '../..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const { version, scripts } = JSON.parse(read('package.json'));

const checkRelease = (...args: string[]) =>
	spawnSync(process.execPath, ['--import', 'tsx', 'tools/build/checkRelease.ts', ...args], {
		cwd: root,
		encoding: 'utf8',
	});

test('the version at hand may be published under its tag', () => {
	const { status, stderr } = checkRelease(`v${version}`);
	expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
});

test.each([[], ['v0.0.0'], [version]])('but under no other: %j', (...args: string[]) => {
	const { status, stderr } = checkRelease(...args);
	expect(status).toBe(1);
	expect(stderr).toMatch(/The tag is/);
});

test('it is tested on every supported Node and published with provenance, without a token', () => {
	const release = read('.github/workflows/release.yml');
	expect(release).toContain('node: [20, 22, 24]');
	expect(release).toContain('npm run test:engines -- 2.41.1');
	expect(release).toContain('needs: [test, newest-engine]');
	expect(release).toContain('id-token: write');
	expect(release).toContain('npm publish --provenance');
	expect(release).not.toMatch(/secrets\./);
	expect(read('.github/workflows/ci.yml')).toContain('node: [20, 22, 24]');
});

test('what takes whole n8ns runs every week', () => {
	const whole = read('.github/workflows/whole-n8n.yml');
	expect(whole).toMatch(/schedule:/);
	const [, matrix = ''] = /test: \[(.*)\]/.exec(whole) ?? [];
	const named = [...matrix.matchAll(/'([\w:]+)'/g)].map(([, name = '']) => name);
	expect(named.sort()).toEqual([
		'test:agents',
		'test:e2e',
		'test:queue',
		'test:start',
		'test:versions',
	]);
	expect(named.filter((name) => !(name in scripts))).toEqual([]);
});

const PAGES = ['.github/workflows/ci.yml', '.github/workflows/release.yml', 'CONTRIBUTING.md'];

test.each(PAGES)('%s names commands that exist', (page) => {
	const named = [...read(page).matchAll(/npm run ([\w:-]+)/g)].map(([, name = '']) => name);
	expect(named.length).toBeGreaterThan(0);
	expect(named.filter((name) => !(name in scripts))).toEqual([]);
	const files = [...read(page).matchAll(/\b(tools\/[\w/-]+\.c?ts)/g)].map(([, file = '']) => file);
	expect(files.filter((file) => !existsSync(join(root, file)))).toEqual([]);
});
