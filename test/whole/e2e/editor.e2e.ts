// The package as its users meet it: a story in n8n's editor, each step going on from the last.
import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import { findInFolder, findInText, signaturesIn } from '../../../tools/n8n/leaks';
import { CredentialDialog } from './credentialDialog';
import { Editor } from './editor';
import { Stage } from './stage';
import { inOrder } from './story';
import { dryRun, example, prepared, protectedOrder, typeFromSignal } from './workflows';

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

/** What people type who have never heard of the node. */
const TYPED = [
	'binance',
	'stop loss',
	'take profit',
	'price alert',
	'portfolio',
	'crypto trading',
	'dca',
	'nami',
];

step('finds the node in the panel', async () => {
	await editor.openNewWorkflow();
	for (const text of TYPED) {
		await editor.searchNodes(text);
		await editor.nodeItem('Nami Spot').waitFor();
	}
});

step('adds it by one of its actions', async () => {
	await editor.addAction('Nami Spot', 'Actions', 'Create order');
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
		['Stop Limit', ['stopPrice', 'price']],
		['OCO', ['price', 'stopPrice', 'limitPrice']],
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

step('makes a dry run, unless told otherwise', async ({ exchange }) => {
	await editor.pick('ethu', 'ETH/USDT');
	await editor.fill('quantity', '0.01');
	await editor.fill('price', '2000');
	await editor.executeNode();
	await editor.seeOutput('dry_run');
	assert.equal(exchange.countOrderPosts(), 0);
});

step('sees what a share of the account comes to', async ({ exchange }) => {
	await editor.choose('amountIn', 'Percent of Available');
	await editor.fill('percent', '0.1');
	await editor.executeNode();
	await editor.output.getByText(/Sized: 0\.1% of [\d.]+ USDT came to/).waitFor();
	assert.equal(exchange.countOrderPosts(), 0);
});

step('places an order', async ({ exchange }) => {
	await editor.choose('amountIn', 'Base Asset');
	await editor.fill('quantity', '0.01');
	await editor.choose('dryRun', 'Never');
	await editor.executeNode();
	await editor.seeOutput('displayingId');
	assert.equal(exchange.orders.length, 1);
});

step('is told first that an order was not placed', async ({ exchange }) => {
	await editor.fill('quantity', '2000');
	await editor.executeNode();
	await editor.seeToast(/Not placed: not enough USDT \([\d,.]+ needed, [\d,.]+ available\)/);
	assert.equal(exchange.orders.length, 1);
});

step('sees a refused order on the error output, with its code', async ({ exchange }) => {
	await editor.openTab('settings');
	await editor.choose('onError', 'Continue \\(using error output\\)');
	await editor.openTab('params');
	await editor.executeNode();
	await editor.output.getByText('Error Branch (1 item)').click();
	await editor.seeOutput('NOT_ENOUGH_QUOTE_ASSET');
	await editor.output.getByText('6103').first().waitFor();
	assert.equal(exchange.orders.length, 1);
});

step('is held by a rail of the credential', async ({ exchange }) => {
	const posts = exchange.countOrderPosts();
	await credential.openExisting();
	await editor.fill('maxOrderValue', 'USDT 100');
	await credential.save();
	await credential.seeSaved();
	await credential.close();
	await editor.fill('quantity', '0.06');
	await editor.executeNode();
	await editor.output.getByText('Error Branch (1 item)').click();
	await editor.seeOutput('guard_rail');
	assert.equal(exchange.countOrderPosts(), posts);
});

step('sees its labels whole, next to the options', async () => {
	await editor.addOption('Continue After Unknown');
	await editor.addOption('Wait Until Filled');
	await editor.addOption('Maximum Deviation');
	const cut = await editor.cutLabels();
	assert.deepEqual(cut, []);
});

step('sees a dry run', async ({ exchange }) => {
	const posts = exchange.countOrderPosts();
	await editor.closeNode();
	await editor.openNewWorkflow();
	const namiApi = await stage.api.credentialOf('namiApi');
	const id = await stage.api.saveWorkflow(prepared(dryRun, namiApi));
	await editor.openWorkflow(id);
	await editor.openNode('Order');
	await editor.executeNode();
	await editor.seeOutput('dry_run');
	assert.equal(exchange.countOrderPosts(), posts);
});

step('is offered the open orders', async ({ exchange }) => {
	const [order] = exchange.orders;
	await editor.closeNode();
	await editor.openNewWorkflow();
	await editor.searchNodes('nami');
	await editor.addAction('Nami Spot', 'Actions', 'Cancel order');
	const items = await editor.openList('orderId');
	assert.equal(
		(await items.first().innerText()).trim(),
		`Buy 0.01 ETH/USDT at 2000 (${String(order?.displayingId)})`,
	);
});

step('buys with protection', async ({ api, exchange }) => {
	const { length } = exchange.orders;
	const namiApi = await api.credentialOf('namiApi');
	await editor.openWorkflow(await api.saveWorkflow(prepared(protectedOrder, namiApi)));
	await editor.openNode('Order');
	await editor.executeNode();
	await editor.seeOutput('"protected"');
	assert(exchange.orders.length > length + 1);
});

step('sees on the canvas what the node will do', async ({ api }) => {
	const id = await api.saveWorkflow(prepared(typeFromSignal, await api.credentialOf('namiApi')));
	await editor.openWorkflow(id);
	await editor.node('Order').getByText('Buy order ETHUSDT').waitFor();
});

step('sees what will come out, before anything has run', async () => {
	await editor.openNode('Report');
	await editor.seeExpectedInput('displayingId');
});

step('runs an order whose type is an expression', async ({ exchange }) => {
	const posts = exchange.countOrderPosts();
	await editor.closeNode();
	await editor.executeWorkflow();
	await editor.seeRun('Order');
	await editor.openNode('Order');
	await editor.seeOutput('dry_run');
	assert.equal(exchange.countOrderPosts(), posts);
});

step('imports an example and runs it safely', async ({ api, exchange }) => {
	const posts = exchange.countOrderPosts();
	const namiApi = await api.credentialOf('namiApi');
	const safe = prepared(example('first-safe-order.json'), namiApi);
	await editor.openWorkflow(await api.saveWorkflow(safe));
	await editor.executeWorkflow();
	await editor.seeRun('Place Order');
	assert.equal(exchange.countOrderPosts(), posts);
});

step('goes on by what is to be done, with a Switch', async ({ api, exchange }) => {
	const posts = exchange.countOrderPosts();
	const namiApi = await api.credentialOf('namiApi');
	const broken = prepared(example('first-safe-order.json'), namiApi, { price: 'soon' });
	await editor.openWorkflow(await api.saveWorkflow(broken));
	await editor.executeWorkflow();
	await editor.seeRun('What to Do?');
	await editor.openNode('What to Do?');
	await editor.output.getByText('Fix (1 item)').first().waitFor();
	assert.equal(exchange.countOrderPosts(), posts);
});

step('sees the test event of the trigger', async ({ exchange }) => {
	const [order] = exchange.orders;
	assert(order);
	exchange.state.fill(order.displayingId, '0.01');
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
