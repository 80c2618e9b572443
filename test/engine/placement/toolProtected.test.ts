import type { IDataObject } from 'n8n-workflow';
import { PROTECTED, useExchange } from '../support';
import { CALLERS, outcomeOf } from './support/callers';
import { arrange, FAULT_CASES } from './support/faultCases';

const bench = useExchange();

const CALLS = 3;

const CASES = FAULT_CASES.flatMap((faultCase) =>
	(['entry', 'exit'] as const).map((order) => ({
		name: `${order}: ${faultCase.name}`,
		order,
		faultCase,
	})),
);

/** Those that remember least, and the one that remembers most. */
const FEW = CALLERS.filter(([name]) => /^AI Agent node$|approved|Agents/.test(name));

describe.each(FEW)('%s', (_caller, calls) => {
	test.each(CASES)(
		'$name: a model that repeats its call gets one entry and one exit at most',
		async ({ order, faultCase }) => {
			const { exchange, clock } = bench;
			await arrange(faultCase, exchange, clock, order === 'entry' ? 0 : 1, 1);
			await calls(exchange, PROTECTED, CALLS, requireTrue);
			await clock.sleep(30_000);
			requireOnce();
			await exchange.resumeListening();
		},
		30_000,
	);
});

const sideOf = (asked: string) => bench.exchange.placed.filter(({ side }) => side === asked);

function requireOnce(): void {
	expect(sideOf('BUY').length).toBeLessThanOrEqual(1);
	expect(sideOf('SELL').length).toBeLessThanOrEqual(sideOf('BUY').length);
}

/** What the model was told, held against the exchange at that moment. */
function requireTrue(answer: IDataObject): void {
	requireOnce();
	const outcome = outcomeOf(answer);
	expect(['protected', 'not_placed', 'unprotected', 'unknown']).toContain(outcome);
	if (outcome === 'protected')
		expect(sideOf('SELL')).toMatchObject([{ type: 'OCO', quantity: '0.001' }]);
	if (outcome === 'not_placed') expect(sideOf('BUY')).toEqual([]);
	if (outcome === 'unprotected') {
		expect(sideOf('BUY')).toHaveLength(1);
		expect(sideOf('SELL')).toEqual([]);
	}
}
