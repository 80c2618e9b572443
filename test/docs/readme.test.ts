import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { NamiApi } from '../../credentials/NamiApi.credentials';
import { resources } from '../../nodes/NamiSpot/actions/resources';
import { triggerFields } from '../../nodes/NamiSpot/trigger/fields';

const root = join(__dirname, '../..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const readme = read('README.md');

const pages = readdirSync(join(root, 'docs')).filter((name) => name.endsWith('.md'));
const FOR_USERS = ['README.md', ...pages.map((page) => `docs/${page}`)];
const ALL = [...FOR_USERS, 'CONTRIBUTING.md', 'CHANGELOG.md', 'SECURITY.md', 'tools/n8n/README.md'];

/** Text without what is in code: blocks and marked words. */
const prose = (text: string) =>
	text
		.replace(/^( {4}|\t).*$/gm, '')
		.replace(/```[\s\S]*?```/g, '')
		.replace(/`[^`\n]*`/g, '');

describe('links', () => {
	/** The anchor that GitHub gives a heading. */
	const anchorOf = (heading: string) =>
		heading
			.toLowerCase()
			.replace(/[^\w\- ]/g, '')
			.replace(/ /g, '-');
	const anchorsOf = (page: string) =>
		[...read(page).matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) => anchorOf(heading));

	test.each(ALL)('%s: each leads to a page and a heading that exist', (page) => {
		const links = [...read(page).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link);
		const broken = links.filter((link) => {
			if (/^(https?|mailto):/.test(link)) return false;
			const [file = '', anchor] = link.split('#');
			const path = file === '' ? page : join(dirname(page), file);
			if (!existsSync(join(root, path))) return true;
			return anchor !== undefined && !anchorsOf(path).includes(anchor);
		});
		expect(broken).toEqual([]);
	});

	test('docs/README.md leads to every page', () => {
		const index = read('docs/README.md');
		expect(pages.filter((page) => page !== 'README.md' && !index.includes(`(${page})`))).toEqual(
			[],
		);
	});
});

describe('files', () => {
	/** Where a page may count paths from. */
	const FROM = ['', 'nodes/NamiSpot', 'examples', '.github/workflows', 'test/docs'];

	test.each(ALL)('%s: each file that is named exists', (page) => {
		const named = [...read(page).matchAll(/`([\w.-]+\/[\w./-]+\.(?:ts|mjs|js|json|yml|svg))`/g)];
		const missing = named
			.map(([, file = '']) => file)
			.filter(
				(file) => ![dirname(page), ...FROM].some((from) => existsSync(join(root, from, file))),
			);
		expect(missing).toEqual([]);
	});
});

describe('names', () => {
	const withoutUnit = (name: string) => name.replace(/ \([^)]*\)$/, '');

	/** Labels of fields, with those inside collections, and of what can be chosen. */
	function namesIn(fields: ReadonlyArray<INodeProperties | INodePropertyOptions>): string[] {
		return fields.flatMap((field) => {
			const nested = 'options' in field ? ((field.options ?? []) as INodeProperties[]) : [];
			const own = 'displayName' in field ? field.displayName : field.name;
			return [own, withoutUnit(own), ...namesIn(nested)];
		});
	}

	const operations = resources.flatMap(({ operations: all }) => all);
	const create = operations.find(({ option }) => option.value === 'create');
	const credential = new NamiApi().properties;
	const known = new Set([
		...resources.map(({ option }) => option.name),
		...operations.flatMap(({ option }) => [option.name, ...(option.action ? [option.action] : [])]),
		...namesIn([...operations.flatMap(({ fields }) => fields), ...credential, ...triggerFields]),
	]);

	/** The first cells of tables with this head. */
	function cellsUnder(page: string, head: string): string[] {
		const lines = read(page).split('\n');
		return lines.flatMap((line, start) => {
			if (!line.startsWith(`| ${head} `)) return [];
			const end = lines.findIndex((later, at) => at > start && !later.startsWith('|'));
			return lines.slice(start + 2, end).map((row) => row.split('|')[1]?.trim() ?? '');
		});
	}
	const namesUnder = (head: string) =>
		cellsUnder('README.md', head).flatMap((cell) => cell.split(', '));

	test.each([...namesUnder('field'), ...namesUnder('option')])(
		'a field or an option is called %s',
		(name) => {
			expect(known).toContain(name);
		},
	);

	const NOTICES = /Notice$/;
	const named = new Set([...namesUnder('field'), ...namesUnder('option')].map(withoutUnit));

	test('the README names every field and option of Create', () => {
		const fields = (create?.fields ?? []).filter(({ name }) => !NOTICES.test(name));
		const labels = fields.flatMap(({ type, displayName, options = [] }) =>
			type === 'collection'
				? options.flatMap((option) => ('displayName' in option ? [option.displayName] : []))
				: [displayName],
		);
		expect(labels.length).toBeGreaterThan(20);
		expect(labels.filter((label) => !named.has(withoutUnit(label)))).toEqual([]);
	});

	test('the README names every field of the credential, and every operation', () => {
		const labels = credential.map(({ displayName }) => displayName);
		const missing = labels.filter(
			(label) => !named.has(withoutUnit(label)) && label !== 'Custom URL',
		);
		expect(missing).toEqual([]);
		for (const { option } of operations) expect(readme).toContain(option.name);
	});

	/** What n8n and TradingView call their own things. */
	const OF_OTHERS = [
		...['Settings', 'On Error', 'Stop Workflow', 'Retry', 'Retry On Fail', 'Rules', 'Execute step'],
		...['Continue (using error output)', 'Settings → On Error', 'Settings → Error Workflow'],
		...['Settings → Community Nodes → Install', 'Settings → Community Nodes', 'Poll Times'],
		...['Workflow menu → Import from File', 'Import from URL', 'Execute Sub-workflow'],
		...['Fetch Test Event', 'Remove Duplicates', 'Authentication', 'Credential Type', 'URL'],
		...['Send Query Parameters', 'Send Body', 'Body Content Type', 'Ignore SSL Issues'],
		...['Verification guidelines', 'UX guidelines', 'Code standards'],
	];
	/** Names of nodes in the examples. */
	const inExamples = readdirSync(join(root, 'examples')).flatMap((file) =>
		(JSON.parse(read(`examples/${file}`)) as { nodes: Array<{ name: string }> }).nodes.map(
			({ name }) => name,
		),
	);

	test.each(FOR_USERS)('%s: what is set in italics is on the screen', (page) => {
		const italics = [...prose(read(page)).matchAll(/(?<![\w_])_([A-Z][^_\n]*)_(?!\w)/g)];
		const names = italics.map(([, name = '']) => name.replace(/[:.,]$/, ''));
		const strange = names.filter((name) => ![...known, ...OF_OTHERS, ...inExamples].includes(name));
		expect(strange).toEqual([]);
	});
});

describe('errors', () => {
	/** The members of the type `Reason`, which are the keys of a table. */
	function reasons(): string[] {
		const source = read('nodes/NamiSpot/exchange/reply/failure.ts');
		const [, table = ''] = /const TODO = \{([^}]*)\}/.exec(source) ?? [];
		return [...table.matchAll(/(\w+): '/g)].map(([, reason = '']) => reason);
	}

	test.each(reasons())('docs/errors.md explains the reason %s', (reason) => {
		expect(read('docs/errors.md')).toContain(`| \`${reason}\``);
	});

	test('reasons are listed on one page only', () => {
		const others = ALL.filter((page) => page !== 'docs/errors.md');
		expect(others.filter((page) => /^\| `unreadable_answer`/m.test(read(page)))).toEqual([]);
	});
});

