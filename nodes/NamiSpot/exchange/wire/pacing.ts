import { clock, MINUTE_MS, onAbort } from '../clock';
import { storeOf } from '../memory';
import { Allowance, type CallsBefore } from './allowance';
import { Closures, type Closure } from './closures';
import { Limits } from './limits';
import {
	byPurpose,
	PURPOSES,
	type CallName,
	type LimitWord,
	type PacedCall,
	type Permit,
	type Purpose,
} from './pacedCall';
import { Refusals } from './refusals';

const LONG_WAIT_MS = 5_000;
/** Who is not the next is woken when it is, and looks no more often whether it still gets its turn in time. */
const LOOK_AGAIN_MS = 1_000;
const LONGEST_SLEEP_MS = MINUTE_MS;

const GRANTED: Permit = { granted: true };
const CANCELED: Permit = { granted: false, reason: 'execution_canceled' };

interface Ticket {
	readonly call: PacedCall;
	/** By the monotonic clock, as all times here. */
	readonly deadline: number;
	permit: Permit | undefined;
	isAnnounced: boolean;
	wake: () => void;
}

/** When a call is going to leave, as far as it can be foreseen. */
interface Forecast {
	readonly at: number;
	readonly closure: Closure | undefined;
	/** Whether nobody of the same purpose comes before it. */
	readonly isNext: boolean;
}

/**
 * The queue of this process's calls to one host. A call leaves when the lowest limit in force has room
 * for its purpose and nothing is closed for it: the most important first, first come first served
 * within a purpose, and a purpose that had none of the last minute's calls before all others, so that
 * none waits for ever. What would have to wait longer than it may is refused at once.
 */
export class Pacer {
	private readonly queues = byPurpose((): Ticket[] => []);

	private waiting = 0;

	private readonly limits = new Limits();

	private readonly allowance = new Allowance(this.limits);

	private readonly closures = new Closures();

	private readonly refusals = new Refusals();

	/** Waits for leave to make one call; canceling the execution ends the wait at once. */
	async acquire(call: PacedCall): Promise<Permit> {
		if (call.signal?.aborted === true) return CANCELED;
		const now = clock.monotonic();
		this.limits.ask(call.callsPerMinute, now);
		if (this.waiting > 0 || !this.mayLeave(call, now)) return await this.wait(call, now);
		this.leave(call, now);
		return GRANTED;
	}

	/** Hears what an answer says about limits. To be told of every answer, since a good one may open what is closed. */
	observe(call: CallName, word: LimitWord): void {
		const now = clock.monotonic();
		let hasChanged = this.closures.observe(call, word, now);
		if (word.httpStatus === 429) {
			const silence = this.refusals.add(call.route, now);
			if (silence > 0) this.closures.closeRoute(call, now, silence);
			hasChanged = true;
		}
		if (hasChanged) this.wakeAll();
	}

	/** A credential test has succeeded: what was closed for this account only is open. */
	lift(account: string): void {
		this.closures.lift(account);
		this.wakeAll();
	}

	/**
	 * Whether a call that an HTTP 429 has just turned away, and that `observe` was told of, may be sent
	 * once more (never twice): not while another call's refusal is fresh, since the exchange counts
	 * refusals and bans after five within an hour.
	 */
	mayResendAfterLimit(route: string): boolean {
		return this.refusals.mayResend(route, clock.monotonic());
	}

	private async wait(call: PacedCall, now: number): Promise<Permit> {
		const ticket: Ticket = {
			call,
			deadline: now + call.longestWaitMs,
			permit: undefined,
			isAnnounced: false,
			wake: () => {},
		};
		this.queues[call.purpose].push(ticket);
		this.waiting += 1;
		this.limits.ask(call.callsPerMinute, now, 1);
		const stopWatching = onAbort(call.signal, () => this.settle(ticket, CANCELED));
		this.grantTurns();
		while (ticket.permit === undefined) await this.sleep(ticket);
		stopWatching();
		return ticket.permit;
	}

	/** Until it is the ticket's turn, as far as that can be foreseen, or until it is woken. */
	private async sleep(ticket: Ticket): Promise<void> {
		const now = clock.monotonic();
		const forecast = this.forecast(ticket, now);
		const { at, closure } = forecast;
		if (at > ticket.deadline || closure?.reason === 'banned') {
			const until = clock.now() + Math.ceil(at - now);
			const reason = closure?.reason ?? 'rate_limited';
			this.settle(ticket, { granted: false, reason, until });
			return;
		}
		this.announce(ticket, forecast, now);
		const alarm = new AbortController();
		ticket.wake = () => alarm.abort('look again');
		const wait = Math.ceil(Math.min(at, this.limits.nextChange(now)) - now);
		const least = forecast.isNext ? 1 : LOOK_AGAIN_MS;
		const most = Math.max(1, Math.min(ticket.deadline - now, LONGEST_SLEEP_MS));
		await clock.sleep(Math.min(Math.max(least, wait), most), alarm.signal);
		this.grantTurns();
	}

