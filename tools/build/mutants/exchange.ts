import type { Mutant } from './mutant';

const EXCHANGE = 'nodes/NamiSpot/exchange';
const ANY_EXCHANGE = ['test/engine/placement/anyExchange'];

const PACING = ['test/unit/exchange/wire/pacing.test'];
/** What calls are for, the most important first, and what part of a minute's calls leaves room for those before. */
const PURPOSES = ['lookup', 'cancel', 'order', 'read', 'catchUp'] as const;
const SHARES = [
	['cancel', 0.9],
	['order', 0.8],
	['read', 0.7],
	['catchUp', 0.5],
] as const;

const listed = (names: readonly string[]) => names.map((name) => `'${name}'`).join(', ');

/** What an answer proves, what is learned from it, and when calls leave. */
export const EXCHANGE_MUTANTS: readonly Mutant[] = [
	{
		name: '6104 taken as final',
		file: `${EXCHANGE}/reply/verdictRows.ts`,
		from: "next: 'confirm',\n\t\treason",
		to: "next: 'finish',\n\t\treason",
		tests: ['test/engine/placement/shapes'],
	},
	{
		name: 'no deadline',
		file: `${EXCHANGE}/wire/deadline.ts`,
		from: 'calls.add(expire);',
		to: 'calls.add(() => {});',
		tests: ['test/unit/exchange/wire/deadline'],
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
		to: 'dialectOf(connection.baseUrl).firstPage = 1;\n\tif (before === after) return;',
		tests: ['test/unit/exchange/api/pages'],
	},
	{
		name: 'trouble in the body taken for a refusal',
		file: `${EXCHANGE}/reply/verdictRows.ts`,
		from: "applies: ({ error }) => error?.kind === 'refused',",
		to: "applies: ({ error }) => error?.kind === 'refused' || error?.kind === 'trouble',",
		tests: ANY_EXCHANGE,
	},
	{
		name: 'signs where certificates are not checked',
		file: `${EXCHANGE}/wire/safeTransport.ts`,
		from: '(skips ?? false) !== false || (rejects ?? true) !== true',
		to: '[skips, rejects].length === 0',
		tests: ['test/unit/exchange/wire/signRequest'],
	},
	{
		name: 'a connection that broke taken for one that never was',
		file: `${EXCHANGE}/reply/socketTrouble.ts`,
		from: 'NEVER_CONNECTED.has(codeOf(layer)) ||',
		to: "[...NEVER_CONNECTED, 'ECONNRESET'].includes(codeOf(layer)) ||",
		tests: ['test/engine/placement/manualRetry'],
	},
	{
		name: 'a call without a deadline',
		file: `${EXCHANGE}/wire/request.ts`,
		from: 'withinDeadline(call.timeout, connection.signal,',
		to: 'withinDeadline(Infinity, connection.signal,',
		tests: ['test/unit/exchange/wire/deadline'],
	},
	{
		name: 'a carrier learned from what proves nothing',
		file: `${EXCHANGE}/wire/dialect.ts`,
		from: "ACCEPTED.has(error?.kind ?? '')",
		to: "error?.kind !== ''",
		tests: ANY_EXCHANGE,
	},
	{
		name: 'the form of market orders learned from what proves nothing',
		file: `${EXCHANGE}/api/placeOrder.ts`,
		from: "if (second.judgement?.kind === 'ok') dialect",
		to: 'dialect',
		tests: ANY_EXCHANGE,
	},
	{
		name: 'the first page is 0 wherever it is not 1',
		file: `${EXCHANGE}/api/pages.ts`,
		from: 'else if (isOther) ',
		to: 'else ',
		tests: ['test/unit/exchange/api/pages'],
	},
	{
		name: 'the host of candles learned from an answer without any',
		file: `${EXCHANGE}/api/chartHosts.ts`,
		from: 'if (found !== undefined && isProof(found)) {',
		to: 'if (found !== undefined) {',
		tests: ['test/unit/exchange/api/candles'],
	},
	{
		name: 'candles of another resolution believed',
		file: `${EXCHANGE}/api/candles.ts`,
		from: '\t\t\trequireSpacing(found, resolution, parts > 1);\n',
		to: '',
		tests: ['test/engine/market/getCandles'],
	},
	...PURPOSES.slice(1).map((less, at): Mutant => {
		const more = PURPOSES[at] as string;
		return {
			name: `${less} before ${more}`,
			file: `${EXCHANGE}/wire/pacedCall.ts`,
			from: `PURPOSES = [${listed(PURPOSES)}]`,
			to: `PURPOSES = [${listed(PURPOSES.flatMap((each) => (each === more ? [less, more] : each === less ? [] : [each])))}]`,
			tests: PACING,
		};
	}),
	...SHARES.map(([purpose, share]): Mutant => ({
		name: `no room beside ${purpose} calls`,
		file: `${EXCHANGE}/wire/allowance.ts`,
		from: `${purpose}: ${share},`,
		to: `${purpose}: 1,`,
		tests: PACING,
	})),
	{
		name: 'a purpose that waits for ever',
		file: `${EXCHANGE}/wire/allowance.ts`,
		from: 'return this.sentFor[purpose].count(now) === 0;',
		to: 'return this.sentFor[purpose].count(now) < 0;',
		tests: PACING,
	},
];