describe('the README', () => {
	const COMMANDS = ['npm ci && npm run demo', 'npm ci && npm test'];

	test('has the two commands on its first screen, and at the top of the developers’ section', () => {
		const firstScreen = readme.split('\n').slice(0, 15).join('\n');
		const [, section = ''] = readme.split('## For developers\n');
		const top = section.split('\n').slice(0, 5).join('\n');
		for (const command of COMMANDS) {
			expect(firstScreen).toContain(command);
			expect(top).toContain(command);
		}
	});

	test('leads a trader to an order in five steps, before anything for developers', () => {
		const [, rest = ''] = readme.split('## Your first safe order\n');
		const [steps = ''] = rest.split(/^## /m);
		expect([...steps.matchAll(/^\d\. \*\*/gm)]).toHaveLength(5);
		const headings = [...readme.matchAll(/^## (.*)$/gm)].map(([, heading]) => heading);
		expect(headings[0]).toBe('Your first safe order');
		expect(headings.at(-2)).toBe('For developers');
	});

	test('stays short enough to be read', () => {
		expect(Buffer.byteLength(readme)).toBeLessThan(19_500);
	});
});

describe('docs/examples.md', () => {
	const page = read('docs/examples.md');
	const files = readdirSync(join(root, 'examples'));

	test.each(files)('describes %s', (file) => {
		expect(page).toContain(`| [${file}](../examples/${file})`);
	});

	test.each(files.filter((file) => file.startsWith('tradingview')))(
		'has the message of %s, for copying',
		(file) => {
			const { nodes } = JSON.parse(read(`examples/${file}`)) as {
				nodes: Array<{ name: string; parameters: { assignments?: { assignments: Field[] } } }>;
			};
			const settings = nodes.find(({ name }) => name === 'Settings')?.parameters.assignments;
			const message = settings?.assignments.find(({ name }) => name === 'message')?.value ?? '';
			const shown = [...page.matchAll(/```json\n([\s\S]*?)```/g)].map(([, json = '']) =>
				JSON.parse(json),
			);
			expect(shown).toContainEqual(JSON.parse(message));
		},
	);

	interface Field {
		readonly name: string;
		readonly value: string;
	}
});
