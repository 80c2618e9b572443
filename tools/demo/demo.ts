import Table from 'cli-table3';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { INodeExecutionData } from 'n8n-workflow';
import {
	engineVersion,
	runWorkflowJson,
	stopEngine,
	type Execution,
	type WorkflowJson,
} from '../harness';
import { startExchange, type Exchange, type RequestRecord } from '../exchange';
import { ORDERS, problemsOf } from './problems';
import { SIGNALS, type Signal } from './signals';

const workflow: WorkflowJson = JSON.parse(readFileSync(join(__dirname, 'workflow.json'), 'utf8'));

function table(head: string[], rows: string[][]): string {
	const plain = new Table({ head, style: { head: [], border: [], compact: true } });
	plain.push(...rows);
	return plain.toString();
}

function print(...lines: string[]): void {
	process.stdout.write(`${lines.join('\n')}\n`);
}

function heading(text: string): void {
	print('', text, '─'.repeat(text.length));
}

function signalRow({ why, order }: Signal, item: number): string[] {
	const { symbol, side, type, quantity, quoteOrderQty } = order;
	const amount = order.amountIn === 'quote' ? `for ${String(quoteOrderQty)}` : String(quantity);
	return [item, type, side, symbol, amount, order.price ?? '', why].map(String);
}

function showRefused({ json, pairedItem }: INodeExecutionData): void {
	const { message, error } = json;
	print('', `  item ${itemOf(pairedItem)}: ${String(message)}`, `  ${JSON.stringify({ error })}`);
}

function itemOf(paired: INodeExecutionData['pairedItem']): string {
	return typeof paired === 'object' && 'item' in paired ? String(paired.item) : '';
}

function requestRow({ no, method, path, verdict, answered, body }: RequestRecord): string[] {
	const type = method === 'POST' ? String(JSON.parse(body).type) : '';
	const signature = verdict === 'public' ? 'needs none' : verdict === 'ok' ? 'verified' : verdict;
	return [String(no), method, path, type, signature, String(answered)];
}

async function run(exchange: Exchange): Promise<Execution> {
	const { url: baseUrl, apiKey, apiSecret } = exchange;
	return await runWorkflowJson(workflow, {
		items: SIGNALS.map(({ order }) => ({ json: order })),
		credentials: { namiApi: { environment: 'custom', baseUrl, apiKey, apiSecret } },
	});
}

async function demo(): Promise<void> {
	const exchange = await startExchange();
	for (const [asset, free] of Object.entries({ USDT: 5000, BTC: 1, ETH: 0 })) {
		exchange.state.setBalance(asset, free);
	}
	print(
		`A stand-in Nami exchange listens on ${exchange.url}: last price of BTCUSDT ${exchange.state.price('BTCUSDT')};`,
		'the account has 5000 USDT, 1 BTC and no ETH.',
		`n8n's engine (n8n-core ${engineVersion}) runs the workflow “${workflow.name}”:`,
		'',
		'  Signals ──▶ Create an order ──┬──▶ Placed   (success branch)',
		'                                └──▶ Refused  (error branch)',
	);
	heading(`${SIGNALS.length} signals go in`);
	print(table(['item', 'type', 'side', 'symbol', 'amount', 'price', ''], SIGNALS.map(signalRow)));

	const execution = await run(exchange);
	const placed = execution.output(ORDERS, 0);
	const refused = execution.output(ORDERS, 1);

	heading(`${placed.length} orders come out of the success branch`);
	for (const { json } of placed) print(`  ${JSON.stringify(json)}`);
	heading(`${refused.length} come out of the error branch`);
	for (const item of refused) showRefused(item);
	heading('What the exchange saw');
	const columns = ['no.', 'method', 'path', 'order', 'signature', 'HTTP'];
	print(table(columns, exchange.requests.map(requestRow)));

	const problems = problemsOf(execution, exchange);
	await exchange.close();
	await stopEngine();
	heading(problems.length === 0 ? 'All as it should be' : 'NOT as it should be');
	print(
		...problems.map((problem) => `  ✗ ${problem}`),
		`  ${placed.length} orders placed, each once; ${refused.length} refused; every signature verified by the exchange: ${problems.length === 0 ? 'yes' : 'see above'}.`,
	);
	process.exitCode = problems.length === 0 ? 0 : 1;
}

void demo();
