import type { World } from '../engine/world';
import type { FaultQueue } from '../faults/faultQueue';
import type { Settings } from '../options';
import type { Clock } from '../support/clock';
import type { Listener } from './listener';
import type { RateLimiter } from './rateLimiter';
import type { RequestLog } from './requestLog';

/** What the server needs to answer a request. A reset of the exchange puts a new world in. */
export interface Context {
	world: World;
	readonly seed: number;
	readonly clock: Clock;
	readonly settings: Settings;
	readonly log: RequestLog;
	readonly faults: FaultQueue;
	readonly limiter: RateLimiter;
	readonly listener: Listener;
}
