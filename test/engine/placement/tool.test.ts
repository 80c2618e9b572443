import type { INodeParameters } from 'n8n-workflow';
import { faults } from '../../../tools/exchange';
import { runTool } from '../../../tools/harness';
import { credentialFor, useExchange } from '../support';
import { LIMIT_ITEM } from '../support';
import { parameters } from './support/batch';

const bench = useExchange();
const ORDER = { method: 'POST', path: '/api/v4/spot/order' };

const call = async (times: number, retryOnFail = true) => {
	const run = await runTool({
		parameters: { ...parameters(), ...LIMIT_ITEM } as INodeParameters,
		credentials: { namiApi: credentialFor(bench.exchange) },
		items: Array.from({ length: times }, () => ({})),
		retryOnFail,
		maxTries: 3,
	});
	expect(run.error).toBeUndefined();
	return run.answers.map((answer) => JSON.parse(answer)[0]);
};

test('an equal call within the window is answered with the order that was placed', async () => {
	const answers = await call(5);
	expect(answers.map(({ outcome }) => outcome)).toEqual([
		'placed',
		...Array(4).fill('already_placed'),
	]);
	expect(new Set(answers.map(({ displayingId }) => displayingId)).size).toBe(1);
	expect(bench.exchange.countOrderPosts()).toBe(1);
});

test('an equal call after the window is another wish', async () => {
	const [first] = await call(1);
	await bench.clock.sleep(61_000);
	const [second] = await call(1);
	expect([first.outcome, second.outcome]).toEqual(['placed', 'placed']);
	expect(bench.exchange.countOrderPosts()).toBe(2);
});

test('an equal call after one whose outcome is unknown is looked for, never sent again', async () => {
	bench.exchange.faults.add({ match: ORDER, fault: faults.dropBeforeReading() });
	const answers = await call(5);
	expect(answers.map(({ error }) => [error.outcome, error.reason])).toEqual([
		['unknown', 'connection_lost'],
		...Array(4).fill(['unknown', 'unresolved_twin']),
	]);
	expect(bench.exchange.countOrderPosts()).toBe(1);
});

test.each([
	['refused', faults.refusal('TRADE_NOT_ALLOWED'), 'not_placed', 'refused'],
	['lost', faults.dropBeforeReading(), 'unknown', 'connection_lost'],
	['5xx', faults.status5xxBefore(), 'unknown', 'server_trouble'],
])(
	'%s: Retry On Fail sends nothing twice, and the agent gets the facts',
	async (_n, fault, outcome, reason) => {
		bench.exchange.faults.add({ match: ORDER, times: Infinity, fault });
		const [answer] = await call(1);
		expect(answer.error).toMatchObject({ outcome, reason });
		expect(bench.exchange.countOrderPosts()).toBe(1);
	},
);

test('an order whose answer got lost is found, and a repeated call gets it, too', async () => {
	bench.exchange.faults.add({ match: ORDER, fault: faults.dropAfterAccepting() });
	const answers = await call(2);
	expect(answers.map(({ outcome }) => outcome)).toEqual(['placed', 'already_placed']);
	expect(bench.exchange.orders).toHaveLength(1);
	expect(bench.exchange.countOrderPosts()).toBe(1);
});
