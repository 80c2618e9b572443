import { SYMBOLS, type SymbolSeed } from '../data/symbols';
import type { Clock } from '../support/clock';
import { Decimal } from '../support/decimal';
import { Random } from '../support/random';
import { Account, type AccountSeed } from './account';
import { Purse } from './balances';
import { Market } from './market';
import type { EndedStatus, Order } from './order';
import type { RefusalStatus } from './refusals';

export interface WorldSeed {
	readonly seed: number;
	readonly clock: Clock;
	readonly accounts: readonly AccountSeed[];
	readonly symbols?: readonly SymbolSeed[];
	readonly firstDisplayingId: bigint;
}

/** How the liquidity broker behind the exchange does: `places` answers with an error although it placed the order. */
export type Broker = 'up' | 'down' | 'places';

const FIRST_TRADE_ID = 900001n;
const FIRST_USER_ID = 18;

/** The whole state of the exchange. */
export class World {
	readonly accounts = new Map<string, Account>();
	readonly markets = new Map<string, Market>();
	/** Every accepted order in the order of acceptance; the legs of an OCO hang on it. */
	readonly orders: Order[] = [];
	readonly ordersById = new Map<bigint, Order>();
	/** The counterparty of every trade: has what customers sold, owes what they bought. */
	readonly house = new Purse();
	readonly feesTaken = new Purse();
	readonly random: Random;
	readonly clock: Clock;
	/** The share of a trade's quote amount that is taken as fee. */
	feeRatio = new Decimal('0.001');
	broker: Broker = 'up';
	/** A fault of the exchange itself: every order is refused with it. */
	breakdown: RefusalStatus | undefined;
	/** How new orders end at once; undefined: they are put to work. */
	fate: EndedStatus | undefined;
	private nextOrderId: bigint;
	private nextTradeId = FIRST_TRADE_ID;
	private nextRecord = 0;
	private readonly recordPrefix: string;

	constructor(seed: WorldSeed) {
		this.clock = seed.clock;
		this.random = new Random(seed.seed);
		this.nextOrderId = seed.firstDisplayingId;
		this.recordPrefix = this.random.hex(12);
		seed.accounts.forEach((account, index) => this.addAccount(account, FIRST_USER_ID + index));
		for (const symbol of seed.symbols ?? SYMBOLS) this.addMarket(symbol);
	}

	newOrderId(): bigint {
		return this.nextOrderId++;
	}

	newTradeId(): bigint {
		return this.nextTradeId++;
	}

	/** A 24-digit id such as the `_id` of history and trades. */
	newRecordId(): string {
		return this.recordPrefix + (this.nextRecord++).toString(16).padStart(12, '0');
	}

	private addAccount(seed: AccountSeed, userId: number): void {
		this.accounts.set(seed.apiKey, new Account(seed, userId));
	}

	private addMarket(seed: SymbolSeed): void {
		const market = new Market(seed);
		this.markets.set(market.symbol, market);
		publishPast(market, this.random, this.clock.now());
	}
}

const PAST_TRADES = 20;

/** Lets a market start with some public trades behind it. */
function publishPast(market: Market, random: Random, now: number): void {
	if (market.last === undefined) return;
	for (let ago = PAST_TRADES; ago > 0; ago--) {
		market.publish({
			side: random.fraction() < 0.5 ? 'BUY' : 'SELL',
			price: market.last,
			quantity: new Decimal((1 + (random.uint32() % 1000)) / 1000),
			at: now - ago * 1000,
		});
	}
}
