import type { INodeParameters } from 'n8n-workflow';
import { faults, LIST_SHAPES, type Fault, type ListShapeName } from '../../../tools/exchange';
import { useDeduplicationStore } from '../../../tools/harness';
import { restartPackage } from '../../../tools/harness/bundle';
import { namiRetry, namiWorkflow, ORDERS, useExchange } from '../support';

const stand = useExchange();
const POST = { method: 'POST', path: '/api/v4/spot/order' };
const SHAPES = Object.keys(LIST_SHAPES) as ListShapeName[];

const KINDS: ReadonlyArray<[string, INodeParameters]> = [
	['LIMIT', ORDERS.LIMIT],
	['MARKET', ORDERS.MARKET],
	['MARKET by quote', { ...ORDERS.MARKET, amountIn: 'quote', quoteOrderQty: '25' }],
	['STOP_LIMIT', ORDERS.STOP_LIMIT],
	['OCO', ORDERS.OCO],
];

/** All kinds in a long run; two in turn otherwise, so that every shape meets some and every kind many. */
function kindsFor(shape: ListShapeName) {
	if (process.env['NAMI_SOAK'] === 'long') return KINDS;
	const first = SHAPES.indexOf(shape);
	return KINDS.filter((_, n) => [first, first + 1].some((turn) => turn % KINDS.length === n));
}

interface Trouble {
	readonly name: string;
	readonly fault: () => Fault;
	readonly exists: boolean;
}

const TROUBLES: readonly Trouble[] = [
	{ name: 'the answer is lost', fault: faults.dropAfterAccepting, exists: true },
	{ name: 'the broker refused, and placed it', fault: faults.brokerErrorButPlaced, exists: true },
	{ name: 'the broker refused', fault: faults.brokerError, exists: false },
];

/** The Retry button of one execution, pressed so often: each starts from a copy. */
const RETRIES = process.env['NAMI_SOAK'] === 'long' ? 5 : 2;

/** What came out, and what tries by hand and another delivery of the same signal made of it. */
async function lifeOf(shape: ListShapeName, order: INodeParameters, { fault }: Trouble) {
	stand.exchange.reset();
	restartPackage();
	useDeduplicationStore();
	stand.exchange.settings.listShape = shape;
	stand.exchange.faults.add({ match: POST, fault: fault() });
	const orderKey = `signal of ${shape}`;
	const parameters = { ...order, options: { symbolRules: 'off', orderKey } };
	const failed = await namiWorkflow(stand.exchange, { parameters });
	const { outcome = 'placed' } = (failed.error?.context?.data ?? {}) as { outcome?: string };
	const posts = stand.exchange.countOrderPosts();
	stand.clock.jump(60_000);
	for (let retry = 0; failed.error !== undefined && retry < RETRIES; retry += 1) {
		await namiRetry(stand.exchange, failed);
	}
	await namiWorkflow(stand.exchange, { parameters });
	return { outcome, posts, orders: stand.exchange.placed.length };
}

describe.each(TROUBLES.map((trouble) => [trouble.name, trouble] as const))(
	'%s',
	(_name, trouble) => {
		test.each(SHAPES)(
			'lists as in %s: never a second order, never called not placed',
			async (shape) => {
				for (const [, order] of kindsFor(shape)) {
					const { outcome, posts, orders } = await lifeOf(shape, order, trouble);
					expect(posts).toBe(1);
					if (trouble.exists)
						expect({ orders, outcome }).toEqual({
							orders: 1,
							outcome: expect.stringMatching(/^(placed|unknown)$/),
						});
					else expect(['not_placed', 'unknown']).toContain(outcome);
					expect(orders).toBeLessThanOrEqual(1);
				}
			},
		);
	},
);

/** In these every order is told beyond doubt. */
const RECOGNIZED: readonly ListShapeName[] = [
	'documented',
	'useQuoteQtyNull',
	'useQuoteQtyMissing',
	'stopPriceNull',
	'amountsAsText',
	'amountsWithTails',
	'lowerCase',
	'titleCase',
	'symbolWithSlash',
	'idsAsText',
	'rowsTwice',
	'timeWithoutZone',
	'pageIgnored',
	'timesIgnored',
	'symbolIgnored',
	'symbolWantedWithSlash',
	'oldestFirst',
	'executedPriceZero',
];

test.each(RECOGNIZED)('lists as in %s: a lost order is found', async (shape) => {
	for (const [kind, order] of KINDS) {
		const { outcome } = await lifeOf(shape, order, TROUBLES[0] as Trouble);
		expect([kind, outcome]).toEqual([kind, 'placed']);
	}
});

test.each(['documented', 'useQuoteQtyNull', 'lowerCase'] as const)(
	'lists as in %s: a broker’s refusal that they confirm stays one',
	async (shape) => {
		for (const [kind, order] of KINDS) {
			const { outcome } = await lifeOf(shape, order, TROUBLES[2] as Trouble);
			expect([kind, outcome]).toEqual([kind, 'not_placed']);
		}
	},
);
