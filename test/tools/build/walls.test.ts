import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { packageRoot } from '../../../tools/harness/bundle';

const CRUISE = join(packageRoot, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
const CONFIG = join(packageRoot, '.dependency-cruiser.cjs');
const FOLDERS = ['nodes', 'credentials', 'tools', 'test'];
const HOME = 'nodes/NamiSpot';

/** What a tree breaks in which files import each other so: the importing file and the rule. */
function broken(imports: Record<string, string>): string[][] {
	const tree = mkdtempSync(join(tmpdir(), 'nami-walls-'));
	const write = (file: string, text: string) => {
		mkdirSync(dirname(join(tree, file)), { recursive: true });
		writeFileSync(join(tree, file), text);
	};
	for (const folder of FOLDERS) write(join(folder, 'some.ts'), '');
	for (const to of Object.values(imports)) write(to, 'export const value = 1;');
	for (const [from, to] of Object.entries(imports)) {
		const path = relative(dirname(from), to).replace(/\.ts$/, '');
		write(from, `export { value } from '${path.startsWith('.') ? path : `./${path}`}';`);
	}
	write('tsconfig.test.json', '{}');
	const args = [CRUISE, ...FOLDERS, '--config', CONFIG, '--output-type', 'json'];
	const { stdout } = spawnSync(process.execPath, args, { cwd: tree, encoding: 'utf8' });
	rmSync(tree, { recursive: true });
	const { violations } = JSON.parse(stdout).summary;
	return violations.map(({ from, rule }: { from: string; rule: { name: string } }) => [
		from,
		rule.name,
	]);
}

test('arrows that run down are allowed', () => {
	const imports = {
		[`${HOME}/NamiSpot.node.ts`]: `${HOME}/actions/router.ts`,
		[`${HOME}/actions/order/create.ts`]: `${HOME}/placement/place.ts`,
		[`${HOME}/trigger/poll.ts`]: `${HOME}/fields/side.ts`,
		[`${HOME}/placement/reconcile.ts`]: `${HOME}/exchange/api/orders.ts`,
		[`${HOME}/exchange/wire/request.ts`]: `${HOME}/exchange/reply/answer.ts`,
		[`${HOME}/exchange/reply/verdict.ts`]: `${HOME}/exchange/guards.ts`,
		'credentials/NamiApi.credentials.ts': `${HOME}/rails/trading.ts`,
		'test/unit/rails.test.ts': `${HOME}/rails/trading.ts`,
	};
	expect(broken(imports)).toEqual([]);
});

const FORBIDDEN = [
	[`${HOME}/placement/place.ts`, `${HOME}/fields/x.ts`, 'nothing-above-placement'],
	[`${HOME}/exchange/api/orders.ts`, `${HOME}/canceling/x.ts`, 'nothing-above-exchange-api'],
	[`${HOME}/exchange/wire/request.ts`, `${HOME}/exchange/api/x.ts`, 'nothing-above-exchange-wire'],
	[`${HOME}/exchange/reply/a.ts`, `${HOME}/exchange/wire/x.ts`, 'nothing-above-exchange-reply'],
	[`${HOME}/exchange/clock.ts`, `${HOME}/exchange/reply/x.ts`, 'nothing-above-exchange'],
	[`${HOME}/fields/side.ts`, `${HOME}/x.ts`, 'nothing-above-fields'],
	[`${HOME}/trigger/poll.ts`, `${HOME}/actions/x.ts`, 'rooms-side-by-side'],
	[`${HOME}/actions/run.ts`, 'credentials/x.ts', 'credential-for-its-test-only'],
	['credentials/NamiApi.credentials.ts', `${HOME}/actions/y.ts`, 'credential-signs-only'],
	[`${HOME}/actions/tool.ts`, 'tools/exchange/x.ts', 'package-stands-alone'],
	[`${HOME}/exchange/decimal.ts`, 'test/support.ts', 'package-stands-alone'],
	['tools/exchange/a.ts', `${HOME}/exchange/x.ts`, 'exchange-of-its-own'],
	['tools/bench/a.ts', 'test/x.ts', 'tools-are-no-tests'],
	[`${HOME}/trigger/a.ts`, `${HOME}/trigger/b.ts`, 'no-circle'],
] as const;

test('arrows that run up, to the side, out of the package or in a circle are not', () => {
	const imports: Record<string, string> = Object.fromEntries(
		FORBIDDEN.map(([from, to]) => [from, to]),
	);
	imports[`${HOME}/trigger/b.ts`] = `${HOME}/trigger/a.ts`;
	const expected = FORBIDDEN.map(([from, , rule]) => [from, rule]);
	expect(broken(imports).sort()).toEqual(expected.sort());
});
