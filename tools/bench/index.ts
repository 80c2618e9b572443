import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { engineVersion, stopEngine } from '../harness';
import { packageRoot } from '../harness/package';
import { contenders } from './contenders';
import { measureConnections } from './connections';
import { ExchangeProcess } from './exchangeProcess';
import { measureAll, type Measurements, type Scope } from './measures';
import { plot } from './report/plot';
import { tables } from './report/tables';
import { targetsOf, type Target } from './targets';

const HELP = `npm run bench -- [options]

  --short            for CI: fewer rounds, and the ratios must hold, with room for noise
  --connections      only: what n8n's helpers do with connections
  --engine <version> 2.41.1 (default), or "installed" for the checkout's own n8n-core
  --out <folder>     where bench.json, bench.svg and tables.md go; default: nowhere`;

/** n8n runs for long: single orders are measured once the code is warm. What takes minutes and is no part of a ratio is left out for 10,000 items. */
const FULL: Scope = {
	plans: [
		{ items: 1, warmUps: 60, rounds: 101 },
		{ items: 10, warmUps: 2, rounds: 21 },
		{ items: 100, warmUps: 1, rounds: 11 },
		{ items: 1000, warmUps: 0, rounds: 3 },
		{ items: 10_000, warmUps: 0, rounds: 2, without: /^(fetch|bare-(fields|computed))$/ },
	],
	footprintItems: [1, 100, 1000, 10_000],
	loadingRounds: 31,
};

const SHORT: Scope = {
	plans: [
		{ items: 1, warmUps: 30, rounds: 31, without: /^(fetch|chain|loop)$/ },
		{ items: 100, warmUps: 1, rounds: 5, without: /^(fetch|chain)$/ },
	],
	footprintItems: [1000],
	loadingRounds: 7,
};

const PLOTTED_ITEMS = [1000, 100];

const { values } = parseArgs({
	options: {
		short: { type: 'boolean', default: false },
		connections: { type: 'boolean', default: false },
		engine: { type: 'string' },
		out: { type: 'string' },
		help: { type: 'boolean', default: false },
	},
});

async function bench(): Promise<void> {
	if (values.connections) return await measureConnections(engineVersion);
	if (values.short) return await check();
	await measureAndShow(FULL);
}

async function measureAndShow(scope: Scope): Promise<Measurements> {
	const measured = await measure(scope);
	process.stdout.write(`\n${tables(measured)}\n`);
	if (values.out !== undefined) write(measured, values.out);
	return measured;
}

async function measure(scope: Scope): Promise<Measurements> {
	const exchange = await ExchangeProcess.start();
	const all = contenders();
	try {
		const measured = await measureAll(exchange, all, scope, (sentence) =>
			process.stderr.write(`${sentence}\n`),
		);
		return {
			engine: engineVersion,
			node: process.version,
			machine: `${process.platform} ${process.arch}, ${availableParallelism()} cores`,
			names: Object.fromEntries(all.map(({ id, name }) => [id, name])),
			...measured,
		};
	} finally {
		exchange.stop();
	}
}

function write(measured: Measurements, folder: string): void {
	const target = join(packageRoot, folder);
	mkdirSync(target, { recursive: true });
	const items = PLOTTED_ITEMS.find((count) => measured.orders.some((o) => o.items === count));
	writeFileSync(
		join(target, 'bench.json'),
		`${JSON.stringify(withoutSamples(measured), null, '\t')}\n`,
	);
	writeFileSync(join(target, 'bench.svg'), plot(measured, items ?? 1));
	writeFileSync(join(target, 'tables.md'), `${tables(measured)}\n`);
}

/** Rounds are for the ratios; what is kept are medians, quartiles and the ratios themselves. */
function withoutSamples(measured: Measurements): object {
	const orders = measured.orders.map((times) => ({ ...times, samples: undefined }));
	return { ...measured, orders, targets: targetsOf(measured) };
}

/** A machine that others use, too, may spoil one run; what is slow is slow in both. */
async function check(): Promise<void> {
	const missed = missedIn(await measureAndShow(SHORT));
	if (missed.length === 0) return;
	process.stderr.write(`${missed.map(sentence).join('')}Measuring once more …\n`);
	const before = new Set(missed.map(({ what }) => what));
	const again = missedIn(await measureAndShow(SHORT)).filter(({ what }) => before.has(what));
	process.stderr.write(again.map(sentence).join(''));
	process.exitCode = again.length === 0 ? 0 : 1;
}

function missedIn(measured: Measurements): Target[] {
	return targetsOf(measured).filter((target) => target.measured > target.mostInCi);
}

function sentence({ what, mostInCi, measured }: Target): string {
	return `Missed: ${what} is ${measured.toFixed(2)}, more than ${mostInCi}\n`;
}

if (values.help) process.stdout.write(`${HELP}\n`);
else void bench().finally(stopEngine);
