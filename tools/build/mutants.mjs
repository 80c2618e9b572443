/**
 * Breaks the package in ways that would cost money, one at a time and in a copy, builds the copy,
 * and requires that the tests notice.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(fileURLToPath(import.meta.url), '../../..');
const COPIED = [
	'nodes',
	'credentials',
	'test',
	'tools',
	'package.json',
	'jest.config.js',
	'tsconfig.json',
	'gulpfile.js',
];
const PLACEMENT = 'nodes/NamiSpot/placement';

/** `from` must occur exactly once, so that a mutant cannot quietly turn into the original. */
const MUTANTS = [
	{
		name: 'no ledger',
		file: `${PLACEMENT}/ledger.ts`,
		from: 'return this.book.entries[item];',
		to: 'return item < 0 ? this.book.entries[item] : undefined;',
		tests: ['test/engine/placement/manualRetry'],
	},
	{
		name: 'ledger written after the POST',
		file: `${PLACEMENT}/place.ts`,
		from: "desk.ledger.write(item, { state: 'sending', ...sentOrder(attempt.intent) });",
		to: `const intent = attempt.intent;
			void clock.sleep(1).then(
				() => desk.ledger.find(item) ?? desk.ledger.write(item, { state: 'sending', ...sentOrder(intent) }),
			);`,
		tests: ['test/engine/placement/ledger'],
	},
	{
		name: '6104 taken as final',
		file: `${PLACEMENT}/outcome.ts`,
		from: "next: 'look_once'",
		to: "next: 'finish'",
		tests: ['test/engine/placement/manualRetry'],
	},
	{
		name: 'absence taken as not placed',
		file: `${PLACEMENT}/place.ts`,
		from: "const found = await look(attempt, 'until_found');",
		to: "const found = await look(attempt, 'until_found');\n\tif (found.candidates.length === 0) return await settleNotPlaced(attempt, { failure, maySucceedLater: false });",
		tests: ['test/engine/placement/manualRetry'],
	},
	{
		name: 'a broker’s refusal believed by a retry by hand',
		file: `${PLACEMENT}/ledger.ts`,
		from: 'return sent === undefined ? [] :',
		to: "return sent === undefined || item !== '' ? [] :",
		tests: ['test/engine/placement/secondLook'],
	},
	{
		name: 'an Order Key given back after one look',
		file: `${PLACEMENT}/place.ts`,
		from: "hasKey ? 'until_found' : 'until_absent'",
		to: "hasKey ? 'until_absent' : 'until_absent'",
		tests: ['test/engine/placement/orderKey'],
	},
];

const copy = mkdtempSync(join(tmpdir(), 'nami-mutants-'));

function prepareCopy() {
	for (const path of COPIED) cpSync(join(root, path), join(copy, path), { recursive: true });
	symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
}

function run(command, args) {
	const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, command), ...args], {
		cwd: copy,
		encoding: 'utf8',
	});
	return { ok: status === 0, output: `${stdout}${stderr}` };
}

function passes(tests) {
	const built = run('node_modules/gulp/bin/gulp.js', ['build']);
	if (!built.ok) throw new Error(`The copy does not build:\n${built.output}`);
	return run('node_modules/jest/bin/jest.js', ['--bail', '--forceExit', ...tests]);
}

function mutate({ name, file, from, to }) {
	const path = join(copy, file);
	const original = readFileSync(path, 'utf8');
	const times = original.split(from).length - 1;
	if (times !== 1) throw new Error(`Mutant “${name}”: its text occurs ${times} times in ${file}`);
	writeFileSync(
		path,
		original.replace(from, () => to),
	);
	return () => writeFileSync(path, original);
}

function requireAlive(tests) {
	const { ok, output } = passes(tests);
	if (!ok) throw new Error(`The tests fail without any mutant:\n${output}`);
	console.log(`alive    ${tests.join(', ')}`);
}

function isKilled(mutant) {
	const restore = mutate(mutant);
	const { ok, output } = passes(mutant.tests);
	restore();
	const failed = /^Tests:.*?(\d+) failed/m.exec(output)?.[1];
	const killed = !ok && failed !== undefined;
	console.log(
		`${killed ? 'killed  ' : 'SURVIVED'} ${mutant.name}${failed ? ` (${failed} tests fail)` : ''}`,
	);
	if (!ok && failed === undefined) console.log(output);
	return killed;
}

try {
	prepareCopy();
	requireAlive([...new Set(MUTANTS.flatMap(({ tests }) => tests))]);
	const survivors = MUTANTS.filter((mutant) => !isKilled(mutant));
	process.exitCode = survivors.length === 0 ? 0 : 1;
} finally {
	rmSync(copy, { recursive: true, force: true });
}
