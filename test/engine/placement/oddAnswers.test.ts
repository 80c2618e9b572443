import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IDataObject } from 'n8n-workflow';
import type { Fault } from '../../../tools/exchange';
import { namiWorkflow, useExchange } from '../support';
import { batch, parameters } from './support/batch';

const bench = useExchange();
const ORDER = { method: 'POST', path: '/api/v4/spot/order' };
const ORDER_DATA = {
	displayingId: 1,
	symbol: 'BTCUSDT',
	side: 'BUY',
	type: 'LIMIT',
	status: 'NEW',
};

/** The order is accepted, and answered like this. */
function odd(status: number, body: IDataObject): Fault {
	const headers = { 'content-type': 'application/json' };
	const answer = { kind: 'raw', status, headers, body: JSON.stringify(body) } as const;
	return { name: 'odd', accept: 'yes', answer };
}

const run = async () =>
	await namiWorkflow(bench.exchange, {
		parameters: parameters(),
		items: batch().slice(0, 1),
		onError: 'continueErrorOutput',
	});

/** Answers that prove nothing, to an order that was placed. */
describe.each<[string, number, IDataObject]>([
	['an order without an envelope', 200, ORDER_DATA],
	['an order in data alone', 201, { data: ORDER_DATA }],
	['an order beside a message', 200, { message: 'ok', data: ORDER_DATA }],
	['an order under another status', 200, { status: 'success', data: ORDER_DATA }],
	['ok without an order', 200, { status: 'ok' }],
	['ok under HTTP 302', 302, { status: 'ok', data: {} }],
	['ok under HTTP 401', 401, { status: 'ok', data: {} }],
	['ok under HTTP 429', 429, { status: 'ok', data: {} }],
	['a gateway timeout under HTTP 400', 400, { statusCode: 504, message: 'Gateway Timeout' }],
])('%s', (_name, status, body) => {
	beforeEach(() => bench.exchange.faults.add({ match: ORDER, fault: odd(status, body) }));

	test('the order is looked for until it shows', async () => {
		Object.assign(bench.exchange.settings, { openLagMs: 5_000, historyLagMs: 5_000 });
		const { success, failed } = await run();
		expect(failed).toEqual([]);
		expect(success[0]?.json).toMatchObject({ outcome: 'placed', reconciled: true });
		expect(bench.exchange.countOrderPosts()).toBe(1);
	});

	test('it is not called "not placed" while it does not', async () => {
		Object.assign(bench.exchange.settings, { openLagMs: 60_000, historyLagMs: 60_000 });
		const { success, failed } = await run();
		expect(success).toEqual([]);
		expect(failed[0]?.json.error).toMatchObject({ outcome: 'unknown' });
		expect(bench.exchange.countOrderPosts()).toBe(1);
	});
});

test('a refusal with nothing but a code that nobody documented is looked up once', async () => {
	bench.exchange.faults.add({ match: ORDER, fault: odd(400, { status: '', code: 7777 }) });
	const { success } = await run();
	expect(success[0]?.json).toMatchObject({ outcome: 'placed', reconciled: true });
	expect(bench.exchange.countOrderPosts()).toBe(1);
});

test('a 401 that ends in the middle is not sent again', async () => {
	let posts = 0;
	const server = createServer((request, response) => {
		posts += request.method === 'POST' ? 1 : 0;
		response.writeHead(401, { 'content-length': '500' }).write('{"statusCode":401,', () => {
			response.socket?.end();
		});
	});
	await once(server.listen(0, '127.0.0.1'), 'listening');
	const address = server.address();
	const port = typeof address === 'object' ? address?.port : undefined;
	const { failed } = await namiWorkflow(bench.exchange, {
		credential: { baseUrl: `http://127.0.0.1:${port}` },
		parameters: parameters(),
		items: batch().slice(0, 1),
		onError: 'continueErrorOutput',
	});
	server.close();
	expect(failed[0]?.json.error).toMatchObject({ outcome: 'unknown', reason: 'connection_lost' });
	expect(posts).toBe(1);
});
