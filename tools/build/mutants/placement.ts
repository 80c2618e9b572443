import type { Mutant } from './mutant';

const PLACEMENT = 'nodes/NamiSpot/placement';
const ACTIONS = 'nodes/NamiSpot/actions/order';
const ANY_EXCHANGE = ['test/engine/placement/anyExchange'];

/** Placing an order at most once, and telling what became of it. */
export const PLACEMENT_MUTANTS: readonly Mutant[] = [
	{
		name: 'no ledger',
		file: `${PLACEMENT}/ledger.ts`,
		from: 'return this.page.entries[slot];',
		to: 'return slot === -1 ? this.page.entries[slot] : undefined;',
		tests: ['test/engine/placement/manualRetry'],
	},
	{
		name: 'ledger written after the POST',
		file: `${PLACEMENT}/settling.ts`,
		from: "this.run.ledger.write(this.slot, { state: 'sending', ...recordOf(this.intent) });",
		to: `const intent = this.intent;
			void clock.sleep(1).then(
				() => this.run.ledger.find(this.slot) ?? this.run.ledger.write(this.slot, { state: 'sending', ...recordOf(intent) }),
			);`,
		tests: ['test/engine/placement/ledger'],
	},
	{
		name: 'absence taken as not placed',
		file: `${PLACEMENT}/settling.ts`,
		from: 'if (found.order !== undefined) return await this.settleShown(found.order, true);\n\t\treturn this.settleUnknown(failure, found);',
		to: 'if (found.order !== undefined) return await this.settleShown(found.order, true);\n\t\tif (found.candidates.length === 0) return await this.settleNotPlaced({ failure, maySucceedLater: false });\n\t\treturn this.settleUnknown(failure, found);',
		tests: ['test/engine/placement/manualRetry'],
	},
	{
		name: 'absence concluded from not recognizing',
		file: `${PLACEMENT}/reconcile.ts`,
		from: 'mayBeSameOrder(found, intent.order)',
		to: 'isSameOrder(found, intent.order)',
		tests: ['test/engine/placement/shapes'],
	},
	{
		name: 'a broker’s refusal believed by a retry by hand',
		file: `${PLACEMENT}/ledger.ts`,
		from: 'return sent === undefined ? [] :',
		to: "return sent === undefined || item !== '' ? [] :",
		tests: ['test/engine/placement/secondLook'],
	},
	{
		name: 'a broker’s refusal believed after one look',
		file: `${PLACEMENT}/settling.ts`,
		from: "schedule: RECONCILE_AT_MS,\n\t\t\tpatience: 'until_found',",
		to: "schedule: RECONCILE_AT_MS,\n\t\t\tpatience: 'until_absent',",
		tests: ['test/engine/placement/orderKey'],
	},
	{
		name: 'retries that do not share what they placed',
		file: `${PLACEMENT}/execution.ts`,
		from: "if (context.getMode() !== 'retry') return undefined;",
		to: "if (context.getMode() !== 'retry' || beganIn.length >= 0) return undefined;",
		tests: ANY_EXCHANGE,
	},
	{
		name: 'claims left behind in n8n’s table',
		file: `${PLACEMENT}/orderKey.ts`,
		from: '\t\tawait remove(context, mine);',
		to: '\t\tawait Promise.resolve(mine);',
		tests: ['test/unit/placement/orderKeyClaims'],
	},
	{
		name: 'equal orders of tools sent again',
		file: `${PLACEMENT}/place.ts`,
		from: 'const twin = this.openTwin(clock.now() - looksBackMs);',
		to: 'const twin = this.openTwin(clock.now() + looksBackMs);',
		tests: ['test/engine/placement/tool', 'test/engine/placement/repeats'],
	},
	{
		name: 'calls of a tool forgotten by a restart',
		file: `${PLACEMENT}/ledger.ts`,
		from: '.filter((page) => page !== this.page)',
		to: '.filter((page) => page === this.page)',
		tests: ['test/engine/placement/toolMatrix'],
	},
	{
		name: 'an open order filter believed unchecked',
		file: `${ACTIONS}/cancelMany.operation.ts`,
		from: 'if (only !== undefined && symbol !== undefined && symbol !== only) continue;',
		to: '',
		tests: ['test/engine/order/cancelMany'],
	},
	{
		name: 'executions that began at once taken for one',
		file: `${PLACEMENT}/execution.ts`,
		from: "[start ?? '', beganIn, ",
		to: "[start ?? '', ",
		tests: ANY_EXCHANGE,
	},
	{
		name: 'an entry that is placed again',
		file: `${ACTIONS}/createProtected.operation.ts`,
		from: 'if (earlier !== undefined) return await protect(run, earlier, { isResumed: true });',
		to: "if (earlier?.data.status === '') return await protect(run, earlier, { isResumed: true });",
		tests: ['test/engine/order/protectedMatrix'],
	},
	{
		name: 'a second exit for an entry that has one',
		file: `${ACTIONS}/exit.ts`,
		from: 'if (earlier === undefined && known?.placed) {',
		to: 'if (earlier === undefined && known?.placed && item < 0) {',
		tests: ['test/engine/order/createProtected'],
	},
	{
		name: 'exits of one entry at the same time',
		file: `${ACTIONS}/exit.ts`,
		from: 'return await oneAtATime(`exit of ${connection.account} ${name}`, async () => {',
		to: 'return await oneAtATime(`exit of ${Math.random()}`, async () => {',
		tests: ['test/engine/order/createProtected'],
	},
];
