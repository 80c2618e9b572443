// `npm start`: n8n's editor with the package, a stand-in exchange and workflows to play with.
import { appendFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { NEWEST, fetchN8n } from '../build/n8n';
import { DEFAULT_ACCOUNT, type Exchange, startExchange } from '../exchange';
import { FUNDS } from './workflows';
import { N8nApi, OWNER } from './api';
import { N8nCli } from './cli';
import { exampleWorkflows } from './exampleWorkflows';
import { buildPackage, reloadOnChange } from './liveReload';
import { installPackage } from './packageInstall';
import { N8nServer } from './server';
import { requireFree } from './ports';
import { standInCredential, type StoredCredential } from './workflow';

const HELP = `npm start -- [options]

  --port <n>             n8n's editor; default 5678
  --exchange-port <n>    the stand-in exchange; default 8808
  --data <folder>        what n8n keeps; default .cache/n8n in the checkout; remove it to start afresh
  --n8n <version>        default ${NEWEST}
  --verbose              show n8n's log, which is kept in <data>/n8n.log in any case
  --help`;

const { values: options } = parseArgs({
	options: {
		port: { type: 'string', default: '5678' },
		'exchange-port': { type: 'string', default: '8808' },
		data: { type: 'string', default: resolve(__dirname, '../../.cache/n8n') },
		n8n: { type: 'string', default: NEWEST },
		verbose: { type: 'boolean', default: false },
		help: { type: 'boolean', default: false },
	},
});

const userFolder = resolve(options.data);
const logFile = join(userFolder, 'n8n.log');
/** Is there once the workflows have been imported: importing again would undo changes to them. */
const importedFile = join(userFolder, 'workflows-imported');

/** What has been started, in that order. */
const stops: Array<() => void | Promise<void>> = [];

function say(text: string): void {
	process.stdout.write(`${text}\n`);
}

async function openExchange(): Promise<Exchange> {
	const exchange = await startExchange({
		port: Number(options['exchange-port']),
		accounts: [{ ...DEFAULT_ACCOUNT, funds: FUNDS }],
		log: 1000,
		control: true,
	});
	stops.push(async () => await exchange.close());
	return exchange;
}

async function importWorkflowsOnce(cli: N8nCli, credential: StoredCredential): Promise<void> {
	if (existsSync(importedFile)) return;
	await cli.importWorkflows(await exampleWorkflows(credential));
	writeFileSync(importedFile, '');
}

async function start(): Promise<void> {
	await requireFree(Number(options.port), '--port');
	await requireFree(Number(options['exchange-port']), '--exchange-port');
	const n8n = await fetchN8n(options.n8n);
	mkdirSync(userFolder, { recursive: true });
	writeFileSync(logFile, '');
	const exchange = await openExchange();
	say('Building and installing the package …');
	await buildPackage();
	await installPackage(userFolder);
	say('Preparing the credential and the workflows …');
	const credential = standInCredential(exchange);
	const cli = new N8nCli(n8n, userFolder);
	await cli.importCredentials([credential]);
	await importWorkflowsOnce(cli, credential);
	say(`Starting n8n ${n8n.version} …`);
	const server = await N8nServer.start({
		n8n,
		userFolder,
		port: Number(options.port),
		settings: { N8N_DEV_RELOAD: 'true' },
		onOutput: (text) => {
			appendFileSync(logFile, text);
			if (options.verbose) process.stdout.write(text);
		},
	});
	stops.push(async () => await server.stop());
	await N8nApi.signIn(server.url);
	stops.push(reloadOnChange(userFolder, say));
	void server.ended.then(async () => await stop('n8n has ended', 1));
	say(`
Editor    ${server.url}/home/workflows
          sign in with ${OWNER.email} and ${OWNER.password}
Exchange  ${exchange.url}, a stand-in; curl ${exchange.url}/control moves its state
          API key ${exchange.apiKey}
          API secret ${exchange.apiSecret}
Data      ${userFolder}

Changes in nodes/ and credentials/ reach n8n by themselves. Ctrl+C ends everything.`);
}

let isStopping = false;

async function stop(reason: string, code: number): Promise<void> {
	if (isStopping) return;
	isStopping = true;
	say(`\n${reason}: stopping n8n and the exchange …`);
	for (const end of stops.reverse()) await end();
	process.exit(code);
}

/** A signal to npm ends npm and its shell, but does not come through to here. */
function stopWithNpm(): void {
	if (process.env.npm_lifecycle_event === undefined) return;
	const shell = process.ppid;
	const hasEnded = () => process.ppid !== shell;
	setInterval(() => hasEnded() && void stop('npm has ended', 0), 500).unref();
}

if (options.help) {
	say(HELP);
} else {
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
		process.on(signal, () => void stop(signal, 0));
	}
	stopWithNpm();
	start().catch(async (failed: unknown) => {
		await stop(failed instanceof Error ? failed.message : String(failed), 1);
	});
}
