import type { IDataObject, INodeParameters } from 'n8n-workflow';
import Big from 'big.js';

import { faults, type Fault } from '../../../tools/exchange';
import type { Run } from '../../../tools/harness';
import { namiRetry, namiWorkflow, PROTECTED, useExchange } from '../support';
import { FIRST_ID } from '../support/seedOrders';

/** Its faults say that an order was placed, so the exchange takes a market order as it comes first. */
const stand = useExchange({ marketNeeds: 'nothing' });

const QUANTITY = '0.001';
const SIZED: INodeParameters = {
	...PROTECTED,
	type: 'LIMIT',
	price: '59000',
	amountIn: 'percent',
	percent: '100',
	options: { timeout: 0.2, waitUntilFilled: 10 },
};

/** What is asked of the exchange for each step, and how many such requests come before it. */
const STEPS = {
	size: { method: 'GET', path: '/api/v4/user/balance', skip: 0 },
	entry: { method: 'POST', path: '/api/v4/spot/order', skip: 0 },
	wait: { method: 'GET', path: '/api/v4/spot/open', skip: 0 },
	history: { method: 'GET', path: '/api/v4/spot/history', skip: 0 },
	cancel: { method: 'DELETE', path: '/api/v4/spot/order', skip: 0 },
	exit: { method: 'POST', path: '/api/v4/spot/order', skip: 1 },
} as const;

/** By how often a fault strikes. */
const FAULTS: ReadonlyArray<readonly [string, () => Fault, number]> = [
	['is lost', () => faults.dropBeforeReading(), 1],
	['is lost for good', () => faults.dropBeforeReading(), 99],
	['is done, and its answer is lost', () => faults.dropAfterAccepting(), 1],
	['is done, and never answered', () => faults.stallAfterAccepting(), 1],
	['is refused', () => faults.refusal('ACCOUNT_BAN_TRADE'), 1],
	['is refused for lack of funds', () => faults.refusal('NOT_ENOUGH_BASE_ASSET'), 99],
	['is done, and the broker says no', () => faults.brokerErrorButPlaced(), 1],
	['meets a server error after it was done', () => faults.status5xxAfter(500), 1],
];

/** What is filled of the entry, in turn. The last one races the cancellation. */
const FILLS: ReadonlyArray<readonly [ms: number, quantity: string | undefined]> = [
	[4_000, undefined],
	[4_000, '0.0006'],
	[10_000, '0.0004'],
];
const MODES = ['stopWorkflow', 'continueRegularOutput', 'continueErrorOutput'] as const;

const CASES = Object.entries(STEPS).flatMap(([step, { skip, ...match }]) =>
	FAULTS.flatMap(([name, make, times]) =>
		MODES.flatMap((onError) => [false, true].map((retryOnFail) => ({ onError, retryOnFail }))).map(
			(settings) => ({ step, name, settings, rule: { match, skip, times, fault: make() } }),
		),
	),
);

const entries = () => stand.exchange.placed.filter(({ side }) => side === 'BUY');
const exits = () => stand.exchange.placed.filter(({ side }) => side === 'SELL');
const entry = () => stand.exchange.state.order(FIRST_ID);

test.each(CASES.map((given, nth) => ({ ...given, nth })))(
	'$step $name, $settings',
	async ({ settings: { onError, retryOnFail }, rule, nth }) => {
		stand.exchange.state.setPrice('BTCUSDT', '60000');
		stand.exchange.state.setBalance('USDT', new Big('59').times(QUANTITY).times(1_002).toFixed());
		stand.exchange.state.setBalance('BTC', '5');
		stand.exchange.faults.add(rule);
		const [ms, quantity] = FILLS[nth % FILLS.length] ?? [0, undefined];
		void stand.clock.sleep(ms).then(() => fillIfOpen(quantity));
		const run = await namiWorkflow(stand.exchange, {
			parameters: SIZED,
			onError,
			...(retryOnFail && { retryOnFail, maxTries: 2 }),
		});
		requireTrue(run);
		stand.exchange.faults.clear();
		if (run.error === undefined) return;
		const parameters = SIZED;
		const again = await namiRetry(stand.exchange, run, { parameters });
		requireTrue(again);
		if (again.error === undefined) return;
		requireTrue(await namiRetry(stand.exchange, again, { parameters }));
	},
);

/** Every end was met, or the matrix would show little. */
const met = new Set<string>();
afterAll(() => expect([...met].sort()).toEqual(Object.keys(ENDS).sort()));

function fillIfOpen(quantity: string | undefined): void {
	const [order] = stand.exchange.orders;
	if (order === undefined || order.status !== 'NEW') return;
	stand.exchange.state.fill(order.displayingId, quantity);
}

/** Never two entries, never two exits, never an exit for more than was filled, and what is said is so. */
function requireTrue(run: Run): void {
	expect(entries().length).toBeLessThanOrEqual(1);
	expect(exits().length).toBeLessThanOrEqual(1);
	const [exit] = exits();
	if (exit !== undefined) {
		expect(entry().closedAt).toBeDefined();
		expect(exit.quantity).toBe(entry().executedQty.toFixed());
	}
	const end = endOf(run);
	expect(Object.keys(ENDS)).toContain(end.outcome);
	met.add(String(end.outcome));
	ENDS[String(end.outcome)]?.(end);
}

function endOf(run: Run): IDataObject {
	const { data } = (run.error?.context ?? {}) as { data?: IDataObject };
	if (data !== undefined) return data;
	const json = run.success[0]?.json ?? run.failed[0]?.json ?? {};
	return { ...((json.error as IDataObject | undefined) ?? json) };
}

const ENDS: Readonly<Record<string, (end: IDataObject) => void>> = {
	protected: ({ protectedQty }) => {
		expect(exits()).toHaveLength(1);
		expect(protectedQty).toBe(Number(entry().executedQty));
	},
	unprotected: ({ unprotectedQty }) => {
		expect(exits()).toEqual([]);
		const bought = Number(entry().executedQty);
		// How much an order that cannot be canceled buys yet is not known.
		if (entry().closedAt === undefined) expect(unprotectedQty ?? 0).toBeLessThanOrEqual(bought);
		else expect(unprotectedQty).toBe(bought);
	},
	not_placed: () => {
		expect(exits()).toEqual([]);
		if (entries().length > 0) expect(entry().executedQty.toFixed()).toBe('0');
	},
	unknown: () => undefined,
};
