import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const root = join(__dirname, '../../..');

/** Runs npm as fetching n8n does, in a process of its own, since npm could write past this one. */
function runNpm(...args: string[]) {
	const script = `const { npm } = require('./tools/build/cache.ts');
		npm('.', ${JSON.stringify(args)}).then((code) => console.log('code', code));`;
	return spawnSync(process.execPath, ['--import', 'tsx', '--eval', script], {
		cwd: root,
		encoding: 'utf8',
	});
}

test('what npm writes is not shown while all is well', () => {
	expect(runNpm('--version')).toMatchObject({ stdout: 'code 0\n', stderr: '' });
});

test('but is when it fails', () => {
	const { stdout, stderr } = runNpm('run', 'no-such-script');
	expect(stdout).toBe('code 1\n');
	expect(stderr).toMatch(/no-such-script/);
});
