import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import ts from 'typescript';

const root = join(__dirname, '../..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');

/** What CONTRIBUTING says not to write: what is in quotation marks in the right column of its table. */
const DONT = read('CONTRIBUTING.md')
	.split(/^## Words$/m)[1]!
	.split(/^## /m)[0]!
	.split('\n')
	.filter((line) => line.startsWith('|'))
	.flatMap((line) => [...(line.split('|')[2] ?? '').matchAll(/“([^”]+)”/g)])
	.map(([, phrase = '']) => phrase);

function filesIn(folder: string, ending: string): string[] {
	return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile() && entry.name.endsWith(ending))
		.map((entry) => relative(root, join(entry.parentPath, entry.name)));
}

/** The texts in a source file, without its code and comments. */
function textsIn(path: string): string {
	const texts: string[] = [];
	const visit = (node: ts.Node): void => {
		if (ts.isStringLiteralLike(node) || ts.isTemplateHead(node)) texts.push(node.text);
		if (ts.isTemplateMiddle(node) || ts.isTemplateTail(node)) texts.push(node.text);
		ts.forEachChild(node, visit);
	};
	visit(ts.createSourceFile(path, read(path), ts.ScriptTarget.Latest));
	return texts.join('\n');
}

const READ: ReadonlyArray<readonly [string, string]> = [
	...['README.md', 'CHANGELOG.md', 'SECURITY.md', ...filesIn('docs', '.md')].map(
		(path) => [path, read(path)] as const,
	),
	...filesIn('examples', '.json').map((path) => [path, read(path)] as const),
	...['nodes', 'credentials']
		.flatMap((folder) => filesIn(folder, '.ts'))
		.map((path) => [path, textsIn(path)] as const),
];

test('there is a vocabulary, and texts to hold against it', () => {
	expect(DONT.length).toBeGreaterThan(20);
	expect(READ.length).toBeGreaterThan(100);
	expect(READ.map(([, text]) => text).join()).toContain('is refusing requests from this machine');
});

test.each(DONT)('nobody reads “%s”', (phrase) => {
	const wanted = new RegExp(`(?<!\\w)${phrase.replace(/\s+/g, '\\s+')}(?!\\w)`, 'i');
	expect(READ.filter(([, text]) => wanted.test(text)).map(([path]) => path)).toEqual([]);
});
