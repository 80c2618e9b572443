import { clock } from '../../../../nodes/NamiSpot/exchange/clock';
import type {
	PacedCall,
	Permit,
	Purpose,
} from '../../../../nodes/NamiSpot/exchange/wire/pacedCall';
import { Pacer } from '../../../../nodes/NamiSpot/exchange/wire/pacing';
import { installClock } from '../../../../tools/harness/virtualClock';
import { HOUR_MS, MINUTE_MS, PURPOSES } from './support/paced';
import { randomFrom, SimulatedClock } from './support/simulation';

/** What became of one call; times are the clock's. */
interface Trip {
	readonly call: PacedCall;
	readonly askedAt: number;
	readonly canceled: boolean;
	permit?: Permit;
	endedAt: number;
}

interface World {
	readonly seed: number;
	readonly calls: number;
	readonly callers: number;
	readonly limits: readonly number[];
	readonly longestWaits: readonly number[];
	/** How often an answer is 429, 403, 418. */
	readonly trouble: readonly [number, number, number];
	readonly cancels: number;
	/** Milliseconds between a caller's calls, at most. */
	readonly pause: number;
}

const ROUTES: Readonly<Record<Purpose, readonly string[]>> = {
	lookup: ['GET /open', 'GET /history'],
	cancel: ['DELETE /order'],
	order: ['POST /order'],
	read: ['GET /open', 'GET /history', 'GET /config'],
	catchUp: ['GET /trades', 'GET /history'],
};
/** A turn comes within a minute, and a bit for what leaves apart. */
const NOBODY_IS_PASSED_OVER_FOR_MS = 66_000;

/** All calls of a random crowd, in the order in which they asked. */
async function live(world: World): Promise<Trip[]> {
	const time = new SimulatedClock();
	const restore = installClock(time, clock);
	const pacer = new Pacer();
	const random = randomFrom(world.seed);
	const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
	const trips: Trip[] = [];

	const travel = async (purpose: Purpose, limit: number): Promise<void> => {
		const controller = random() < world.cancels ? new AbortController() : undefined;
		const call: PacedCall = {
			callsPerMinute: limit,
			purpose,
			route: pick(ROUTES[purpose]),
			account: pick(['mine', 'others']),
			longestWaitMs: pick(world.longestWaits),
			signal: controller?.signal,
			onLongWait: () => {},
		};
		const trip: Trip = {
			call,
			askedAt: time.now(),
			canceled: controller !== undefined,
			endedAt: 0,
		};
		trips.push(trip);
		if (controller !== undefined) {
			void time.sleep(random() * MINUTE_MS).then(() => controller.abort());
		}
		trip.permit = await pacer.acquire(call);
		trip.endedAt = time.now();
		if (!trip.permit.granted) return;
		await time.sleep(20 + random() * 500);
		const [limited, forbidden, banned] = world.trouble;
		const dice = random();
		const httpStatus =
			dice < limited
				? 429
				: dice < limited + forbidden
					? 403
					: dice < limited + forbidden + banned
						? 418
						: 200;
		const retryAfterMs = pick([undefined, 0, 5_000, 50_000, 10 * HOUR_MS]);
		pacer.observe(call, { httpStatus, retryAfterMs });
	};
	const caller = async (nth: number): Promise<void> => {
		const purpose = PURPOSES[nth % PURPOSES.length] as Purpose;
		const limit = pick(world.limits);
		while (trips.length < world.calls) {
			await travel(purpose, limit);
			await time.sleep(1 + random() * world.pause);
		}
	};
	await time.run(Promise.all(Array.from({ length: world.callers }, (_, nth) => caller(nth))));
	restore();
	return trips;
}

const hasLeft = ({ permit }: Trip): boolean => permit?.granted === true;

/** Calls that left although the lowest limit in force had no room for them. */
function overLimit(trips: readonly Trip[]): number {
	const left = trips.filter(hasLeft).sort((a, b) => a.endedAt - b.endedAt);
	const waiting = [...trips].sort((a, b) => a.askedAt - b.askedAt);
	let [from, asked, over] = [0, 0, 0];
	let open: Trip[] = [];
	left.forEach(({ endedAt: now }, nth) => {
		while ((left[from]?.endedAt ?? 0) <= now - MINUTE_MS) from += 1;
		for (; (waiting[asked]?.askedAt ?? Infinity) < now; asked += 1)
			open.push(waiting[asked] as Trip);
		open = open.filter(({ endedAt }) => endedAt >= now);
		const inForce = [...left.slice(from, nth + 1), ...open].map(({ call }) => call.callsPerMinute);
		if (nth + 1 - from > Math.min(...inForce)) over += 1;
	});
	return over;
}

