import { clock } from '../../../../../nodes/NamiSpot/exchange/clock';
import type {
	PacedCall,
	Permit,
	Purpose,
} from '../../../../../nodes/NamiSpot/exchange/wire/pacedCall';
import { Pacer } from '../../../../../nodes/NamiSpot/exchange/wire/pacing';
import { installClock, VirtualClock } from '../../../../../tools/harness/virtualClock';

export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;
export const PURPOSES: readonly Purpose[] = ['lookup', 'cancel', 'order', 'read', 'catchUp'];

const ROUTES: Readonly<Record<Purpose, string>> = {
	lookup: 'GET /api/v4/spot/history',
	cancel: 'DELETE /api/v4/spot/order',
	order: 'POST /api/v4/spot/order',
	read: 'GET /api/v3/spot/config',
	catchUp: 'GET /api/v4/spot/trades',
};

/** A queue on a clock of its own, for each test, and what it does. */
export class Bench {
	readonly time = new VirtualClock();
	readonly pacer = new Pacer();
	readonly announced: string[] = [];
	/** In the order in which they left. */
	readonly left: Array<{ purpose: Purpose; name: string; at: number }> = [];

	call(purpose: Purpose, more: Partial<PacedCall> = {}): PacedCall {
		return {
			callsPerMinute: 50,
			purpose,
			route: ROUTES[purpose],
			account: purpose === 'read' ? '' : 'https://nami.exchange somebody',
			longestWaitMs: MINUTE_MS,
			onLongWait: (sentence) => this.announced.push(sentence),
			...more,
		};
	}

	async ask(purpose: Purpose, more: Partial<PacedCall> & { name?: string } = {}): Promise<Permit> {
		const { name = purpose, ...rest } = more;
		const permit = await this.pacer.acquire(this.call(purpose, rest));
		if (permit.granted) this.left.push({ purpose, name, at: this.time.monotonic() });
		return permit;
	}

	/** One after another, as the items of a node. */
	async askInARow(count: number, purpose: Purpose, more: Partial<PacedCall> = {}): Promise<void> {
		for (let nth = 0; nth < count; nth += 1) await this.ask(purpose, more);
	}

	/** All at once, as many executions. */
	askAtOnce(count: number, purpose: Purpose, more: Partial<PacedCall> = {}): Promise<Permit[]> {
		const names = Array.from({ length: count }, (_, nth) => `${purpose} ${nth}`);
		return Promise.all(names.map(async (name) => await this.ask(purpose, { name, ...more })));
	}
}

/** A fresh bench for every test. */
export function useBench(): () => Bench {
	let bench: Bench;
	let restore = () => {};
	beforeEach(() => {
		bench = new Bench();
		restore = installClock(bench.time, clock);
	});
	afterEach(() => restore());
	return () => bench;
}

/** The most calls in any 60 seconds. */
export function densest(times: readonly number[]): number {
	const sorted = [...times].sort((a, b) => a - b);
	let most = 0;
	let from = 0;
	for (const [to, at] of sorted.entries()) {
		while ((sorted[from] ?? 0) <= at - MINUTE_MS) from += 1;
		most = Math.max(most, to - from + 1);
	}
	return most;
}
