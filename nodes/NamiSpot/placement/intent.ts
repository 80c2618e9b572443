import { MINUTE_MS } from '../exchange/clock';
import { toRecord, type OrderRecord } from '../exchange/spotOrder';
import type { Wish } from './sameOrder';

/** An order that this process has sent, and what it knows of it. Times are Unix milliseconds of this machine. */
export interface Intent extends Wish {
	readonly id: string;
	/** What tells it from all equal orders, where there is such a thing. */
	readonly name?: string | undefined;
	readonly sentAt: number;
	/** The highest id of the account's orders of its symbol that was known when it was sent: its own is higher. */
	readonly after: bigint | undefined;
	/**
	 * When it was known that no answer will say what became of it; undefined while one may still
	 * come. It may have been accepted until then, and a while longer.
	 */
	endedAt: number | undefined;
}

/** What is kept of an intent for later tries. */
export interface IntentRecord {
	readonly intentId: string;
	readonly order: OrderRecord;
	/** As that of the intent. */
	readonly asked?: string;
	readonly sentAt: number;
	/** When no answer was to be expected any more; absent while it is under way. */
	readonly endedAt?: number;
	readonly after?: string;
	/** As that of the intent. */
	readonly name?: string;
}

/** An intent as it is kept. */
export function recordOf({ id, sentAt, endedAt, after, order, asked, name }: Intent): IntentRecord {
	return {
		intentId: id,
		sentAt,
		...(endedAt !== undefined && { endedAt }),
		...(after !== undefined && { after: String(after) }),
		...(name !== undefined && { name }),
		...(asked !== undefined && { asked }),
		order: toRecord(order),
	};
}

/** How long a request without an answer may still be accepted after this side gave up on it. */
const LATE_ACCEPTANCE_MS = MINUTE_MS;

/** Whether an order created at `time` (of this machine's clock) may be the intent's. */
export function mayHaveBecome(
	{ sentAt, endedAt }: Pick<Intent, 'sentAt' | 'endedAt'>,
	time: number,
	tolerance: number,
): boolean {
	const latest = endedAt === undefined ? Infinity : endedAt + LATE_ACCEPTANCE_MS;
	return time >= sentAt - tolerance && time <= latest + tolerance;
}
