import type { Mutant } from './mutant';

const RAILS = 'nodes/NamiSpot/rails';

const RAILS_OF: Readonly<Record<string, readonly string[]>> = {
	credential: ['trading', 'allowedSymbols', 'maxOrderValue', 'maxOrdersPerHour', 'maxSpentPerDay'],
	node: ['allowedSymbols', 'allowedSides', 'maxAge', 'maxDeviation', 'maxOrderValue'],
};

/** Guard rails, and the last wall behind them. */
export const RAIL_MUTANTS: readonly Mutant[] = [
	{
		name: 'Read Only that cancels',
		file: `${RAILS}/rails.ts`,
		from: 'judge: judgeReadOnly, judgeCancel: judgeReadOnly',
		to: 'judge: judgeReadOnly',
		tests: ['test/unit/rails/hold'],
	},
	{
		name: 'Reduce Only that buys',
		file: `${RAILS}/rails.ts`,
		from: "if (order.side === 'SELL') return undefined;",
		to: 'if (order.side !== undefined) return undefined;',
		tests: ['test/unit/rails/hold'],
	},
	{
		name: 'Allowed Symbols that allow others',
		file: `${RAILS}/rails.ts`,
		from: 'if (entries.includes(value)) return undefined;',
		to: "if (value !== '') return undefined;",
		tests: ['test/unit/rails/hold'],
	},
	{
		name: 'Maximum Order Value one order too late',
		file: `${RAILS}/money.ts`,
		from: 'if (compareDecimals(worth.value, most) <= 0) return undefined;',
		to: 'if (compareDecimals(worth.value, most) <= 1) return undefined;',
		tests: ['test/unit/rails/hold'],
	},
	{
		name: 'an asset that is not listed has no limit',
		file: `${RAILS}/money.ts`,
		from: 'if (most !== undefined) return judge(facts, most, quoteAsset, named);',
		to: 'return most && judge(facts, most, quoteAsset, named);',
		tests: ['test/unit/rails/hold'],
	},
	{
		name: 'Maximum Spent per Day that forgets this order',
		file: `${RAILS}/money.ts`,
		from: 'const sum = add(spent, worth.value);',
		to: 'const sum = add(spent, worth.value) && spent;',
		tests: ['test/unit/rails/hold'],
	},
	{
		name: 'Maximum Orders per Hour that forgets this order',
		file: `${RAILS}/rails.ts`,
		from: 'account.ordersWithinHour() + 1',
		to: 'account.ordersWithinHour()',
		tests: ['test/unit/rails/hold'],
	},
	{
		name: 'a rail that cannot be used lets orders pass',
		file: `${RAILS}/hold.ts`,
		from: "if (judge === undefined) throw unusable(limit, 'not_placed');",
		to: 'if (judge === undefined) continue;',
		tests: ['test/unit/rails/hold'],
	},
	{
		name: 'open orders are not spent',
		file: `${RAILS}/accountSums.ts`,
		from: "(['open', 'unclear'].includes(stateOf(row)) ||",
		to: '(',
		tests: ['test/unit/rails/accountSums'],
	},
	{
		name: 'orders on their way do not count',
		file: `${RAILS}/accountSums.ts`,
		from: 'if (outcome === undefined) return true;',
		to: 'if (outcome === undefined) return false;',
		tests: ['test/unit/rails/accountSums'],
	},
	{
		name: 'no last wall',
		file: 'credentials/NamiApi.credentials.ts',
		from: 'requireWithinRails(credentials, requestOptions);',
		to: 'void requireWithinRails;',
		tests: ['test/unit/rails/wall'],
	},
	{
		name: 'a last wall for the node alone',
		file: `${RAILS}/wall.ts`,
		from: 'isOwn && isCleared(',
		to: 'isCleared(',
		tests: ['test/unit/rails/wall'],
	},
	{
		name: 'a last wall that signs what nobody has checked',
		file: `${RAILS}/wall.ts`,
		from: 'if (needsOf(limits).size === 0 || hasClearance) return;',
		to: 'if (needsOf(limits).size >= 0 || hasClearance) return;',
		tests: ['test/unit/rails/wall'],
	},
	{
		name: 'a last wall with another way around it',
		file: `${RAILS}/wall.ts`,
		from: 'if (hold === undefined) {',
		to: "if (hold === undefined && request.path === '') {",
		tests: ['test/unit/rails/wall'],
	},
	...Object.entries(RAILS_OF).flatMap(([owner, rails]) =>
		rails.map((rail): Mutant => ({
			name: `the ${owner} without ${rail}`,
			file: `${RAILS}/rails.ts`,
			from: `${owner}: [${rails.join(', ')}]`,
			to: `${owner}: [${rails.filter((other) => other !== rail).join(', ')}]`,
			tests: [
				'test/unit/rails/hold',
				'test/engine/order/guardRails',
				'test/engine/order/signalGuards',
			],
		})),
	),
	{
		name: 'Maximum Age of a signal from the future',
		file: `${RAILS}/rails.ts`,
		from: 'if (age < -CLOCKS_DIFFER_MS) {',
		to: 'if (age < -Infinity) {',
		tests: ['test/unit/rails/hold', 'test/engine/order/signalGuards'],
	},
	{
		name: 'Maximum Deviation without a last price',
		file: `${RAILS}/rails.ts`,
		from: "if (type === 'MARKET' || prices.length === 0) return undefined;",
		to: "if (type === 'MARKET' || prices.length === 0 || lastPrice === undefined) return undefined;",
		tests: ['test/unit/rails/hold', 'test/engine/order/signalGuards'],
	},
	{
		name: 'no second look at the rails before an order that had to wait',
		file: `${RAILS}/admission.ts`,
		from: 'if (isWithin(RECHECK_AFTER_MS, checkedAt)) return;',
		to: 'if (checkedAt > 0) return;',
		tests: ['test/engine/order/guardRails'],
	},
];
