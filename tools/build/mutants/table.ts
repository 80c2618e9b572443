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
];
