// The package as its users meet it: a story in n8n's editor, each step going on from the last.
import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import { findInFolder, findInText, signaturesIn } from '../../../tools/n8n/leaks';
import { CredentialDialog } from './credentialDialog';
import { Editor } from './editor';
import { Stage } from './stage';
import { inOrder } from './story';

let stage: Stage;
let editor: Editor;
let credential: CredentialDialog;

before(async () => {
	stage = await Stage.open();
	editor = new Editor(stage.page, stage.server.url);
	credential = new CredentialDialog(editor);
});

after(async () => {
	await stage?.close();
});

const step = inOrder(() => stage);

step('finds the node in the panel', async () => {
	await editor.openNewWorkflow();
	await editor.searchNodes('nami');
	await editor.nodeItem('Nami Spot').waitFor();
});

step('adds it by one of its actions', async () => {
	await editor.addAction('Nami Spot', 'Actions', 'Create an order');
	await editor.field('type').waitFor();
});

step('is told that the secret is wrong', async ({ exchange }) => {
	await credential.openNew();
	await editor.fill('apiKey', exchange.apiKey);
	await editor.fill('apiSecret', 'not the secret');
	await editor.choose('environment', 'Custom URL');
	await editor.fill('baseUrl', exchange.url);
	await credential.save();
	await credential.seeProblem(/did not accept key and secret together|the secret is wrong/);
});

step('sees the right secret accepted', async ({ exchange }) => {
	await editor.fill('apiSecret', exchange.apiSecret);
	await credential.save();
	await credential.waitUntilClosed();
	await credential.openExisting();
	await credential.seeSuccess();
});

const COMMON = ['resource', 'operation', 'symbol', 'side', 'type', 'amountIn', 'quantity'];
const LAST = ['dryRun'];

step('sees the fields of each order type', async () => {
	await credential.close();
	for (const [type, prices] of [
		['Market', []],
		['OCO', ['price', 'stopPrice', 'limitPrice']],
		['Stop Limit', ['stopPrice', 'price']],
		['Limit', ['price']],
	] as const) {
		await editor.choose('type', type);
		for (const name of prices) await editor.field(name).waitFor();
		assert.deepEqual(await editor.fields(), [...COMMON, ...prices, ...LAST], type);
	}
});

step('is offered the symbols of the exchange', async ({ exchange }) => {
	const items = await editor.openList('symbol');
	const offered = (await items.allInnerTexts()).map((name) => name.trim().replace('/', ''));
	assert(offered.includes('BTCUSDT'));
	assert(offered.every((name) => exchange.symbols.includes(name)));
});

step('places an order', async ({ exchange }) => {
	await editor.pick('ethu', 'ETH/USDT');
	await editor.fill('quantity', '0.01');
	await editor.fill('price', '2000');
	await editor.choose('dryRun', 'Never');
	await editor.executeNode();
	await editor.seeOutput('displayingId');
	assert.equal(exchange.orders.length, 1);
});

step('sees a refused order on the error output, with its code', async ({ exchange }) => {
	await editor.openTab('settings');
	await editor.choose('onError', 'Continue \\(using error output\\)');
	await editor.openTab('params');
	await editor.fill('quantity', '2000');
	await editor.executeNode();
	await editor.output.getByText('Error Branch (1 item)').click();
	await editor.seeOutput('NOT_ENOUGH_QUOTE_ASSET');
	await editor.output.getByText('6103').first().waitFor();
	assert.equal(exchange.orders.length, 1);
});

step('makes a dry run', async ({ exchange }) => {
	const posts = exchange.countOrderPosts();
	await editor.choose('dryRun', 'Always');
	await editor.fill('quantity', '0.02');
	await editor.executeNode();
	await editor.output.getByText('Success Branch (1 item)').click();
	await editor.seeOutput('dry_run');
	assert.equal(exchange.countOrderPosts(), posts);
});

step('sees the test event of the trigger', async ({ exchange }) => {
	const [order] = exchange.orders;
	assert(order);
	exchange.state.fill(order.displayingId, '0.01');
	await editor.closeNode();
	await editor.openNewWorkflow();
	await editor.searchNodes('nami');
	await editor.addAction('Nami Spot', 'Triggers', 'On order filled');
	await editor.executeNode();
	await editor.seeOutput(String(order.displayingId));
});

step('leaves no secret, key or signature in data and logs', async (opened) => {
	const { exchange, userFolder, server } = opened;
	const signatures = signaturesIn(exchange.requests);
	assert(signatures.length > 0, 'no request was signed');
	const texts = [exchange.apiSecret, exchange.apiKey, ...signatures];
	const found = await findInFolder(userFolder, texts);
	assert.deepEqual([...found, ...findInText('log', server.log, texts)], []);
	const control = await findInFolder(userFolder, ['NOT_ENOUGH_QUOTE_ASSET']);
	assert(control.length > 0, 'run data is not where this step looks for it');
});
