import type { IDataObject } from 'n8n-workflow';
import {
	faults,
	startExchange,
	type Exchange,
	type Fault,
	type RequestRecord,
} from '../../../tools/exchange';
import { Random } from '../../../tools/exchange/support/random';
import { installClock, VirtualClock } from '../../../tools/harness/virtualClock';
import { credentialFor, LIMIT_ITEM, restartPackage, underProfile } from '../support';
import { runWorkflow } from '../../../tools/harness';
import { parameters } from './support/batch';
import { MARK, markedNode } from './support/markedNode';
import { INNOCENT, judge, type Post, type Report, type Testimony } from './support/verdict';

const isLong = process.env['NAMI_SOAK'] === 'long';
const ORDERS = isLong ? 10_000 : 500;
const SEEDS = isLong ? [1, 2, 3, 4, 5] : [1];
const AT_A_TIME = 6;
const BATCH = 10;
const SHARE_OF_FAULTS = 0.3;
const SHARE_OF_EQUALS = 0.3;
const STALL_TIMEOUT_MS = 700;
/** A little longer for each item of a batch, which tells by its requests which item sends them. */
const TIMEOUT = `={{ (${STALL_TIMEOUT_MS} + $itemIndex) / 1000 }}`;
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
	() => faults.redirect(307),
];
const RATE_LIMITED: Draw = (_clock, random) => faults.httpError(429, random.uint32() % 6);
/** Rare, since the package sends nothing more for the rest of an hour in which it was limited often. */
const LIMITED_EVERY_MS = 31 * 60_000;
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
/** Answers from which a sender knows that its order was not placed. */
const PROOFS = new Set(['error200', 'http401', 'http429', 'redirect']);
/** With the time that a stalled order takes to be accepted, visible within 15 s. */
const LAGS_MS = [0, 2_000, 5_000, 10_000, 13_000];

test.each(SEEDS)(
	`${ORDERS} orders with random faults, seed %i: none twice, none lost, every outcome true`,
	async (seed) => {
		const soak = await Soak.start(seed);
		const reports = await soak.run();
		const testimony = soak.testimony(reports);
		await soak.stop();
		expect(reports).toHaveLength(ORDERS);
		expect(judge(testimony)).toEqual(INNOCENT);
		// A soak in which nothing goes wrong, or everything does, or hardly anything is sent, proves nothing.
		expect(testimony.orders.length).toBeGreaterThan(ORDERS / 2);
		for (const unique of [true, false]) {
			const kind = reports.filter(({ isUnique }) => isUnique === unique);
			const outcomes = new Set(kind.map(({ outcome }) => outcome));
			expect(outcomes).toEqual(new Set(['placed', 'not_placed', 'unknown']));
		}
	},
	3_600_000,
);

/** What a request met, and the orders that it became. */
type Met = Pick<RequestRecord, 'fault' | 'created'>;

class Soak {
	private begun = 0;
	private executions = 0;
	private limitedAgainAt = 0;
	private readonly posts: Array<Pick<Post, 'item'> & Met> = [];
	/** The order type of each item, by the item's name. */
	private readonly types = new Map<string, unknown>();

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
		// Lags are drawn; without more of them, every order shows while it is looked for.
		const lags = { openLagMs: 0, lagSpreadMs: 0 };
		const exchange = await startExchange(underProfile({ seed, clock, log: 100, ...lags }));
		const soak = new Soak(exchange, clock, new Random(seed), restoreClock);
		exchange.faults.use((request) => soak.meet(request));
		return soak;
	}

	async run(): Promise<Report[]> {
		const lanes = Array.from({ length: AT_A_TIME }, async () => await this.lane());
		return (await Promise.all(lanes)).flat();
	}

	/** What was said, and what the exchange did. */
	testimony(reports: readonly Report[]): Testimony {
		const orders = this.exchange.placed.map(({ displayingId, type, quantity }) => ({
			displayingId,
			terms: termsOf({ type, quantity }),
		}));
		const posts = this.posts.map((post) => ({ ...post, leavesDoubt: leavesDoubt(post) }));
		return { reports, posts, orders };
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
		this.executions += 1;
		const { executions } = this;
		const items = Array.from({ length: Math.min(BATCH, ORDERS - this.begun) }, () => this.item());
		const nameOf = (index: number) => `item ${index} of execution ${executions}`;
		items.forEach(({ type }, index) => this.types.set(nameOf(index), type));
		const run = await runWorkflow({
			parameters: parameters({ continueAfterUnknown: true, timeout: TIMEOUT }),
			items,
			nodeTypes: markedNode(({ timeout = 0 }) => nameOf(timeout - STALL_TIMEOUT_MS)),
			credentials: { namiApi: credentialFor(this.exchange, this.credential()) },
			onError: 'continueRegularOutput',
			retryOnFail: this.random.fraction() < 0.5,
			maxTries: 3,
		});
		return items.map((item, index) => ({
			item: nameOf(index),
			terms: termsOf(item),
			isUnique: item['quantity'] !== EQUAL_QUANTITY,
			...saidOf(run.success[index]?.json),
		}));
	}

	/** What the exchange reads is for the package to find out. */
	private credential() {
		const { rateLimit } = this.exchange.settings;
		return { signedParameters: 'auto', callsPerMinute: rateLimit?.perMinute ?? 300 };
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

	/** Chooses a fault, and notes each POST with the item that its mark names. */
	private meet({ method, headers, created }: RequestRecord): Fault | undefined {
		const item = String(headers[MARK]);
		const fault = this.draw(method, this.types.get(item));
		if (method !== 'GET') this.posts.push({ item, fault, created });
		return fault;
	}

	private draw(method: string, type: unknown): Fault | undefined {
		const chance = this.random.fraction();
		const pick = (from: readonly Draw[]) => this.oneOf(from)(this.clock, this.random);
		if (method === 'GET') return chance < SHARE_OF_LOOKUP_FAULTS ? pick(LOOKUP) : undefined;
		if (chance < SHARE_OF_STALLS) return pick(STALLS);
		if (chance < SHARE_OF_FAULTS && this.clock.now() >= this.limitedAgainAt) {
			this.limitedAgainAt = this.clock.now() + LIMITED_EVERY_MS;
			return RATE_LIMITED(this.clock, this.random);
		}
		if (chance >= SHARE_OF_FAULTS) return undefined;
		return pick(type === 'LIMIT' ? [...ANY_ORDER, ...RESTING_ORDER] : ANY_ORDER);
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

/** What met no fault was answered: it is an order, or the answer says why not. */
function leavesDoubt({ fault, created }: Met): boolean {
	return fault === undefined ? created.length > 0 : !PROOFS.has(fault.name);
}

/** What orders of the soak differ in. */
function termsOf({ type, quantity }: IDataObject): string {
	return `${String(type)} ${Number(quantity)}`;
}

function saidOf(json: IDataObject = {}): Pick<Report, 'outcome' | 'displayingId'> {
	const { error, outcome, displayingId } = json;
	if (error === undefined) return { outcome, displayingId: String(displayingId) };
	return { outcome: isObject(error) ? error['outcome'] : undefined, displayingId: undefined };
}

function isObject(value: unknown): value is IDataObject {
	return typeof value === 'object' && value !== null;
}
