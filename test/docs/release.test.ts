import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
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
	expect(release).toContain('needs: [test, newest-engine, pack]');
	expect(release).not.toMatch(/secrets\./);
	expect(read('.github/workflows/ci.yml')).toContain('node: [20, 22, 24]');
});

test('the job that may publish checks a hash and publishes, and nothing of this repository runs in it', () => {
	const release = read('.github/workflows/release.yml');
	const [before = '', publish = ''] = release.split(/^ {2}publish:$/m);
	expect(before).not.toContain('id-token');
	expect(publish).toContain('id-token: write');
	const steps = [...publish.matchAll(/^ +(?:- )?(?:run|uses): (.*)$/gm)].map(([, step]) => step);
	expect(steps).toEqual([
		expect.stringMatching(/^actions\/download-artifact@/),
		'echo "$SHA256  package.tgz" | sha256sum --check --strict',
		expect.stringMatching(/^actions\/setup-node@/),
		expect.stringMatching(/^npm install --global npm@\d+\.\d+\.\d+$/),
		'npm publish ./package.tgz --ignore-scripts --provenance --access public',
	]);
	expect(before).toContain('git merge-base --is-ancestor "$GITHUB_SHA" origin/main');
});

const WORKFLOWS = readdirSync(join(root, '.github/workflows'));

test.each(WORKFLOWS)('%s takes every action by its commit', (file) => {
	const used = [...read(`.github/workflows/${file}`).matchAll(/uses: (.*)$/gm)];
	expect(used.length).toBeGreaterThan(0);
	for (const [, action] of used) expect(action).toMatch(/^actions\/[\w-]+@[0-9a-f]{40} # v\d/);
});

test('what takes a whole n8n, or long, runs every week', () => {
	const whole = read('.github/workflows/whole-n8n.yml');
	expect(whole).toMatch(/schedule:/);
	const [, matrix = ''] = /test:\s*\[([^\]]*)\]/.exec(whole) ?? [];
	const named = [...matrix.matchAll(/'([\w:]+)'/g)].map(([, name = '']) => name);
	expect(named.sort()).toEqual([
		'test:agents',
		'test:e2e',
		'test:examples',
		'test:mutants',
		'test:once',
		'test:profiles',
		'test:queue',
		'test:soak',
		'test:soak:trigger',
		'test:start',
		'test:versions',
	]);
	expect(named.filter((name) => !(name in scripts))).toEqual([]);
});

const PAGES = [
	'.github/workflows/ci.yml',
	'.github/workflows/release.yml',
	'CONTRIBUTING.md',
	'docs/verification.md',
];

test.each(PAGES)('%s names commands that exist', (page) => {
	const named = [...read(page).matchAll(/npm run ([\w:-]+)/g)].map(([, name = '']) => name);
	expect(named.length).toBeGreaterThan(0);
	expect(named.filter((name) => !(name in scripts))).toEqual([]);
	const files = [...read(page).matchAll(/\b((?:tools|test)\/[\w/-]+(?:\.[\w-]+)*\.c?ts)/g)].map(
		([, file = '']) => file,
	);
	expect(files.filter((file) => !existsSync(join(root, file)))).toEqual([]);
});
