/**
 * Breaks the package in ways that would cost money, one at a time and in a copy, builds the copy,
 * and requires that the tests notice: `npm run test:mutants [-- parts of names]`.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { runCommand } from '../../n8n/command';
import { broken, type Mutant } from './mutant';
import { MUTANTS } from './table';

const root = resolve(__dirname, '../../..');
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

/** @throws Error naming every mutant whose text has moved */
function requireTexts(mutants: readonly Mutant[]): void {
	const problems = mutants.flatMap((mutant) => {
		try {
			broken(readFileSync(join(root, mutant.file), 'utf8'), mutant);
			return [];
		} catch (failed) {
			return [String(failed)];
		}
	});
	if (problems.length > 0) throw new Error(problems.join('\n'));
}

/** The checkout, in which one file at a time is broken. */
class Copy {
	private readonly folder = mkdtempSync(join(tmpdir(), 'nami-mutants-'));

	constructor() {
		process.once('exit', () => rmSync(this.folder, { recursive: true, force: true }));
		for (const path of COPIED) {
			cpSync(join(root, path), join(this.folder, path), { recursive: true });
		}
		symlinkSync(join(root, 'node_modules'), join(this.folder, 'node_modules'));
	}

	/** Builds the copy, whatever its types, and runs tests in it; `failed` is how many failed, if they could be run at all. */
	test(tests: readonly string[]): { ok: boolean; failed?: string; output: string } {
		const built = this.run('node_modules/gulp/bin/gulp.js', ['buildUnchecked']);
		if (!built.ok) return built;
		const jest = this.run('node_modules/jest/bin/jest.js', ['--bail', '--forceExit', ...tests]);
		const failed = /^Tests:.*?(\d+) failed/m.exec(jest.output)?.[1];
		return { ...jest, ...(failed !== undefined && { failed }) };
	}

	/** Breaks the copy; call the answer to mend it. */
	break(mutant: Mutant): () => void {
		const path = join(this.folder, mutant.file);
		const original = readFileSync(path, 'utf8');
		writeFileSync(path, broken(original, mutant));
		return () => writeFileSync(path, original);
	}

	private run(command: string, args: readonly string[]): { ok: boolean; output: string } {
		const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, command), ...args], {
			cwd: this.folder,
			encoding: 'utf8',
		});
		return { ok: status === 0, output: `${stdout}${stderr}` };
	}
}

function requireAlive(copy: Copy, tests: readonly string[]): void {
	const { ok, output } = copy.test(tests);
	if (!ok) throw new Error(`The tests fail without any mutant:\n${output}`);
	console.log(`alive    ${tests.join(', ')}`);
}

function isKilled(copy: Copy, mutant: Mutant): boolean {
	const mend = copy.break(mutant);
	const { ok, failed, output } = copy.test(mutant.tests);
	mend();
	const killed = !ok && failed !== undefined;
	const count = failed === undefined ? '' : ` (${failed} tests fail)`;
	console.log(`${killed ? 'killed  ' : 'SURVIVED'} ${mutant.name}${count}`);
	if (!ok && !killed) console.log(output);
	return killed;
}

runCommand(async () => {
	const parts = process.argv.slice(2);
	const isAsked = ({ name }: Mutant) => parts.some((part) => name.includes(part));
	const mutants = parts.length === 0 ? MUTANTS : MUTANTS.filter(isAsked);
	if (mutants.length === 0) throw new Error(`No mutant's name contains “${parts.join('” or “')}”`);
	requireTexts(MUTANTS);
	const copy = new Copy();
	requireAlive(copy, [...new Set(mutants.flatMap(({ tests }) => tests))]);
	const survivors = mutants.filter((mutant) => !isKilled(copy, mutant));
	process.exitCode = survivors.length === 0 ? 0 : 1;
});
