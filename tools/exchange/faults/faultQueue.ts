import type { RequestFilter, RequestRecord } from '../http/requestLog';
import type { Fault } from './fault';

/** A fault for some requests: those that match, after `skip` of them, `times` times. */
export interface FaultRule {
	/** Method and path, or any question about the request (its body is not read yet). Default: every request. */
	readonly match?: RequestFilter | ((request: RequestRecord) => boolean);
	/** So many matching requests pass before the fault comes. Default 0. */
	readonly skip?: number;
	/** So many matching requests meet the fault. Default 1. */
	readonly times?: number;
	readonly fault: Fault;
}

/** Chooses a fault for each request, or none. */
export type FaultChooser = (request: RequestRecord) => Fault | undefined;

/** The faults that wait for their request. Rules are asked in the order in which they were added. */
export class FaultQueue {
	private choosers: FaultChooser[] = [];

	/** Adds a rule. */
	add(rule: FaultRule): void {
		this.use(chooserOf(rule));
	}

	/** Adds a function that is asked for every request. */
	use(chooser: FaultChooser): void {
		this.choosers.push(chooser);
	}

	clear(): void {
		this.choosers = [];
	}

	/** The fault that this request meets: the first that any rule has for it. Every rule is asked, so that all can count. */
	choose(request: RequestRecord): Fault | undefined {
		if (this.choosers.length === 0) return undefined;
		return this.choosers.map((chooser) => chooser(request)).find((fault) => fault !== undefined);
	}
}

function chooserOf({ match = {}, skip = 0, times = 1, fault }: FaultRule): FaultChooser {
	const matches = typeof match === 'function' ? match : (r: RequestRecord) => agrees(match, r);
	let seen = 0;
	return (request) => {
		if (!matches(request)) return undefined;
		seen++;
		return seen > skip && seen <= skip + times ? fault : undefined;
	};
}

function agrees({ method, path }: RequestFilter, request: RequestRecord): boolean {
	return (method ?? request.method) === request.method && (path ?? request.path) === request.path;
}
