import type { IDataObject } from 'n8n-workflow';
import { faults } from '../../../tools/exchange';
import { useDeduplicationStore } from '../../../tools/harness';
import { useExchange } from '../support';
import { alertBodies, SECRET, type AlertBody } from './alertBodies';
import { jsonOf, readExample, redEnd, runExample, useRealTime } from './example';

const stand = useExchange();

beforeEach(() => {
	useDeduplicationStore();
	useRealTime(stand.clock);
});

const STRATEGY = 'tradingview-alert.json';
const INDICATOR = 'tradingview-indicator-alert.json';

/** What n8n's Webhook node makes of a body, which test/whole/examples checks in a whole n8n. */
function received({ contentType, text }: AlertBody): IDataObject {
	const isJson = contentType.startsWith('application/json');
	return { headers: {}, params: {}, query: {}, body: isJson ? JSON.parse(text) : text };
}

const receive = async (file: string, body: AlertBody, secret = SECRET) =>
	await runExample(stand.exchange, file, {
		items: [received(body)],
		fields: { Settings: { secret } },
		mode: 'webhook',
	});

const alert = {
	secret: SECRET,
	id: 'BTCUSDT long 1',
	symbol: 'BTCUSDT',
	side: 'buy',
	quantity: '0.001',
	time: new Date().toISOString(),
};
const asJson = (body: unknown): AlertBody => ({
	name: '',
	contentType: 'application/json; charset=utf-8',
	text: JSON.stringify(body),
	orders: 1,
});

test.each(alertBodies(new Date()))('$name', async (body) => {
	const run = await receive(STRATEGY, body);
	expect(stand.exchange.placed).toHaveLength(body.orders);
	expect(run.output('Placed')).toHaveLength(body.orders);
	expect(run.status).toBe(body.red === undefined ? 'success' : 'error');
	if (body.red !== undefined) expect(redEnd(run)).toMatchObject({ node: body.red });
});

test('there are twelve of them', () => {
	expect(alertBodies(new Date())).toHaveLength(12);
});

test('the same alert again places nothing and alarms nobody', async () => {
	await receive(STRATEGY, asJson(alert));
	const second = await receive(STRATEGY, asJson(alert));
	expect(second.status).toBe('success');
	expect(jsonOf(second.output('Nothing to Do'))).toMatchObject([
		{ error: { reason: 'duplicate_order_key' } },
	]);
	expect(stand.exchange.placed).toHaveLength(1);
});

test.each([
	['another market', { symbol: 'NAMIUSDT', quantity: '400' }],
	['more than is allowed', { quantity: '0.01' }],
	['an order of yesterday', { time: new Date(Date.now() - 86_400_000).toISOString() }],
])('an alert for %s ends red, unsent', async (_, change) => {
	const run = await receive(STRATEGY, asJson({ ...alert, ...change }));
	expect(redEnd(run)).toMatchObject({ node: 'Not Placed', outcome: 'not_placed' });
	expect(stand.exchange.countOrderPosts()).toBe(0);
});

test('an unknown outcome goes to where someone looks', async () => {
	stand.exchange.faults.add({ match: { method: 'POST' }, fault: faults.dropBeforeReading() });
	const run = await receive(STRATEGY, asJson(alert));
	expect(redEnd(run)).toMatchObject({ node: 'Look at the Exchange', outcome: 'unknown' });
});

test.each([STRATEGY, INDICATOR])('%s takes nothing before it has a secret', async (file) => {
	for (const secret of ['', 'short']) {
		const run = await receive(file, asJson({ ...alert, secret }), secret);
		expect(run.status).toBe('error');
	}
	expect(stand.exchange.countOrderPosts()).toBe(0);
});

test.each([
	['a wrong secret', `${SECRET.slice(0, -1)}!`],
	['the beginning of the secret', SECRET.slice(0, -1)],
	['more than the secret', `${SECRET}!`],
	['no text as secret', { length: SECRET.length }],
])('%s is no secret', async (_, secret) => {
	const run = await receive(STRATEGY, asJson({ ...alert, secret }));
	expect(redEnd(run)).toMatchObject({ node: 'Unusable Alert', outcome: 'not_placed' });
	expect(stand.exchange.countOrderPosts()).toBe(0);
});

test('the secret goes no further than the node that compares it', async () => {
	const run = await receive(STRATEGY, asJson(alert));
	for (const node of ['Read Alerts', 'Placed'])
		expect(JSON.stringify(run.output(node))).not.toContain(SECRET);
});

/** The message to copy, with TradingView's words filled in. */
function filledIn(file: string, words: Readonly<Record<string, string>>): AlertBody {
	const settings = readExample(file).nodes.find(({ name }) => name === 'Settings');
	const { assignments } = settings?.parameters['assignments'] as {
		assignments: ReadonlyArray<{ name: string; value: string }>;
	};
	const message = assignments.find(({ name }) => name === 'message')?.value ?? '';
	const text = message
		.replace('PUT YOUR SECRET HERE', SECRET)
		.replace(/\{\{([\w.]+)\}\}/g, (_, word: string) => words[word] ?? `{{${word}}}`);
	return { ...asJson({}), text };
}

const WORDS = { ticker: 'BTCUSDT', timenow: new Date().toISOString() };

test('the message to copy is understood: a strategy', async () => {
	const run = await receive(
		STRATEGY,
		filledIn(STRATEGY, {
			...WORDS,
			'strategy.order.id': 'Long',
			'strategy.order.action': 'buy',
			'strategy.order.contracts': '0.001',
		}),
	);
	expect(jsonOf(run.output('Placed'))).toMatchObject([{ side: 'BUY', quantity: 0.001 }]);
});

test('the message to copy is understood: an indicator', async () => {
	stand.exchange.state.setBalance('USDT', '10000');
	const words = { ...WORDS, interval: '60', time: '2026-01-01T00:00:00Z' };
	const run = await receive(INDICATOR, filledIn(INDICATOR, words));
	expect(jsonOf(run.output('Placed'))).toMatchObject([{ side: 'BUY', quoteQty: 99.9000999 }]);
});

test('a strategy’s message in an indicator’s alert is unusable: its words are not filled in', async () => {
	const run = await receive(STRATEGY, filledIn(STRATEGY, WORDS));
	expect(redEnd(run)).toMatchObject({ node: 'Unusable Alert' });
});
