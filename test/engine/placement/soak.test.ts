import type { IDataObject } from 'n8n-workflow';
import { faults, startExchange, type Exchange, type Fault } from '../../exchange';
import { Random } from '../../exchange/support/random';
import { installClock, VirtualClock } from '../harness/virtualClock';
import { credentialFor, LIMIT_ITEM, restartPackage } from '../support';
import { runWorkflow } from '../harness';
import { parameters } from './support/batch';

const isLong = process.env['NAMI_SOAK'] === 'long';
const ORDERS = isLong ? 10_000 : 500;
const SEEDS = isLong ? [1, 2, 3, 4, 5] : [1];
const AT_A_TIME = 6;
const BATCH = 10;
const SHARE_OF_FAULTS = 0.3;
const SHARE_OF_EQUALS = 0.3;
const STALL_TIMEOUT_MS = 700;
const EQUAL_QUANTITY = 0.5;

type Draw = (clock: VirtualClock, random: Random) => Fault;

const ANY_ORDER: readonly Draw[] = [
	faults.dropBeforeReading,
	faults.dropAfterAccepting,
	faults.resetMidAnswer,
	faults.cutJson,
	() => faults.status5xxBefore(502),
	() => faults.status5xxAfter(500),
	() => faults.html(200),
	() => faults.html(503, 'yes'),
	() => faults.empty(),
	() => faults.error200('NOT_ENOUGH_QUOTE_ASSET'),
	() => faults.refusal('UNKNOWN'),
	faults.brokerError,
	() => faults.httpError(401),
	() => faults.httpError(408),
	(_clock, random) => faults.httpError(429, random.uint32() % 6),
	() => faults.redirect(307),
];
/** Rare, since each takes a real timeout. */
const STALLS: readonly Draw[] = [
	faults.stallBeforeAccepting,
	faults.stallAfterAccepting,
	(clock, random) => faults.stallThenAccept(clock.sleep(random.uint32() % 1_500)),
];
const SHARE_OF_STALLS = 0.005;
/** Where the exchange says no and places the order all the same, it rests among the open ones. */
const RESTING_ORDER: readonly Draw[] = [
	faults.brokerErrorButPlaced,
	() => faults.refusal('UNKNOWN', 'yes'),
];
const LOOKUP: readonly Draw[] = [
	faults.dropBeforeReading,
	() => faults.status5xxBefore(502),
	() => faults.html(200),
];
const SHARE_OF_LOOKUP_FAULTS = 0.03;
/** With the time that a stalled order takes to be accepted, visible within 15 s. */
const LAGS_MS = [0, 2_000, 5_000, 10_000, 13_000];

interface Report {
	readonly quantity: number;
	readonly outcome: unknown;
	readonly displayingId: string | undefined;
}

test.each(SEEDS)(
	`${ORDERS} orders with random faults, seed %i: none twice, none lost, every outcome true`,
	async (seed) => {
		const soak = await Soak.start(seed);
		const reports = await soak.run();
		const verdict = judge(reports, soak.exchange);
		await soak.stop();
		expect(verdict).toEqual({
			reports: ORDERS,
			duplicates: 0,
			placedReportedAsNotPlaced: 0,
			reportedAsPlacedThatAreNot: 0,
			claimedTwice: 0,
			visibleAndNotResolved: 0,
			equalOrdersAddUp: true,
		});
		// A soak in which nothing goes wrong, or everything does, proves nothing.
		const outcomes = new Set(reports.map(({ outcome }) => outcome));
		expect(outcomes).toEqual(new Set(['placed', 'not_placed', 'unknown']));
	},
	3_600_000,
);

class Soak {
	private begun = 0;

	private constructor(
		readonly exchange: Exchange,
		private readonly clock: VirtualClock,
		private readonly random: Random,
		private readonly restoreClock: () => void,
	) {}

	static async start(seed: number): Promise<Soak> {
		const clock = new VirtualClock();
		const restoreClock = installClock(clock);
		restartPackage();
		const exchange = await startExchange({ seed, clock, log: 100 });
		const soak = new Soak(exchange, clock, new Random(seed), restoreClock);
		exchange.faults.use(({ method, url }) => soak.draw(method, url));
		return soak;
	}

	async run(): Promise<Report[]> {
		const lanes = Array.from({ length: AT_A_TIME }, async () => await this.lane());
		return (await Promise.all(lanes)).flat();
	}

