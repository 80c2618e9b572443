import fc from 'fast-check';
import { DEFAULT_ACCOUNT, type Order } from '../../../tools/exchange';
import { SPOT_FUNDS } from '../../../tools/exchange/data/funds';
import { ASSETS } from '../../../tools/exchange/data/assets';
import { cancelOrder } from '../../../tools/exchange/engine/canceling';
import { isOpen } from '../../../tools/exchange/engine/order';
import { placeOrder } from '../../../tools/exchange/engine/placing';
import { InvalidRequest, Refusal } from '../../../tools/exchange/engine/refusals';
import { ExchangeState } from '../../../tools/exchange/engine/state';
import { World } from '../../../tools/exchange/engine/world';
import { type Big, Decimal, ZERO } from '../../../tools/exchange/support/decimal';

interface Step {
	readonly kind: 'order' | 'price' | 'fill' | 'cancel';
	readonly side: string;
	readonly type: string;
	readonly useQuoteQty: boolean;
	readonly amount: number;
	readonly prices: readonly [number, number, number];
	readonly pick: number;
}

const cents = fc.integer({ min: 50_000, max: 150_000 });

const steps: fc.Arbitrary<Step> = fc.record({
	kind: fc.constantFrom('order', 'order', 'order', 'price', 'fill', 'cancel'),
	side: fc.constantFrom('BUY', 'SELL'),
	type: fc.constantFrom('LIMIT', 'MARKET', 'STOP_LIMIT', 'OCO'),
	useQuoteQty: fc.boolean(),
	amount: fc.integer({ min: 1, max: 100_000 }),
	prices: fc.tuple(cents, cents, cents),
	pick: fc.nat(1000),
});

const symbols = [
	{
		symbol: 'ETHUSDT',
		status: 'TRADING',
		baseAsset: 'ETH',
		quoteAsset: 'USDT',
		baseAssetPrecision: 8,
		quotePrecision: 8,
		orderTypes: ['LIMIT', 'MARKET', 'STOP_LIMIT', 'OCO'],
		ocoAllowed: true,
		quoteOrderQtyMarketAllowed: true,
		isSpotTradingAllowed: true,
		startPrice: '1000',
		filters: [{ filterType: 'LOT_SIZE', stepSize: '0.001' }],
	},
];

function newWorld(feeAsset: string | undefined) {
	const world = new World({
		seed: 1,
		clock: { now: () => 0 },
		accounts: [DEFAULT_ACCOUNT],
		symbols,
		firstDisplayingId: 1n,
	});
	const state = new ExchangeState(() => world, DEFAULT_ACCOUNT.apiKey);
	state.payFeesIn(feeAsset);
	return { world, state, account: state.account() };
}

type Scene = ReturnType<typeof newWorld>;

const ACTIONS: Readonly<Record<Step['kind'], (scene: Scene, step: Step) => void>> = {
	order({ world, account }, { side, type, useQuoteQty, amount, prices }) {
		const [price, stopPrice, limitPrice] = prices.map((value) => new Decimal(value).div(100));
		const amounts = { quantity: new Decimal(amount).div(1000), quoteOrderQty: new Decimal(amount) };
		const request = { symbol: 'ETHUSDT', side, type, useQuoteQty, ...amounts };
		placeOrder(world, account, { ...request, ...definite({ price, stopPrice, limitPrice }) }, 1);
	},
	price({ state }, { prices }) {
		state.setPrice('ETHUSDT', prices[0] / 100);
	},
	fill({ state, account }, { pick }) {
		const order = picked(
			[...account.open.values()].filter(({ type }) => isFillable(type)),
			pick,
		);
		if (order) state.fill(order.displayingId, order.quantity.minus(order.executedQty).div(2));
	},
	cancel({ world, account }, { pick }) {
		const order = picked([...account.open.values()], pick);
		if (order) cancelOrder(world, account, { symbol: 'ETHUSDT', displayingId: order.displayingId });
	},
};

function isFillable(type: Order['type']): boolean {
	return type === 'LIMIT' || type === 'STOP_LIMIT';
}

function definite(prices: Record<string, Big | undefined>): Record<string, Big> {
	return prices as Record<string, Big>;
}

function picked(orders: readonly Order[], pick: number): Order | undefined {
	return orders[pick % orders.length];
}

/** Does one step; refusals are part of an exchange's life. */
function act(scene: Scene, step: Step): void {
	try {
		ACTIONS[step.kind](scene, step);
	} catch (error) {
		if (!(error instanceof Refusal || error instanceof InvalidRequest)) throw error;
	}
}

function expectMoneyKept({ world, account }: Scene): void {
	for (const { name } of ASSETS) {
		const { free, locked } = account.wallet;
		const owned = free.get(name).plus(locked.get(name));
		const all = owned.plus(world.house.get(name)).plus(world.feesTaken.get(name));
		expect([name, all.toFixed()]).toEqual([name, SPOT_FUNDS[name] ?? '0']);
		expect(owned.toFixed()).toBe(ownedByTrades(account, name).toFixed());
		expect(free.get(name).gte(0) && locked.get(name).gte(0)).toBe(true);
	}
}

/** What the account must have by its trades alone. */
function ownedByTrades({ trades }: Scene['account'], asset: string): Big {
	const start = new Decimal(SPOT_FUNDS[asset] ?? 0);
	return trades.reduce((sum, { order, quantity, price, fee }) => {
		const sign = order.side === 'BUY' ? 1 : -1;
		const base = asset === 'ETH' ? quantity.times(sign) : ZERO;
		const quote = asset === 'USDT' ? quantity.times(price).times(-sign) : ZERO;
		return sum
			.plus(base)
			.plus(quote)
			.minus(order.fee.asset === asset ? fee : ZERO);
	}, start);
}

function expectConsistent({ account, world }: Scene): void {
	for (const order of world.ordersById.values()) {
		const open = isOpen(order);
		expect(open).toBe(order.status === 'NEW' || order.status === 'PARTIALLY_FILLED');
		expect(account.open.has(order.displayingId)).toBe(open);
		expect(order.executedQty.lte(order.quantity)).toBe(true);
		if (order.status === 'FILLED') expect(order.executedQty.eq(order.quantity)).toBe(true);
	}
	expect(account.open.size + account.closed.length).toBe(world.ordersById.size);
	expect(account.openCount('ETHUSDT')).toBe(account.open.size);
}

/** Nothing may stay locked once nothing is open. */
function expectNothingLocked({ world, account }: Scene): void {
	for (const order of [...account.open.values()]) {
		if (isOpen(order)) {
			cancelOrder(world, account, { symbol: 'ETHUSDT', displayingId: order.displayingId });
		}
	}
	for (const { name } of ASSETS) expect(account.wallet.locked.get(name).toFixed()).toBe('0');
}

it.each([undefined, 'NAMI', 'ETH'])(
	'neither makes nor loses money, with fees in %s',
	(feeAsset) => {
		let trades = 0;
		fc.assert(
			fc.property(fc.array(steps, { minLength: 5, maxLength: 40, size: 'max' }), (list) => {
				const scene = newWorld(feeAsset);
				for (const step of list) act(scene, step);
				expectMoneyKept(scene);
				expectConsistent(scene);
				expectNothingLocked(scene);
				expectMoneyKept(scene);
				trades += scene.account.trades.length;
			}),
			{ numRuns: 60, seed: 1 },
		);
		expect(trades).toBeGreaterThan(200);
	},
);
