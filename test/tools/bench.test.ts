import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const script = ['--import', 'tsx', join(__dirname, '../../tools/build/bench.ts')];

test.each([[['--engine', '2.8.1']], [['--engine=2.8.1']], [['--engine']]])(
	'another engine than the two it knows is refused: %j',
	(args) => {
		const { status, stderr } = spawnSync(process.execPath, [...script, ...args, '--help'], {
			encoding: 'utf8',
		});
		expect(status).toBe(1);
		expect(stderr).toMatch(/^The benchmark runs in n8n's engine 2\.41\.1, or .*--engine installed/);
	},
);

test('the installed engine is taken', () => {
	const { status, stdout } = spawnSync(
		process.execPath,
		[...script, '--engine', 'installed', '--help'],
		{ encoding: 'utf8' },
	);
	expect(stdout).toMatch(/npm run bench -- \[options\]/);
	expect(status).toBe(0);
});
