import type { IncomingHttpHeaders } from 'node:http';
import type { Fault } from '../faults/fault';
import type { Verdict } from './auth';

/** One request as the exchange saw it. */
export interface RequestRecord {
	/** Counts from 1; orders say by it which request created them. */
	readonly no: number;
	readonly method: string;
	readonly path: string;
	/** Path and query as received. */
	readonly url: string;
	readonly headers: IncomingHttpHeaders;
	/** The body as received; empty if there was none or it was never read. */
	body: string;
	/** When it came, by the exchange's clock and by the real one. */
	readonly at: number;
	readonly realAt: number;
	verdict: Verdict;
	fault: Fault | undefined;
	/** The HTTP status that was written, if any was. */
	answered?: number;
	/** Ids of the orders that this request created. */
	readonly created: string[];
}

/** Which requests: all fields that are given must agree. */
export interface RequestFilter {
	readonly method?: string;
	readonly path?: string;
}

/** The log of requests, bounded if asked to be; counts hold for all requests, kept or not. */
export class RequestLog {
	readonly kept: RequestRecord[] = [];
	private readonly counts = new Map<string, number>();
	private total = 0;

	constructor(private readonly limit: number) {}

	nextNo(): number {
		return ++this.total;
	}

	add(record: RequestRecord): void {
		const key = `${record.method} ${record.path}`;
		this.counts.set(key, (this.counts.get(key) ?? 0) + 1);
		if (this.limit === 0) return;
		this.kept.push(record);
		if (this.kept.length >= 2 * this.limit) this.kept.splice(0, this.kept.length - this.limit);
	}

	/** How many requests of a method, a path, or both there were. */
	count({ method, path }: RequestFilter): number {
		let sum = 0;
		for (const [key, count] of this.counts) {
			const [keyMethod, keyPath] = key.split(' ');
			const matches = (method ?? keyMethod) === keyMethod && (path ?? keyPath) === keyPath;
			if (matches) sum += count;
		}
		return sum;
	}

	clear(): void {
		this.kept.length = 0;
		this.counts.clear();
		this.total = 0;
	}
}

/** The number of records to keep that the option `log` means. */
export function logLimit(log: boolean | number | undefined): number {
	if (typeof log === 'number') return log;
	return log === false ? 0 : Infinity;
}
