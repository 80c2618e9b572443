import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { resources } from '../../nodes/NamiSpot/actions/resources';

const root = join(__dirname, '../..');
const readme = readFileSync(join(root, 'README.md'), 'utf8');

/** The members of the type `Reason`, which exists at compile time only. */
function reasons(): string[] {
	const source = readFileSync(join(root, 'nodes/NamiSpot/exchange/reply/failure.ts'), 'utf8');
	const [, union = ''] = /export type Reason =([^;]*);/.exec(source) ?? [];
	return [...union.matchAll(/'(\w+)'/g)].map(([, reason = '']) => reason);
}

test.each(reasons())('docs/errors.md explains the reason %s', (reason) => {
	const page = readFileSync(join(root, 'docs/errors.md'), 'utf8');
	expect(page).toContain(`| \`${reason}\``);
});

test('the README begins with the two commands', () => {
	const beginning = readme.split('\n').slice(0, 15).join('\n');
	expect(beginning).toContain('npm ci && npm run demo');
	expect(beginning).toContain('npm ci && npm test');
});

test('the README names every operation', () => {
	const operations = resources.flatMap((resource) => resource.operations);
	for (const { option } of operations) expect(readme).toContain(option.name);
});

test('the README stays short enough to be read', () => {
	expect(Buffer.byteLength(readme)).toBeLessThan(19_500);
});
