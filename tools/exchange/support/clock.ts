/** Where the exchange takes its time from; tests inject one that they can turn. */
export interface Clock {
	now(): number;
}

export const systemClock: Clock = { now: () => Date.now() };
