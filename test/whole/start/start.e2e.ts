// `npm start` as a person uses it, from the first page to the last process: `npm run test:start`
import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, test } from 'node:test';
import { NEWEST, fetchN8n } from '../../../tools/build/n8n';
import { DEFAULT_ACCOUNT, unusedPort } from '../../../tools/exchange';
import { N8nApi, OWNER } from '../../../tools/n8n/api';
import { N8nCli } from '../../../tools/n8n/cli';
import { exampleId } from '../../../tools/n8n/exampleWorkflows';
import { met, until } from '../../../tools/n8n/until';
import { NAMI_SPOT, standInCredential } from '../../../tools/n8n/workflow';
import { CheckoutCopy } from './checkout';
import { NpmStart } from './npmStart';

const RELOAD_MS = 120_000;
const NODE_FILE = 'nodes/NamiSpot/NamiSpot.node.ts';
const DESCRIPTION = 'Trade on the spot market of the Nami exchange';

let data: string;
let checkout: CheckoutCopy;
let ports: readonly number[];
let npm: NpmStart;
let api: N8nApi;

before(async () => {
	data = await mkdtemp(join(tmpdir(), 'nami-start-'));
	checkout = await CheckoutCopy.make();
	await interruptedStart();
	const [editor, exchange] = (ports = [await unusedPort(), await unusedPort()]);
	npm = new NpmStart(checkout.folder, [
		...['--port', String(editor), '--exchange-port', String(exchange), '--data', data],
	]);
	await npm.waitUntilReady();
	api = await N8nApi.signIn(`http://127.0.0.1:${editor}`);
});

after(async () => {
	npm?.end();
	await checkout?.remove();
	await rm(data, { recursive: true, force: true });
});

/** Leaves what a first start leaves that was interrupted: a database without the workflows. */
async function interruptedStart(): Promise<void> {
	const nowhere = { url: 'http://127.0.0.1:1', apiKey: 'none', apiSecret: 'none' };
	const cli = new N8nCli(await fetchN8n(NEWEST), data);
	await cli.importCredentials([standInCredential(nowhere)]);
}

test('the editor has its page, the node and the examples', async () => {
	assert.equal((await api.get('/')).status, 200);
	assert(await api.nodeType(NAMI_SPOT));
	const { data: workflows } = (await (await api.get('/rest/workflows')).json()) as {
		data: ReadonlyArray<{ id: string }>;
	};
	const files = await readdir(resolve(__dirname, '../../../examples'));
	const ids = workflows.map(({ id }) => id);
	assert.deepEqual(
		ids.sort(),
		files.map(exampleId).sort(),
		'the examples, and nothing of the tests',
	);
});

test('it says where the workflows are, how to sign in, and the key and secret of the exchange', () => {
	assert.match(
		npm.output,
		new RegExp(`^Editor +http://127.0.0.1:${ports[0]}/home/workflows$`, 'm'),
	);
	assert(npm.output.includes(OWNER.password));
	const { apiKey, apiSecret } = DEFAULT_ACCOUNT;
	for (const shown of [apiKey, apiSecret]) assert(npm.output.includes(shown), shown);
	assert.doesNotMatch(npm.output, /npm warn/i);
});

test('a change of the sources reaches the editor by itself', async () => {
	const changed = 'A description that was changed';
	await checkout.replace(NODE_FILE, DESCRIPTION, changed);
	await until(
		'the changed description',
		async () => met((await api.nodeType(NAMI_SPOT))?.description === changed),
		RELOAD_MS,
	);
});

test('SIGTERM leaves no process and no open port', async () => {
	assert(npm.left.length > 3, 'npm, its shell, the script and n8n are running');
	npm.terminate();
	await until('all processes to end', () => met(npm.left.length === 0));
	for (const port of ports) assert.equal(await isOpen(port), false, `port ${port}`);
});

async function isOpen(port: number): Promise<boolean> {
	return await new Promise((resolvePort) => {
		const socket = connect(port, '127.0.0.1');
		const end = (answer: boolean) => {
			socket.destroy();
			resolvePort(answer);
		};
		socket.once('connect', () => end(true)).once('error', () => end(false));
	});
}
