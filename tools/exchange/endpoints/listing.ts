import { InvalidRequest } from '../engine/refusals';
import type { PublicCall } from '../http/endpoint';

/** What the filters of history and trades ask of an entry. */
export interface Listed {
	readonly symbol: string;
	readonly side: string;
	readonly createdAt: number;
	/** From when on the entry shows, were there no lag. */
	readonly since: number;
	readonly isCanceled: boolean;
}

interface Query {
	readonly symbol: string | undefined;
	readonly side: string | undefined;
	readonly hideCanceled: boolean;
	readonly from: number;
	readonly to: number;
	readonly visibleUntil: number;
}

const DEFAULT_PAGE_SIZE = 20;

/** One page of entries, newest first. `entries` are in the order of their creation; times filter by that. */
export function pageOf<T>(
	call: PublicCall,
	entries: readonly T[],
	describe: (entry: T) => Listed,
): T[] {
	const { params, settings } = call;
	const query = readQuery(call);
	const page = params.integer('page', 1) ?? 1;
	const size = Math.min(params.integer('pageSize', 1) ?? DEFAULT_PAGE_SIZE, settings.maxPageSize);
	const last = page * size;
	const found: T[] = [];
	for (const entry of newestFirst(entries)) {
		const listed = describe(entry);
		if (listed.createdAt < query.from || found.length === last) break;
		if (matches(listed, query)) found.push(entry);
	}
	return found.slice(last - size);
}

function* newestFirst<T>(entries: readonly T[]): Iterable<T> {
	for (let index = entries.length - 1; index >= 0; index--) yield entries[index] as T;
}

function readQuery({ params, settings, world }: PublicCall): Query {
	const from = params.time('timeFrom') ?? -Infinity;
	const to = params.time('timeTo') ?? Infinity;
	if (from > to) throw new InvalidRequest('timeFrom must not be after timeTo');
	return {
		symbol: params.optionalText('symbol'),
		side: params.oneOf('side', ['BUY', 'SELL']),
		hideCanceled: params.flag('hideCanceled') ?? false,
		from,
		to,
		visibleUntil: world.clock.now() - settings.historyLagMs,
	};
}

function matches(listed: Listed, query: Query): boolean {
	return (
		listed.since <= query.visibleUntil &&
		listed.createdAt <= query.to &&
		(query.symbol ?? listed.symbol) === listed.symbol &&
		(query.side ?? listed.side) === listed.side &&
		!(query.hideCanceled && listed.isCanceled)
	);
}
