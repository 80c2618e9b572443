import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../../../tools/harness/package';

/** Whole texts, so that a comment that names a path is none. */
const PATH_LITERAL = /['"`](\/api\/[^'"`]+)['"`]/g;

const sources = ['nodes', 'credentials'].flatMap((folder) =>
	readdirSync(join(packageRoot, folder), { recursive: true, encoding: 'utf8' })
		.filter((file) => file.endsWith('.ts'))
		.map((file) => join(packageRoot, folder, file)),
);

function pathLiterals(): string[] {
	return sources.flatMap((file) =>
		[...readFileSync(file, 'utf8').matchAll(PATH_LITERAL)].map(([, path = '']) => path),
	);
}

test('each path of the exchange is written once', () => {
	const literals = pathLiterals();
	expect(literals.length).toBeGreaterThan(10);
	expect([...literals].sort()).toEqual([...new Set(literals)].sort());
});
