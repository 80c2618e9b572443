// `npm run test:profiles`: what has to hold whatever the exchange turns out to be, under every profile.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs, stripVTControlCharacters } from 'node:util';
import { PROFILES, profileNamed, profilesIn } from '../exchange';
import { isRecorded } from '../exchange/recorded';
import { tableOf, type Cell } from './table';

const ROOT = resolve(__dirname, '../..');

/** What is run under each profile: paths of tests, and what they need to know. */
const CHECKS: Readonly<Record<string, { readonly tests: readonly string[] }>> = {
	orders: { tests: ['test/engine/order', 'test/engine/trade', 'test/engine/account'] },
	market: { tests: ['test/engine/market', 'test/engine/symbols', 'test/engine/unknownSymbol'] },
	others: {
		tests: ['accounts', 'basePaths', 'examples', 'hosts', 'lists'].map(
			(name) => `test/engine/${name}`,
		),
	},
	placement: {
		tests: [
			'cancel',
			'ledger',
			'manualRetry',
			'neverConnected',
			'oddAnswers',
			'orderKey',
			'repeats',
			'secondLook',
			'tool',
			'waitForFill',
		].map((name) => `test/engine/placement/${name}`),
	},
	matrix: { tests: ['test/engine/placement/matrix'] },
	soak: { tests: ['test/engine/placement/soak'] },
	trigger: {
		tests: [
			'balances',
			'blind',
			'catchingUp',
			'clockSetBack',
			'edits',
			'endings',
			'orderEvents',
			'priceEvents',
			'symbolsField',
			'testEvent',
			'trouble',
		].map((name) => `test/engine/trigger/${name}`),
	},
	lives: { tests: ['test/engine/trigger/everyEvent', 'test/engine/trigger/editedLives'] },
};

const HELP = `npm run test:profiles -- [options]

  --profile <name>   only this one; may be given more than once. Default: all, and three mixtures
  --check <name>     only this one; may be given more than once: ${Object.keys(CHECKS).join(', ')}
  --help

The package has to be built. NAMI_SOAK=long and NAMI_SOAK_EVENTS make the soak and the lives longer.`;

const { values } = parseArgs({
	options: {
		profile: {
			type: 'string',
			multiple: true,
			default: [
				...Object.keys(PROFILES),
				...(isRecorded() ? ['recorded'] : []),
				'mixed:1',
				'mixed:2',
				'mixed:3',
			],
		},
		check: { type: 'string', multiple: true, default: Object.keys(CHECKS) },
		help: { type: 'boolean', default: false },
	},
});

/** What jest writes with `--json`, as far as it is read here. */
interface Results {
	readonly numPassedTests: number;
	readonly numFailedTests: number;
	readonly numPendingTests: number;
	readonly numRuntimeErrorTestSuites: number;
	readonly testResults: ReadonlyArray<{
		readonly name: string;
		readonly message: string;
		readonly assertionResults: ReadonlyArray<{
			readonly status: string;
			readonly fullName: string;
			readonly failureMessages: readonly string[];
		}>;
	}>;
}

async function main(): Promise<boolean> {
	const profiles = values.profile.map(profileNamed);
	const cells: Cell[] = [];
	for (const profile of profiles) {
		for (const check of values.check) cells.push(await run(profile, check));
	}
	console.log(`\n${tableOf(cells)}\n`);
	for (const profile of profiles.filter((name) => name.startsWith('mixed:'))) {
		console.log(`${profile} is ${profilesIn(Number(profile.slice(6))).join(' + ')}`);
	}
	return cells.every(({ failed }) => failed.length === 0);
}

async function run(profile: string, check: string): Promise<Cell> {
	const { tests = [] } = CHECKS[check] ?? {};
	if (tests.length === 0) throw new Error(`No check ${check}: ${Object.keys(CHECKS).join(', ')}`);
	const folder = mkdtempSync(join(tmpdir(), 'nami-profiles-'));
	const outputFile = join(folder, 'results.json');
	await jest([...tests, '--json', `--outputFile=${outputFile}`], profile);
	const results = JSON.parse(readFileSync(outputFile, 'utf8')) as Results;
	rmSync(folder, { recursive: true });
	const cell = {
		profile,
		check,
		passed: results.numPassedTests,
		skipped: results.numPendingTests,
		failed: failuresIn(results),
	};
	console.log(`${profile}, ${check}: ${cell.passed} passed, ${cell.skipped} skipped`);
	for (const name of cell.failed) console.log(`  failed: ${name}`);
	return cell;
}

function failuresIn({ testResults }: Results): string[] {
	return testResults.flatMap(({ name, message, assertionResults }) => {
		const failed = assertionResults.filter(({ status }) => status === 'failed');
		if (failed.length === 0 && assertionResults.length === 0) return [`${name}: ${message}`];
		return failed.map(
			({ fullName, failureMessages }) => `${fullName}\n${shortened(failureMessages)}`,
		);
	});
}

const MOST_LINES = 15;

/** The beginning of what a test says, without the colors. */
function shortened(messages: readonly string[]): string {
	const lines = stripVTControlCharacters(messages.join('\n')).split('\n');
	return lines
		.slice(0, MOST_LINES)
		.map((line) => `    ${line}`)
		.join('\n');
}

async function jest(args: readonly string[], profile: string): Promise<void> {
	const child = spawn(process.execPath, [join(ROOT, 'node_modules/jest/bin/jest.js'), ...args], {
		cwd: ROOT,
		stdio: 'ignore',
		env: { ...process.env, NAMI_PROFILE: profile },
	});
	await new Promise((resolve) => child.once('close', resolve));
}

if (values.help) console.log(HELP);
else {
	main().then(
		(isWell) => (process.exitCode = isWell ? 0 : 1),
		(failed: unknown) => {
			console.error(failed);
			process.exitCode = 1;
		},
	);
}