	async stop(): Promise<void> {
		this.restoreClock();
		await this.exchange.close();
	}

	private async lane(): Promise<Report[]> {
		const reports: Report[] = [];
		while (this.begun < ORDERS) {
			reports.push(...(await this.execution()));
			this.exchange.settings.historyLagMs = this.oneOf(LAGS_MS);
			this.cancelOldOrders();
		}
		return reports;
	}

	private async execution(): Promise<Report[]> {
		const items = Array.from({ length: Math.min(BATCH, ORDERS - this.begun) }, () => this.item());
		const run = await runWorkflow({
			parameters: parameters({ continueAfterUnknown: true, timeout: STALL_TIMEOUT_MS }),
			items,
			// Parameters in the URL, so that faults can depend on the order type.
			credentials: {
				namiApi: credentialFor(this.exchange, { signedParameters: 'query', callsPerMinute: 300 }),
			},
			onError: 'continueRegularOutput',
			retryOnFail: this.random.fraction() < 0.5,
			maxTries: 3,
		});
		return run.success.map(({ json }, index) => ({
			quantity: Number(items[index]?.['quantity']),
			outcome: ((json['error'] ?? json) as IDataObject)['outcome'],
			displayingId: json['error'] === undefined ? String(json['displayingId']) : undefined,
		}));
	}

	private item(): IDataObject {
		this.begun += 1;
		const isEqual = this.random.fraction() < SHARE_OF_EQUALS;
		const quantity = isEqual ? EQUAL_QUANTITY : Number((0.001 + this.begun / 1e5).toFixed(5));
		return {
			...LIMIT_ITEM,
			type: this.random.fraction() < 0.5 ? 'LIMIT' : 'MARKET',
			quantity: quantity === EQUAL_QUANTITY && !isEqual ? 0.6 : quantity,
		};
	}

	private draw(method: string, url: string): Fault | undefined {
		const chance = this.random.fraction();
		const pick = (from: readonly Draw[]) => this.oneOf(from)(this.clock, this.random);
		if (method === 'GET') return chance < SHARE_OF_LOOKUP_FAULTS ? pick(LOOKUP) : undefined;
		if (chance < SHARE_OF_STALLS) return pick(STALLS);
		if (chance >= SHARE_OF_FAULTS) return undefined;
		return pick(url.includes('type=LIMIT') ? [...ANY_ORDER, ...RESTING_ORDER] : ANY_ORDER);
	}

	/** Keeps the list of open orders short; nobody looks for orders that old any more. */
	private cancelOldOrders(): void {
		const { open } = this.exchange.state.account();
		for (const order of open.values()) {
			if (order.createdAt < this.clock.now() - 120_000) {
				this.exchange.state.cancel(order.displayingId);
			}
		}
	}

	private oneOf<T>(values: readonly T[]): T {
		return values[this.random.uint32() % values.length] as T;
	}
}

function judge(reports: readonly Report[], exchange: Exchange) {
	const existing = new Map<number, string[]>();
	for (const { quantity, displayingId } of exchange.placed) {
		const ids = existing.get(Number(quantity)) ?? [];
		existing.set(Number(quantity), [...ids, displayingId]);
	}
	const idsOf = ({ quantity }: Report) => existing.get(quantity) ?? [];
	const unique = reports.filter(({ quantity }) => quantity !== EQUAL_QUANTITY);
	const equal = reports.filter(({ quantity }) => quantity === EQUAL_QUANTITY);
	const claimed = reports.flatMap(({ displayingId }) => displayingId ?? []);
	const count = (outcome: string) => equal.filter((report) => report.outcome === outcome).length;
	const equalOrders = existing.get(EQUAL_QUANTITY)?.length ?? 0;
	return {
		reports: reports.length,
		duplicates: unique.filter((report) => idsOf(report).length > 1).length,
		placedReportedAsNotPlaced: unique.filter(
			(report) => report.outcome === 'not_placed' && idsOf(report).length > 0,
		).length,
		reportedAsPlacedThatAreNot: reports.filter(
			(report) => report.displayingId !== undefined && !idsOf(report).includes(report.displayingId),
		).length,
		claimedTwice: claimed.length - new Set(claimed).size,
		visibleAndNotResolved: unique.filter(
			(report) => report.outcome === 'unknown' && idsOf(report).length > 0,
		).length,
		equalOrdersAddUp:
			count('placed') <= equalOrders && equalOrders <= count('placed') + count('unknown'),
	};
}
