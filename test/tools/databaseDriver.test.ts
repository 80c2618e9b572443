import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureDatabaseDriver } from '../../tools/build/n8n';

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

async function ensureDriver(): Promise<string> {
	await ensureDatabaseDriver(folder, process.execPath, process.env['PATH'] ?? '');
	return readFileSync(join(folder, 'node_modules', 'sqlite3', 'built.js'), 'utf8');
}

test('a driver that does not load is built, in a folder that is there already too', async () => {
	expect(await ensureDriver()).toBe('\n');
});

test('one that loads is left alone', async () => {
	await ensureDriver();
	expect(await ensureDriver()).toBe('\n');
});
