import { randomUUID } from 'node:crypto';

import type { IDataObject } from 'n8n-workflow';

import { fromRecord, type OrderRecord, type SpotOrder } from '../exchange/spotOrder';
import { isSameOrder } from './sameOrder';

/** An order that this process has sent, and what it knows of it. Times are Unix milliseconds. */
export interface Intent {
	readonly id: string;
	readonly host: string;
	readonly order: SpotOrder;
	readonly sentAt: number;
	/**
	 * When it was known that no answer will say what became of it; undefined while one may still
	 * come. It may have been accepted until then, and a while longer.
	 */
	endedAt: number | undefined;
}

/** What is kept of an intent for later tries. */
export type IntentRecord = Pick<Intent, 'id' | 'sentAt'> & { order: OrderRecord; endedAt?: number };

/** How long a request without an answer may still be accepted after this side gave up on it. */
export const LATE_ACCEPTANCE_MS = 60_000;
const INTENTS_KEPT_MS = 24 * 60 * 60_000;
const CLAIMS_KEPT = 100_000;

/**
 * The orders of this process, over all its runs and workflows: which of the exchange's orders are
 * accounted for, and which orders are still without an answer. Two equal orders can only be told
 * apart by knowing both.
 */
class ClaimRegister {
	/** No other process names its intents so, nor this one after a restart. */
	private readonly prefix = randomUUID();

	private opened = 0;

	private readonly claimed = new Set<string>();

	private readonly unresolved = new Map<string, Intent>();

	open(host: string, order: SpotOrder, sentAt: number): Intent {
		this.opened += 1;
		const id = `${this.prefix}-${this.opened}`;
		return this.add({ id, host, order, sentAt, endedAt: undefined });
	}

	/** The intent of an earlier try: the one that this process knows, or one made from its record. */
	reopen(host: string, record: IntentRecord): Intent {
		const { id, sentAt, endedAt = sentAt } = record;
		const order = fromRecord(record.order);
		return this.unresolved.get(id) ?? this.add({ id, host, order, sentAt, endedAt });
	}

	/** The intent's order is this one; nobody else may take it for theirs. */
	claim(intent: Intent, orderId: unknown): void {
		this.unresolved.delete(intent.id);
		this.mark(intent.host, intent.order.symbol, orderId);
	}

	/** The order of an earlier try is accounted for. */
	mark(host: string, symbol: unknown, orderId: unknown): void {
		this.claimed.add(claimKey(host, symbol, orderId));
		if (this.claimed.size <= CLAIMS_KEPT) return;
		for (const oldest of this.claimed) {
			this.claimed.delete(oldest);
			return;
		}
	}

	/** The intent is proven not to have become an order. */
	drop(intent: Intent): void {
		this.unresolved.delete(intent.id);
	}

	isClaimed(intent: Intent, orderId: unknown): boolean {
		return this.claimed.has(claimKey(intent.host, intent.order.symbol, orderId));
	}

	/** Other intents without an outcome that an order, created at `time`, might belong to. */
	rivals(intent: Intent, found: IDataObject, time: number, tolerance: number): Intent[] {
		return [...this.unresolved.values()].filter(
			(other) =>
				other.id !== intent.id &&
				other.host === intent.host &&
				mayHaveBecome(other, time, tolerance) &&
				isSameOrder(found, other.order),
		);
	}

	/** Forgets everything, as a restart of n8n does. For tests. */
	reset(): void {
		this.claimed.clear();
		this.unresolved.clear();
	}

	private add(intent: Intent): Intent {
		this.forgetBefore(intent.sentAt - INTENTS_KEPT_MS);
		this.unresolved.set(intent.id, intent);
		return intent;
	}

	private forgetBefore(time: number): void {
		for (const intent of this.unresolved.values()) {
			if (intent.sentAt >= time) return;
			this.unresolved.delete(intent.id);
		}
	}
}

/** Whether an order created at `time` (of this machine's clock) may be the intent's. */
export function mayHaveBecome(intent: Intent, time: number, tolerance: number): boolean {
	const latest = intent.endedAt === undefined ? Infinity : intent.endedAt + LATE_ACCEPTANCE_MS;
	return time >= intent.sentAt - tolerance && time <= latest + tolerance;
}

/** That ids are unique beyond their symbol is nowhere promised. */
function claimKey(host: string, symbol: unknown, orderId: unknown): string {
	return `${host} ${String(symbol)} ${String(orderId)}`;
}

/** The register of this process. */
export const claims = new ClaimRegister();
