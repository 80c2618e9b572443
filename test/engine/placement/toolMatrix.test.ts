import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { LIMIT_ITEM, useExchange } from '../support';
import { parameters } from './support/batch';
import { CALLERS, outcomeOf } from './support/callers';
import { arrange, FAULT_CASES, type FaultCase } from './support/faultCases';

const bench = useExchange();

/** However it is answered, the model asks for the same so often. */
const CALLS = 5;
/** A stalled answer is waited for in real time. */
const STALL_TIMEOUT_S = 0.5;

describe.each(CALLERS)('%s', (_caller, calls) => {
	test.each(FAULT_CASES.map((faultCase) => [faultCase.name, faultCase] as const))(
		'%s: a model that repeats its call five times gets one order at most, and the truth each time',
		async (_name, faultCase) => {
			const { exchange, clock } = bench;
			await arrange(faultCase, exchange, clock, 0, CALLS);
			const outcomes: unknown[] = [];
			await calls(exchange, orderFor(faultCase), CALLS, (answer) => {
				requireTrue(answer);
				outcomes.push(outcomeOf(answer));
			});
			expect(outcomes).toHaveLength(CALLS);
			await clock.sleep(30_000);
			expect(exchange.orders.length).toBeLessThanOrEqual(1);
			expect(outcomes[0]).toBe(faultCase.outcome);
			if (faultCase.exists === true) expect(exchange.orders).toHaveLength(1);
			await exchange.resumeListening();
		},
		30_000,
	);
});

function orderFor({ type = 'LIMIT', stalls }: FaultCase): INodeParameters {
	const options = stalls === true ? { timeout: STALL_TIMEOUT_S } : {};
	const order = { ...parameters(options), ...LIMIT_ITEM, type, dryRun: 'never' };
	return order as INodeParameters;
}

/** What the model was told, held against the exchange at that moment. */
function requireTrue(answer: IDataObject): void {
	const { orders } = bench.exchange;
	const outcome = outcomeOf(answer);
	expect(['placed', 'already_placed', 'not_placed', 'unknown']).toContain(outcome);
	if (outcome === 'not_placed') expect(orders).toEqual([]);
	if (outcome === 'placed' || outcome === 'already_placed') {
		expect(orders.map(({ displayingId }) => String(displayingId))).toEqual([answer.displayingId]);
	}
	const { message } = { ...(answer.error as IDataObject | undefined) };
	if (outcome === 'unknown') expect(message).toMatch(/Do not try again/);
}
