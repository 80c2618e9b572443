import { faults, type Exchange } from '../../../tools/exchange';
import { credentialFor, namiRetry, namiWorkflow } from '../support';
import { useAttempts } from './support/attempts';
import { batch, ordersOf, parameters, POSITIONS, QUANTITIES } from './support/batch';
import { arrange, FAULT_CASES, type FaultCase } from './support/faultCases';
import { useLanes } from './support/lanes';

const ORDER = { method: 'POST', path: '/api/v4/spot/order' };
const STALL_TIMEOUT_MS = 2_000;
const TWO_HOURS_MS = 2 * 60 * 60_000;

const lanes = useLanes();
const attempts = useAttempts();

test('there are at least 114 cases', () => {
	expect(FAULT_CASES.length * POSITIONS.length).toBeGreaterThanOrEqual(114);
});

test.each(FAULT_CASES.map((faultCase) => [faultCase.name, faultCase] as const))(
	'%s: stopped at every position, then retried by hand',
	async (_name, faultCase) => {
		const seen = await lanes.run(POSITIONS, async (exchange, position) =>
			stopAndRetry(exchange, faultCase, position),
		);
		expect(seen).toEqual(POSITIONS.map((position) => expectation(faultCase, position)));
	},
	60_000,
);

/** Fails at a position, repairs the exchange, lets every ban pass, and retries with other amounts. */
async function stopAndRetry(exchange: Exchange, faultCase: FaultCase, position: number) {
	await arrange(faultCase, exchange, lanes.clock, position, 1);
	const failed = await namiWorkflow(exchange, {
		parameters: parameters(faultCase.stalls ? { timeout: STALL_TIMEOUT_MS / 1000 } : {}),
		items: batch(faultCase.type),
	});
	attempts.take(exchange.url);
	await lanes.clock.sleep(TWO_HOURS_MS);
	exchange.faults.clear();
	await exchange.resumeListening();
	if (failed.error === undefined) return { retried: false, orders: countOrders(exchange) };
	const again = await namiRetry(exchange, failed);
	return {
		retried: true,
		posts: attempts.take(exchange.url),
		succeeds: again.error === undefined,
		placed: again.success.map(({ json }) => json.outcome),
		orders: countOrders(exchange),
	};
}

function countOrders(exchange: Exchange): number[] {
	return QUANTITIES.map((_, item) => ordersOf(exchange, item).length);
}

/** What was placed or may have been is never sent again; what was proven not to be, is. */
function expectation({ outcome, exists }: FaultCase, position: number) {
	if (outcome === 'placed') return { retried: false, orders: [1, 1, 1] };
	const staysUnknown = outcome === 'unknown' && !exists;
	const after = QUANTITIES.length - position - 1;
	return {
		retried: true,
		posts: staysUnknown ? 0 : after + (outcome === 'not_placed' ? 1 : 0),
		succeeds: !staysUnknown,
		placed: staysUnknown ? [] : QUANTITIES.map(() => 'placed'),
		orders: QUANTITIES.map((_, item) => {
			if (item < position || !staysUnknown) return 1;
			return 0;
		}),
	};
}

/** Places the first order of a batch and fails at the second one. */
async function failAtTheSecond(exchange: Exchange) {
	exchange.faults.add({ match: ORDER, skip: 1, fault: faults.httpError(401) });
	const failed = await namiWorkflow(exchange, { parameters: parameters(), items: batch() });
	expect(attempts.take(exchange.url)).toBe(2);
	return failed;
}

test('changed fields never send a placed order again', async () => {
	const [run] = await lanes.run([0], async (exchange) => {
		const failed = await failAtTheSecond(exchange);
		const again = await namiRetry(exchange, failed, {
			parameters: { ...parameters(), side: 'SELL' },
		});
		return {
			sides: exchange.placed.map(({ side }) => side),
			posts: attempts.take(exchange.url),
			again,
		};
	});
	expect(run?.sides).toEqual(['BUY', 'SELL', 'SELL']);
	expect(run?.posts).toBe(2);
	expect(run?.again.success).toHaveLength(3);
});

test('without a credential a placed order stays placed and nothing is sent, nor is it sent again with one', async () => {
	const [run] = await lanes.run([0], async (exchange) => {
		const failed = await failAtTheSecond(exchange);
		const without = await namiRetry(exchange, failed, { credentials: {} });
		const postsWithout = attempts.take(exchange.url);
		const credentials = { namiApi: credentialFor(exchange) };
		const again = await namiRetry(exchange, without, { credentials });
		return { without, postsWithout, again, postsAgain: attempts.take(exchange.url), exchange };
	});
	expect(run?.without.error).toMatchObject({
		context: { data: { item: 1, outcome: 'not_placed', placed: [{ item: 0 }] } },
	});
	expect(run?.postsWithout).toBe(0);
	expect(run?.again.success.map(({ json }) => json.outcome)).toEqual([
		'placed',
		'placed',
		'placed',
	]);
	expect(run?.postsAgain).toBe(2);
	expect(run && countOrders(run.exchange)).toEqual([1, 1, 1]);
});
