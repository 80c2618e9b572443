import { clock, MINUTE_MS } from '../exchange/clock';
import { Failure, type Reason } from '../exchange/reply/failure';

/** An execution that fails calls a person: not more than once an hour, however trouble comes and goes. */
const REST_AFTER_REPORT_MS = 60 * MINUTE_MS;

/** Reasons that no further poll mends: somebody has to change the node or the credential. */
const NEEDS_A_PERSON: ReadonlySet<Reason> = new Set([
	'invalid_input',
	'invalid_credential',
	'unauthorized',
	'refused',
	'unexpected',
]);

/** Whether no further poll mends it: somebody has to change the node or the credential. */
export function needsAPerson({ facts }: Failure): boolean {
	return NEEDS_A_PERSON.has(facts.reason);
}

/** A time in which something could not be read. */
interface Outage {
	/** Milliseconds of the monotonic clock, as all times here. */
	readonly since: number;
	readonly failure: Failure;
	isReported: boolean;
}

/** What could not be read since when, and whether a person has been told. */
export class Outages {
	private readonly outages = new Map<string, Outage>();

	private readonly readAt = new Map<string, number>();

	private reportedAt = -Infinity;

	/** Notes that something was read. Returns for how many minutes it was not; undefined if it always was. */
	end(name: string): number | undefined {
		const outage = this.outages.get(name);
		this.outages.delete(name);
		this.readAt.set(name, clock.monotonic());
		return outage && minutesSince(outage.since);
	}

	/** Notes that something could not be read. */
	note(name: string, failure: Failure): void {
		const { since = this.readAt.get(name) ?? clock.monotonic(), isReported = false } =
			this.outages.get(name) ?? {};
		this.outages.set(name, { since, failure, isReported });
	}

	/** What a person has to be told now: what only a person can mend at once, the rest after some time. */
	due(afterMs: number): Failure | undefined {
		if (clock.monotonic() - this.reportedAt < REST_AFTER_REPORT_MS) return undefined;
		const due = [...this.outages].filter(
			([, { failure, since, isReported }]) =>
				!isReported && (needsAPerson(failure) || clock.monotonic() - since >= afterMs),
		);
		const [first] = due;
		if (first === undefined) return undefined;
		const [, { failure, since }] = first;
		if (needsAPerson(failure)) return failure;
		const names = due.map(([name]) => name).join(' and ');
		return new Failure(
			failure.facts,
			`No ${names} could be read for ${minutesSince(since)} minutes: ${failure.message}`,
			`${failure.advice}. Events from this time are reported once they can be read again`,
		);
	}

	/** Notes that a person has been told of all that is going on. */
	report(): void {
		this.reportedAt = clock.monotonic();
		for (const outage of this.outages.values()) outage.isReported = true;
	}
}

function minutesSince(time: number): number {
	return Math.round((clock.monotonic() - time) / MINUTE_MS);
}
