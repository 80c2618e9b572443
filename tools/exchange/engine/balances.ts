import { type Big, Decimal, ZERO, smaller } from '../support/decimal';

/** Amounts by asset; an asset that was never touched counts as zero. */
export class Purse {
	private readonly amounts = new Map<string, Big>();

	constructor(start: Readonly<Record<string, string>> = {}) {
		for (const [asset, amount] of Object.entries(start)) this.set(asset, new Decimal(amount));
	}

	get(asset: string): Big {
		return this.amounts.get(asset) ?? ZERO;
	}

	set(asset: string, amount: Big): void {
		this.amounts.set(asset, amount);
	}

	add(asset: string, amount: Big): void {
		this.set(asset, this.get(asset).plus(amount));
	}

	assets(): string[] {
		return [...this.amounts.keys()];
	}
}

/** A spot wallet: what is free to trade with, and what open orders have locked. */
export class Wallet {
	readonly free: Purse;
	readonly locked = new Purse();

	constructor(start: Readonly<Record<string, string>>) {
		this.free = new Purse(start);
	}

	/** Moves an amount between free (negative) and locked (positive). */
	lock(asset: string, amount: Big): void {
		this.free.add(asset, amount.times(-1));
		this.locked.add(asset, amount);
	}
}

/** What one order (or one OCO with both its legs) has locked in a wallet and not yet spent. */
export class Hold {
	private readonly left = new Purse();

	constructor(private readonly wallet: Wallet) {}

	lock(asset: string, amount: Big): void {
		this.wallet.lock(asset, amount);
		this.left.add(asset, amount);
	}

	/** Spends locked money, at most what is left of it, and says how much that was. */
	spend(asset: string, amount: Big): Big {
		const spent = smaller(amount, this.left.get(asset));
		this.left.add(asset, spent.times(-1));
		this.wallet.locked.add(asset, spent.times(-1));
		return spent;
	}

	/** Gives back what was not spent. */
	release(): void {
		for (const asset of this.left.assets()) {
			this.wallet.lock(asset, this.left.get(asset).times(-1));
			this.left.set(asset, ZERO);
		}
	}
}
