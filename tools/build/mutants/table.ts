/** One way to break the package that would cost money. */
export interface Mutant {
	readonly name: string;
	readonly file: string;
	/** Must occur exactly once in the file, so that a mutant cannot quietly turn into the original. */
	readonly from: string;
	readonly to: string;
	/** Paths or patterns for Jest: one of these tests has to fail. */
	readonly tests: readonly string[];
}

const PLACEMENT = 'nodes/NamiSpot/placement';
const RAILS = 'nodes/NamiSpot/rails';

export const MUTANTS: readonly Mutant[] = [
	{
		name: 'no ledger',
		file: `${PLACEMENT}/ledger.ts`,
		from: 'return this.book.entries[item];',
		to: 'return item < 0 ? this.book.entries[item] : undefined;',
		tests: ['test/engine/placement/manualRetry'],
	},
	{
		name: 'ledger written after the POST',
		file: `${PLACEMENT}/place.ts`,
		from: "desk.ledger.write(item, { state: 'sending', ...sentOrder(attempt.intent) });",
		to: `const intent = attempt.intent;
			void clock.sleep(1).then(
				() => desk.ledger.find(item) ?? desk.ledger.write(item, { state: 'sending', ...sentOrder(intent) }),
			);`,
		tests: ['test/engine/placement/ledger'],
	},
	{
		name: '6104 taken as final',
		file: `${PLACEMENT}/outcome.ts`,
		from: "next: 'look_once'",
		to: "next: 'finish'",
		tests: ['test/engine/placement/manualRetry'],
	},
	{
		name: 'absence taken as not placed',
		file: `${PLACEMENT}/place.ts`,
		from: "const found = await look(attempt, 'until_found');",
		to: "const found = await look(attempt, 'until_found');\n\tif (found.candidates.length === 0) return await settleNotPlaced(attempt, { failure, maySucceedLater: false });",
		tests: ['test/engine/placement/manualRetry'],
	},
	{
		name: 'a broker’s refusal believed by a retry by hand',
		file: `${PLACEMENT}/ledger.ts`,
		from: 'return sent === undefined ? [] :',
		to: "return sent === undefined || item !== '' ? [] :",
		tests: ['test/engine/placement/secondLook'],
	},
	{
		name: 'an Order Key given back after one look',
		file: `${PLACEMENT}/place.ts`,
		from: "hasKey ? 'until_found' : 'until_absent'",
		to: "hasKey ? 'until_absent' : 'until_absent'",
		tests: ['test/engine/placement/orderKey'],
	},
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
		file: `${RAILS}/rails.ts`,
		from: 'if (compareDecimals(worth.value, most) <= 0) return undefined;',
		to: 'if (compareDecimals(worth.value, most) <= 1) return undefined;',
		tests: ['test/unit/rails/hold'],
	},
	{
		name: 'an asset that is not listed has no limit',
		file: `${RAILS}/rails.ts`,
		from: 'if (most !== undefined) return judge(value, most, named, quoteAsset);',
		to: 'return most && judge(value, most, named, quoteAsset);',
		tests: ['test/unit/rails/hold'],
	},
	{
		name: 'Maximum Spent per Day that forgets this order',
		file: `${RAILS}/rails.ts`,
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
		from: "if (judge === undefined) return unusable(limit, 'not_placed');",
		to: 'if (judge === undefined) return undefined;',
		tests: ['test/unit/rails/hold'],
	},
	{
		name: 'open orders are not spent',
		file: `${RAILS}/accountSums.ts`,
		from: '(isOpen(row) || ',
		to: "((isOpen(row) && asset === '') || ",
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
		from: 'return request.isOwn && isCleared(',
		to: 'return isCleared(',
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
	{
		name: 'signs where certificates are not checked',
		file: 'nodes/NamiSpot/exchange/wire/safeTransport.ts',
		from: '(skips ?? false) !== false || (rejects ?? true) !== true',
		to: '[skips, rejects].length === 0',
		tests: ['test/unit/exchange/wire/signRequest'],
	},
];
