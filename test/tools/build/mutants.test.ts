import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { broken } from '../../../tools/build/mutants/mutant';
import { MUTANTS } from '../../../tools/build/mutants/table';

const ROOT = join(__dirname, '../../..');

/** `npm run test:mutants` takes an hour; whether the code still has what it breaks shows at once. */
test('every mutant breaks something, and has a name of its own', () => {
	for (const mutant of MUTANTS) {
		const text = readFileSync(join(ROOT, mutant.file), 'utf8');
		expect(broken(text, mutant)).not.toBe(text);
	}
	expect(new Set(MUTANTS.map(({ name }) => name)).size).toBe(MUTANTS.length);
});

test('the tests that have to notice exist', () => {
	const missing = MUTANTS.flatMap(({ tests }) => tests).filter(
		(path) => ![path, `${path}.ts`, `${path}.test.ts`].some((file) => existsSync(join(ROOT, file))),
	);
	expect(missing).toEqual([]);
});
