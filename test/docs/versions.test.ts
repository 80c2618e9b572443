import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { N8N_VERSIONS } from '../../tools/build/n8n';
import { CHECKS } from '../whole/versions/checks';

const root = join(__dirname, '../..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const page = read('docs/versions.md');

const versions = N8N_VERSIONS.map(({ version }) => version);

test('there are versions and checks', () => {
	expect(versions.length).toBeGreaterThan(0);
	expect(CHECKS.length).toBeGreaterThan(0);
});

test.each(versions)('README and docs/versions.md name n8n %s', (version) => {
	expect(read('README.md')).toContain(version);
	expect(page).toContain(`n8n ${version}`);
});

test.each(CHECKS.map(({ name }) => name))('the table says that it holds everywhere: %s', (name) => {
	const row = page.split('\n').find((line) => line.startsWith(`| ${name} `));
	expect(row?.match(/✓/g)).toHaveLength(versions.length);
});
