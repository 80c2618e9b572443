import type { AccountSeed, Exchange } from '../../../tools/exchange';
import type { Random } from '../../../tools/exchange/support/random';
import { placeAsAnother } from '../support/seedOrders';
import type { VirtualClock } from '../../../tools/harness/virtualClock';

const TYPES = [
	{ weight: 6, order: { type: 'LIMIT', price: 0.8 } },
	{ weight: 2, order: { type: 'MARKET' } },
	{ weight: 1, order: { type: 'STOP_LIMIT', price: 1.3, stopPrice: 1.2 } },
	{ weight: 1, order: { type: 'OCO', price: 0.8, stopPrice: 1.2, limitPrice: 1.3 } },
];
const SYMBOLS = [
	{ symbol: 'BTCUSDT', quantity: 0.001, price: 60000 },
	{ symbol: 'ETHUSDT', quantity: 0.1, price: 3400 },
];
const MIRROR = { BUY: (factor: number) => factor, SELL: (factor: number) => 2 - factor };

/** Lets orders be placed, filled in parts or at once, and canceled, at random. */
export class Lives {
	constructor(
		private readonly exchange: Exchange,
		private readonly clock: VirtualClock,
		private readonly random: Random,
		/** The keys of those who live; the default account's without any. */
		private readonly keys: readonly AccountSeed[] = [],
	) {}

	/** A few steps; some within one millisecond. */
	async live(steps: number): Promise<void> {
		for (let step = 0; step < steps; step += 1) {
			if (this.random.fraction() < 0.6) this.clock.jump(this.random.uint32() % 3_000);
			await this.step();
		}
	}

	private async step(): Promise<void> {
		if (this.random.fraction() < 0.005) return this.swing();
		const who = this.keys.length > 0 ? this.pick(this.keys) : undefined;
		const open = this.openRoots(who?.apiKey);
		const dice = this.random.fraction();
		if (open.length === 0 || dice < 0.4) return await this.place(who);
		const id = this.pick(open);
		if (dice < 0.55) return this.exchange.state.cancel(id);
		const order = this.exchange.state.order(id);
		if (order.type !== 'LIMIT') return;
		if (dice < 0.75) return this.exchange.state.fill(id);
		const left = order.quantity.minus(order.executedQty);
		const part = left.times(0.5).round(5, 0);
		if (part.lte(0)) return this.exchange.state.fill(id);
		if (dice < 0.9) this.exchange.state.fill(id, part);
		else this.exchange.state.fillQuietly(id, part);
	}

	private async place(who: AccountSeed | undefined): Promise<void> {
		const { symbol, quantity, price } = this.pick(SYMBOLS);
		const side = this.pick(['BUY', 'SELL'] as const);
		const kinds = TYPES.flatMap(({ weight, order }) => Array.from({ length: weight }, () => order));
		const { type, ...factors } = this.pick(kinds);
		const prices = Object.entries(factors).map(([name, factor]) => [
			name,
			Math.round(price * MIRROR[side](factor)),
		]);
		const order = {
			symbol,
			side,
			type,
			quantity,
			useQuoteQty: false,
			...Object.fromEntries(prices),
		};
		await placeAsAnother(this.exchange, this.clock, order, who);
	}

	/** A price that goes far up or down and comes back: it fills resting orders and triggers stops. */
	private swing(): void {
		const { symbol, price } = this.pick(SYMBOLS);
		this.exchange.state.setPrice(symbol, price * this.pick([0.7, 1.4]));
		this.exchange.state.setPrice(symbol, price);
	}

	private openRoots(apiKey: string | undefined): bigint[] {
		const open = [...this.exchange.state.account(apiKey).open.values()];
		return open.filter(({ parent }) => parent === undefined).map((order) => order.displayingId);
	}

	private pick<T>(list: readonly T[]): T {
		const picked = list[this.random.uint32() % list.length];
		if (picked === undefined) throw new Error('Nothing to pick from');
		return picked;
	}
}