	private grantTurns(): void {
		const now = clock.monotonic();
		for (let next = this.next(now); next !== undefined; next = this.next(now)) {
			this.leave(next.call, now);
			this.settle(next, GRANTED);
		}
	}

	private next(now: number): Ticket | undefined {
		if (this.waiting === 0) return undefined;
		for (const purpose of this.inOrder(now)) {
			if (this.allowance.freeAt(purpose, now) > now) continue;
			const ticket = this.firstFree(purpose, now);
			if (ticket !== undefined) return ticket;
		}
		return undefined;
	}

	private inOrder(now: number): Purpose[] {
		const neglected = PURPOSES.filter((purpose) => this.allowance.isNeglected(purpose, now));
		return [...neglected, ...PURPOSES].filter((purpose) => this.queues[purpose].length > 0);
	}

	private firstFree(purpose: Purpose, now: number): Ticket | undefined {
		return this.queues[purpose].find(({ call }) => !this.isHeld(call, now));
	}

	private isHeld(call: PacedCall, now: number): boolean {
		return this.closures.holding(call, now) !== undefined || this.paceAt(call, now) > now;
	}

	private paceAt({ route, purpose }: PacedCall, now: number): number {
		if (!this.refusals.hasHalvedPace(route, now)) return now;
		return this.refusals.freeAt(route, this.allowance.most(purpose, now), now);
	}

	private mayLeave(call: PacedCall, now: number): boolean {
		return this.allowance.freeAt(call.purpose, now) <= now && !this.isHeld(call, now);
	}

	private leave(call: PacedCall, now: number): void {
		this.allowance.use(call.purpose, now);
		this.refusals.sent(call.route, now);
		this.closures.passing(call, now);
	}

	private settle(ticket: Ticket, permit: Permit): void {
		if (ticket.permit !== undefined) return;
		ticket.permit = permit;
		const queue = this.queues[ticket.call.purpose];
		queue.splice(queue.indexOf(ticket), 1);
		this.waiting -= 1;
		const now = clock.monotonic();
		this.limits.ask(ticket.call.callsPerMinute, now, -1);
		ticket.wake();
		const mayFollow = permit.granted ? [ticket.call.purpose] : PURPOSES;
		for (const purpose of mayFollow) this.firstFree(purpose, now)?.wake();
	}

	private wakeAll(): void {
		for (const purpose of PURPOSES) for (const { wake } of this.queues[purpose]) wake();
	}

	/** As if nobody else came. */
	private forecast(ticket: Ticket, now: number): Forecast {
		const { call } = ticket;
		const closure = this.closures.holding(call, now);
		const opensAt = Math.max(closure?.until ?? now, this.paceAt(call, now));
		const before = this.ahead(ticket, now);
		const freeAt = this.allowance.freeAfter(before, call.purpose, now);
		return { at: Math.max(freeAt, opensAt), closure, isNext: before.own === 0 };
	}

	/** How many come before a ticket: of its own purpose, and of more important ones. */
	private ahead(ticket: Ticket, now: number): CallsBefore {
		const { purpose } = ticket.call;
		const own = this.queues[purpose];
		const more = PURPOSES.slice(0, PURPOSES.indexOf(purpose));
		return {
			own: this.countFree(own.slice(0, own.indexOf(ticket)), now),
			others: more.reduce((sum, each) => sum + this.countFree(this.queues[each], now), 0),
		};
	}

	private countFree(tickets: readonly Ticket[], now: number): number {
		return tickets.filter(({ call }) => !this.isHeld(call, now)).length;
	}

	private announce(ticket: Ticket, { at, closure }: Forecast, now: number): void {
		if (ticket.isAnnounced || at - now < LONG_WAIT_MS) return;
		ticket.isAnnounced = true;
		const why =
			closure === undefined
				? this.whyFull(ticket.call, now)
				: ', because the exchange is rate-limiting this machine';
		ticket.call.onLongWait(`Waiting ${Math.ceil((at - now) / 1000)} s${why}`);
	}

	private whyFull({ purpose, route }: PacedCall, now: number): string {
		return this.refusals.hasHalvedPace(route, now)
			? ', because the exchange refused several calls within an hour'
			: this.allowance.whyFull(purpose, now);
	}
}

/** The one queue of this process for a host: the exchange limits by IP address, not by key. */
export const pacerFor = storeOf(() => new Pacer());
