import type { ChildProcess } from 'node:child_process';
import { faults, startExchange, type Exchange } from '../../../tools/exchange';
import type { Order } from '../../../tools/exchange/engine/order';
import { until, Workers } from './support/workers';

const isLong = process.env['NAMI_SOAK'] === 'long';
/** Four steps to be killed at, so many times each, with so many signals at once: 200 lives. */
const ROUNDS = isLong ? 10 : 1;
const SIGNALS = isLong ? 5 : 2;

const POST = { method: 'POST', path: '/api/v4/spot/order' };
const DELETE = { method: 'DELETE', path: '/api/v4/spot/order' };
const OPEN = { method: 'GET', path: '/api/v4/spot/open' };

const workers = new Workers('protected');
let exchange: Exchange;
let alive: Promise<ChildProcess>;

beforeAll(async () => {
	exchange = await startExchange();
	exchange.state.setBalance('USDT', '1000000');
	alive = workers.start();
});
afterAll(async () => {
	workers.end();
	await exchange.close();
});

const entries = () => exchange.orders.filter(({ side }) => side === 'BUY');
const exits = () => exchange.orders.filter(({ side }) => side === 'SELL');
const newest = () => entries().slice(-SIGNALS);
const fill = (part = 1) =>
	newest()
		.filter(({ closedAt }) => closedAt === undefined)
		.forEach(({ displayingId, quantity }) =>
			exchange.state.fill(displayingId, quantity.times(part)),
		);

/** What has to have happened when the worker is killed; what happens at the exchange before that, and after it. */
interface Step {
	/** Seconds to wait for the entry to be filled; longer than any machine takes to come so far, unless the wait has to end. */
	readonly waits?: number;
	begin?(): void;
	reached(before: { entries: number; exits: number; looks: number }): boolean;
	meanwhile?(): void;
	then?(): void;
}

const STEPS: Readonly<Record<string, Step>> = {
	'the entry is accepted, and not answered': {
		begin: () =>
			exchange.faults.add({ match: POST, times: 99, fault: faults.stallAfterAccepting() }),
		reached: (before) => entries().length === before.entries + SIGNALS,
		then: fill,
	},
	'the entry is waited for': {
		reached: (before) =>
			entries().length === before.entries + SIGNALS && exchange.count(OPEN) > before.looks + 1,
		then: fill,
	},
	'the cancellation is accepted, and not answered': {
		waits: 2,
		begin: () =>
			exchange.faults.add({ match: DELETE, times: 99, fault: faults.stallAfterAccepting() }),
		meanwhile: () => fill(0.5),
		reached: () => newest().every(({ status }) => status === 'CANCELED'),
	},
	'the exit is accepted, and not answered': {
		begin: () =>
			exchange.faults.add({
				match: POST,
				skip: SIGNALS,
				times: 99,
				fault: faults.stallAfterAccepting(),
			}),
		meanwhile: fill,
		reached: (before) => exits().length === before.exits + SIGNALS,
	},
};

test.each(Object.entries(STEPS))(
	'killed when %s',
	async (name, step) => {
		for (let round = 0; round < ROUNDS; round += 1) {
			const worker = await alive;
			alive = workers.start();
			// No two are alike, and so are their exits.
			const keys = Array.from({ length: SIGNALS }, (_, nth) => {
				const quantity = (0.002 + entries().length * 0.00001 + nth * 0.00001).toFixed(5);
				return `${name.replaceAll(' ', '-')}-${round}-${nth} ${quantity} ${step.waits ?? 60}`;
			});
			const before = {
				entries: entries().length,
				exits: exits().length,
				looks: exchange.count(OPEN),
			};
			step.begin?.();
			workers.send(worker, exchange, keys);
			if (step.meanwhile !== undefined) {
				await until(() => entries().length === before.entries + SIGNALS);
				step.meanwhile();
			}
			await until(() => step.reached(before));
			await workers.kill(worker);
			exchange.faults.clear();
			step.then?.();

			const next = await alive;
			expect(await workers.deliver(next, exchange, keys)).toEqual(keys.map(() => 'protected'));
			expect(await workers.deliver(next, exchange, keys)).toEqual(
				keys.map(() => 'duplicate_order_key'),
			);
			expect(entries()).toHaveLength(before.entries + SIGNALS);
			const newExits = exits().slice(before.exits);
			expect(newExits.map(quantityOf).sort()).toEqual(newest().map(executedOf).sort());
		}
	},
	3_600_000,
);

function quantityOf({ quantity }: Order): string {
	return quantity.toFixed();
}

function executedOf({ executedQty }: Order): string {
	return executedQty.round(5, 0).toFixed();
}
