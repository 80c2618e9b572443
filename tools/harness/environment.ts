import { mkdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * n8n keeps an encryption key and settings in a folder. Each process of the tests gets its own,
 * so that no test reads or writes the n8n of the person who runs it.
 * Import this file before anything of n8n-core.
 */
const folder = join(tmpdir(), `nami-engine-${process.pid}`);

if (process.env['N8N_USER_FOLDER'] !== folder) {
	mkdirSync(folder, { recursive: true });
	process.env['N8N_USER_FOLDER'] = folder;
	process.env['N8N_ENCRYPTION_KEY'] = 'a key for tests only';
	process.env['N8N_LOG_LEVEL'] = 'silent';
	process.env['N8N_DIAGNOSTICS_ENABLED'] = 'false';
	process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
}
