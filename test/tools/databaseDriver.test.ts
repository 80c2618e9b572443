import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const script = pathToFileURL(join(__dirname, '../../tools/build/n8n.mjs')).href;

/** As the real package does, it has its main file only after its script has run. */
const DRIVER = {
	name: 'sqlite3',
	version: '1.0.0',
	main: 'built.js',
	scripts: { install: 'echo "" >> built.js' },
};

let folder: string;

beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'nami-driver-'));
	const driver = join(folder, 'node_modules', 'sqlite3');
	mkdirSync(driver, { recursive: true });
	writeFileSync(join(folder, 'package.json'), '{ "dependencies": { "sqlite3": "1.0.0" } }');
	writeFileSync(join(driver, 'package.json'), JSON.stringify(DRIVER));
});

afterEach(() => rmSync(folder, { recursive: true }));

function ensureDriver(): string {
	const code = `
		import { ensureDatabaseDriver } from '${script}';
		await ensureDatabaseDriver(${JSON.stringify(folder)}, process.execPath, process.env.PATH);`;
	const args = ['--input-type=module', '--eval', code];
	const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
	expect({ status, stderr: status === 0 ? '' : stderr }).toEqual({ status: 0, stderr: '' });
	return readFileSync(join(folder, 'node_modules', 'sqlite3', 'built.js'), 'utf8');
}

test('a driver that does not load is built, in a folder that is there already too', () => {
	expect(ensureDriver()).toBe('\n');
});

test('one that loads is left alone', () => {
	ensureDriver();
	expect(ensureDriver()).toBe('\n');
});
