// Runs the same workflows on each supported version of n8n: `npm run test:versions [-- version …]`
import { markdownTable } from 'markdown-table';
import { N8N_VERSIONS } from '../../../tools/build/n8n';
import { runCommand } from '../../../tools/n8n/command';
import { Bench } from './bench';
import { CHECKS, type Check } from './checks';

interface Result {
	readonly version: string;
	readonly check: string;
	/** What is wrong; nothing if it holds. */
	readonly problem: string | undefined;
}

async function runCheck(bench: Bench, version: string, { name, run }: Check): Promise<Result> {
	const problem = await run(bench).then(
		() => undefined,
		(failed: unknown) => (failed instanceof Error ? failed.message : String(failed)),
	);
	console.log(`  ${problem === undefined ? '✓' : '✗'} ${name}`);
	return { version, check: name, problem };
}

async function runVersion(version: string): Promise<Result[]> {
	console.log(`\nn8n ${version}`);
	const bench = await Bench.open(version);
	const results: Result[] = [];
	try {
		for (const check of CHECKS) results.push(await runCheck(bench, version, check));
	} finally {
		await bench.close();
	}
	return results;
}

async function main(): Promise<void> {
	const wanted = process.argv.slice(2);
	const versions = wanted.length > 0 ? wanted : N8N_VERSIONS.map(({ version }) => version);
	const results: Result[] = [];
	for (const version of versions) results.push(...(await runVersion(version)));
	const mark = (version: string, check: string) =>
		results.find((r) => r.version === version && r.check === check)?.problem ? '✗' : '✓';
	const head = ['', ...versions.map((version) => `n8n ${version}`)];
	const rows = CHECKS.map(({ name }) => [name, ...versions.map((version) => mark(version, name))]);
	console.log(`\n${markdownTable([head, ...rows])}`);
	const failed = results.filter(({ problem }) => problem !== undefined);
	for (const { version, check, problem } of failed) {
		console.error(`\nn8n ${version}: ${check}\n${problem}`);
	}
	console.log(`\n${results.length - failed.length} of ${results.length} checks hold`);
	process.exitCode = failed.length > 0 ? 1 : 0;
}

runCommand(main);
