import type { IPollFunctions } from 'n8n-workflow';

import { clock, MINUTE_MS, type CancelSignal } from '../exchange/clock';
import type { Connection } from '../exchange/wire/request';

/** A poll that takes longer leaves to the next one what can wait. */
const COMFORTABLE_MS = 30_000;
const LONGEST_CALL_MS = 30_000;
const SHORTEST_CALL_MS = 1_000;
/** n8n’s own, in versions that do not tell it. */
const USUAL_BUDGET_MS = 5 * MINUTE_MS;
/** The rest is for what happens between calls. */
const USABLE_SHARE = 0.8;

/** Newer versions of n8n tell how long a poll may take, and abandon one that takes longer. */
interface WithBudget {
	getPollBudgetMs?(): number;
}

export class Budget {
	private readonly startedAt = clock.now();

	private readonly ms: number;

	constructor(context: IPollFunctions & WithBudget) {
		const told = context.getPollBudgetMs?.() ?? USUAL_BUDGET_MS;
		this.ms = (Number.isFinite(told) && told > 0 ? told : USUAL_BUDGET_MS) * USABLE_SHARE;
	}

	/** Milliseconds; 0 when the time is up. */
	get left(): number {
		return Math.max(0, this.startedAt + this.ms - clock.now());
	}

	/** Whether the time is up: nothing is sent any more. */
	isOver(): boolean {
		return this.left === 0;
	}

	/** Whether it has taken so long that what can wait should wait for the next poll. */
	isOverdue(): boolean {
		return clock.now() - this.startedAt > Math.min(COMFORTABLE_MS, this.ms / 2);
	}

	/** The longest that one call may take now, in milliseconds. */
	timeout(): number {
		return Math.min(LONGEST_CALL_MS, Math.max(SHORTEST_CALL_MS, this.left));
	}

	/** Nothing is sent any more when the time is up. No timer: whoever waits, waits no longer than what is left. */
	get signal(): CancelSignal {
		const isOver = () => this.isOver();
		return {
			get aborted() {
				return isOver();
			},
			addEventListener: () => undefined,
			removeEventListener: () => undefined,
		};
	}

	/** A connection on which no call waits for its turn longer than what is left. */
	limit(connection: Connection): Connection {
		const longest = () => Math.min(connection.longestWaitMs, this.left);
		return {
			...connection,
			get longestWaitMs() {
				return longest();
			},
		};
	}
}