/** Calls that left before one of the same purpose, path and key that had asked earlier. */
function overtaken(trips: readonly Trip[]): number {
	const latest = new Map<string, number>();
	let count = 0;
	for (const { call, endedAt } of trips.filter(hasLeft)) {
		const lane = `${call.purpose} ${call.route} ${call.account}`;
		if (endedAt < (latest.get(lane) ?? 0)) count += 1;
		latest.set(lane, Math.max(endedAt, latest.get(lane) ?? 0));
	}
	return count;
}

/** The longest time for which somebody waited for a purpose, and nobody of that purpose left. */
function longestStandstill(trips: readonly Trip[], purpose: Purpose): number {
	const own = trips.filter(({ call }) => call.purpose === purpose);
	const turns = own.filter(hasLeft).map(({ endedAt }) => endedAt);
	turns.sort((a, b) => a - b);
	let longest = 0;
	for (const { askedAt, endedAt } of own) {
		let since = askedAt;
		let [low, high] = [0, turns.length];
		while (low < high) {
			const middle = (low + high) >> 1;
			if ((turns[middle] ?? 0) <= askedAt) low = middle + 1;
			else high = middle;
		}
		for (; (turns[low] ?? Infinity) <= endedAt; low += 1) {
			longest = Math.max(longest, (turns[low] ?? 0) - since);
			since = turns[low] ?? 0;
		}
		longest = Math.max(longest, endedAt - since);
	}
	return longest;
}

/** All worlds together: 200,000 calls with `npm run test:soak`. */
const CALLS = process.env['NAMI_SOAK'] === 'long' ? 20_000 : 2_000;

const QUIET: World = {
	seed: 0,
	calls: CALLS,
	callers: 60,
	limits: [50],
	longestWaits: [MINUTE_MS],
	trouble: [0, 0, 0],
	cancels: 0,
	pause: 60_000,
};

const WORLDS: ReadonlyArray<[string, Partial<World>]> = [
	['one limit, twice as many callers as it feeds', { callers: 120 }],
	['limits of 12, 50, 51 and 300', { limits: [12, 50, 51, 300], callers: 120 }],
	['all longest waits', { longestWaits: [0, 1_000, 30_000, MINUTE_MS, 10 * MINUTE_MS] }],
	['patient callers, far too many', { callers: 300, longestWaits: [10 * MINUTE_MS] }],
	['a high limit', { limits: [600], callers: 400, pause: 30_000 }],
	['cancels', { cancels: 0.4, callers: 100, longestWaits: [MINUTE_MS, 5 * MINUTE_MS] }],
	['few callers that never wait', { callers: 5, pause: 30_000 }],
	['429 now and then', { trouble: [0.001, 0, 0], callers: 100 }],
	['403 and 429 often', { trouble: [0.02, 0.02, 0], cancels: 0.2, limits: [50, 51] }],
	['everything', { trouble: [0.003, 0.003, 0.0005], cancels: 0.2, limits: [12, 50, 51, 300] }],
];

test.each(WORLDS)(
	'random calls: %s',
	async (name, changes) => {
		const world = { ...QUIET, ...changes, seed: name.length * 7919 };
		const trips = await live(world);
		expect(trips.length).toBeGreaterThanOrEqual(world.calls);
		expect(trips.every(({ permit }) => permit !== undefined)).toBe(true);
		expect(trips.filter(hasLeft).length).toBeGreaterThan(world.calls / 50);
		expect(overLimit(trips)).toBe(0);
		expect(overtaken(trips)).toBe(0);
		// A timer’s grain is a millisecond.
		const waits = trips.map(({ askedAt, endedAt, call }) => endedAt - askedAt - call.longestWaitMs);
		expect(Math.max(...waits)).toBeLessThanOrEqual(1);
		if (world.trouble.every((share) => share === 0)) {
			const standstills = PURPOSES.map((purpose) => longestStandstill(trips, purpose));
			expect(Math.max(...standstills)).toBeLessThan(NOBODY_IS_PASSED_OVER_FOR_MS);
			for (const purpose of PURPOSES) {
				const own = trips.filter(({ call }) => call.purpose === purpose);
				expect(own.filter(hasLeft).length).toBeGreaterThan(0);
			}
		}
	},
	120_000,
);
