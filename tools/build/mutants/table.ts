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
const EXCHANGE = 'nodes/NamiSpot/exchange';
const ANY_EXCHANGE = ['test/engine/placement/anyExchange'];

export const MUTANTS: readonly Mutant[] = [
	{
		name: 'no ledger',
		file: `${PLACEMENT}/ledger.ts`,
		from: 'return this.page.entries[slot];',
		to: 'return slot === -1 ? this.page.entries[slot] : undefined;',
		tests: ['test/engine/placement/manualRetry'],
	},
	{
		name: 'ledger written after the POST',
		file: `${PLACEMENT}/place.ts`,
		from: "this.run.ledger.write(this.slot, { state: 'sending', ...recordOf(this.intent) });",
		to: `const intent = this.intent;
			void clock.sleep(1).then(
				() => this.run.ledger.find(this.slot) ?? this.run.ledger.write(this.slot, { state: 'sending', ...recordOf(intent) }),
			);`,
		tests: ['test/engine/placement/ledger'],
	},
	{
		name: '6104 taken as final',
		file: `${EXCHANGE}/reply/verdict.ts`,
		from: "next: 'confirm',\n\t\treason",
		to: "next: 'finish',\n\t\treason",
		tests: ['test/engine/placement/shapes'],
	},
	{
		name: 'absence taken as not placed',
		file: `${PLACEMENT}/place.ts`,
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
		file: `${PLACEMENT}/place.ts`,
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
		from: 'const twin = looks ? account.twinOf(order, options.keyOfThis?.name) : undefined;',
		to: 'const twin = looks ? undefined : account.twinOf(order, options.keyOfThis?.name);',
		tests: ['test/engine/placement/tool'],
	},
	{
		name: 'orders known across accounts',
		file: `${PLACEMENT}/accountOrders.ts`,
		from: 'const kept = ordersOf(account);',
		to: 'const kept = ordersOf(baseUrl + account.slice(0, 0));',
		tests: ANY_EXCHANGE,
	},
	{
		name: 'no deadline',
		file: `${EXCHANGE}/wire/deadline.ts`,
		from: 'calls.add(expire);',
		to: 'calls.add(() => {});',
		tests: ANY_EXCHANGE,
	},
	{
		name: 'the next carrier after what proves nothing',
		file: `${EXCHANGE}/wire/dialect.ts`,
		from: "if (verdict.proves === 'not_done' && verdict.reason === 'unauthorized') return true;",
		to: "if (verdict.reason === 'unauthorized' || verdict.proves === 'unknown') return true;",
		tests: ANY_EXCHANGE,
	},
	{
		name: 'a market order in another form after what proves nothing',
		file: `${EXCHANGE}/api/placeOrder.ts`,
		from: "if (proves !== 'not_done' || reason !== 'refused') return false;",
		to: "if (proves === 'unknown') return true;\n\tif (reason !== 'refused') return false;",
		tests: ANY_EXCHANGE,
	},
	{
		name: 'the first page believed without proof',
		file: `${EXCHANGE}/api/pages.ts`,
		from: 'if (before !== after) return;',
		to: 'dialectOf(connection.host).firstPage = 1;\n\tif (before === after) return;',
		tests: ['test/unit/exchange/api/pages'],
	},
	{
		name: 'trouble in the body taken for a refusal',
		file: `${EXCHANGE}/reply/verdict.ts`,
		from: "applies: ({ error }) => error?.kind === 'refused',",
		to: "applies: ({ error }) => error?.kind === 'refused' || error?.kind === 'trouble',",
		tests: ANY_EXCHANGE,
	},
	{
		name: 'an open order filter believed unchecked',
		file: 'nodes/NamiSpot/actions/order/cancelMany.operation.ts',
		from: 'if (only !== undefined && symbol !== undefined && symbol !== only) continue;',
		to: '',
		tests: ['test/engine/order/cancelMany'],
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
	{
		name: 'executions that began at once taken for one',
		file: `${PLACEMENT}/execution.ts`,
		from: "[start ?? '', beganIn, ",
		to: "[start ?? '', ",
		tests: ANY_EXCHANGE,
	},
	{
		name: 'a connection that broke taken for one that never was',
		file: `${EXCHANGE}/reply/socketTrouble.ts`,
		from: 'NEVER_CONNECTED.has(codeOf(layer)) ||',
		to: "[...NEVER_CONNECTED, 'ECONNRESET'].includes(codeOf(layer)) ||",
		tests: ['test/engine/placement/manualRetry'],
	},
	{
		name: 'reads before orders',
		file: `${EXCHANGE}/wire/pacing.ts`,
		from: "['lookup', 'cancel', 'order', 'read', 'catchUp']",
		to: "['read', 'catchUp', 'lookup', 'cancel', 'order']",
		tests: ['test/unit/exchange/wire/pacing.test'],
	},
	{
		name: 'an entry that is placed again',
		file: 'nodes/NamiSpot/actions/order/createProtected.operation.ts',
		from: 'if (earlier !== undefined) return await protect(run, item, earlier, { isResumed: true });',
		to: "if (earlier?.data.status === '') return await protect(run, item, earlier, { isResumed: true });",
		tests: ['test/engine/order/protectedMatrix'],
	},
];
