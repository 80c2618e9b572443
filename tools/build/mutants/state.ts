import type { Mutant } from './mutant';

const NODE = 'nodes/NamiSpot';

/** What is kept for each host, base URL or account: whose it is, where, how it is made, and what has to notice. */
const STORES: ReadonlyArray<readonly [string, string, string, readonly string[]]> = [
	[
		'symbol rules',
		'exchange/api/symbols.ts',
		'() => new KnownSymbols()',
		['test/engine/basePaths'],
	],
	[
		'last prices',
		'exchange/api/lastPrices.ts',
		'() => new LastPrices()',
		['test/engine/basePaths'],
	],
	[
		'asset names',
		'exchange/api/assets.ts',
		'() => new KnownAssets()',
		['test/unit/exchange/api/assets'],
	],
	[
		'claimed ids',
		'placement/accountOrders.ts',
		'() => new Map<string, AccountOrders>()',
		['test/engine/basePaths'],
	],
	[
		'known orders',
		'placement/accountOrders.ts',
		'(): { orders?: AccountOrders } => ({})',
		['test/engine/placement/soakAccounts'],
	],
	['exits', 'actions/order/exits.ts', '() => new Map<string, Exit>()', ['test/engine/basePaths']],
	['sums', 'rails/accountReading.ts', '() => new AccountReader()', ['test/engine/accounts']],
	[
		'orders that rails let through',
		'rails/reservations.ts',
		'() => new Set<Reservation>()',
		['test/engine/accounts', 'test/unit/rails/wall'],
	],
	['queues', 'exchange/wire/pacing.ts', '() => new Pacer()', ['test/engine/hosts']],
	[
		'dialects',
		'exchange/wire/dialect.ts',
		'(): Dialect => ({ unaccepted: new Map() })',
		['test/engine/hosts'],
	],
	[
		'listed orders',
		'methods/lists/openOrders.ts',
		'() => new LastRead()',
		['test/engine/accounts'],
	],
	[
		'trigger states',
		'trigger/nodeState.ts',
		'() => new NodeState()',
		['test/engine/trigger/blind'],
	],
];

/** Whatever is kept, kept for all of them together. */
export const STATE_MUTANTS = STORES.map(([what, file, made, tests]): Mutant => ({
	name: `${what} kept for all together`,
	file: `${NODE}/${file}`,
	from: `storeOf(${made})`,
	to: `((kept) => () => kept(''))(storeOf(${made}))`,
	tests,
}));
